// The gradient by a layer's inputs, dL/dX = (dL/dZ · Wᵀ) ∘ f'(X), with X the outputs of the layer below and f its
// activation, 8×8 an invocation, told by tile.wgsl, in registers.
// Needs `parameter`, `step_now` and the bindings `activations` and `deltas`.

// Those of a tile; all invocations of the workgroup come here, those outside for others' sake.
fn delta(which: u32, network: u32, tile: Tile, local: u32, is_inside: bool) {
  let part = part_of(local);
  var sums = array<vec4f, 16>();
  if is_inside {
    add_up_deltas(which, network, tile, part, &sums);
  }
  join_parts(local, &sums);
  if is_inside {
    for (var n = first_stored(part); n < first_stored(part + 1u); n++) {
      let place = place_in(tile, n);
      store_delta(which, network, place.x, place.y, sums[n]);
    }
  }
}

// dL/dZ · Wᵀ in the chunks that are this part's.
fn add_up_deltas(
  which: u32,
  network: u32,
  tile: Tile,
  part: u32,
  sums: ptr<function, array<vec4f, 16>>,
) {
  let stride = layers[which].unit_vectors;
  let last_column = layers[which].input_vectors - 1u;
  let slice = outputs_of(which, network);
  let kernel = kernel_of(which, network);
  let own_column = kernel + 4u * min(tile.own_column, last_column) * stride;
  let other_column = kernel + 4u * min(tile.other_column, last_column) * stride;
  let chunk = chunk_of(stride);
  for (var begin = part * chunk; begin < stride; begin += PARTS * chunk) {
    var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
    var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
    var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
    var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
    var d = slice + tile.own_row * stride + begin;
    var e = slice + tile.other_row * stride + begin;
    var w = own_column + begin;
    var v = other_column + begin;
    for (var n = begin; n < min(begin + chunk, stride); n++) {
      // Four rows of W: z·W adds up four products for each row.
      let w0 = rounded(parameter(which, w));
      let w1 = rounded(parameter(which, w + stride));
      let w2 = rounded(parameter(which, w + 2u * stride));
      let w3 = rounded(parameter(which, w + 3u * stride));
      let m_a = mat4x4f(w0, w1, w2, w3);
      let m_b = mat4x4f(
        other_weights(which, w0, v),
        other_weights(which, w1, v + stride),
        other_weights(which, w2, v + 2u * stride),
        other_weights(which, w3, v + 3u * stride),
      );
      let z0 = vec4f(deltas[d]); a0 += z0 * m_a; b0 += z0 * m_b;
      let z1 = vec4f(deltas[d + stride]); a1 += z1 * m_a; b1 += z1 * m_b;
      let z2 = vec4f(deltas[d + 2u * stride]); a2 += z2 * m_a; b2 += z2 * m_b;
      let z3 = vec4f(deltas[d + 3u * stride]); a3 += z3 * m_a; b3 += z3 * m_b;
      let z4 = other_rows(z0, e); a4 += z4 * m_a; b4 += z4 * m_b;
      let z5 = other_rows(z1, e + stride); a5 += z5 * m_a; b5 += z5 * m_b;
      let z6 = other_rows(z2, e + 2u * stride); a6 += z6 * m_a; b6 += z6 * m_b;
      let z7 = other_rows(z3, e + 3u * stride); a7 += z7 * m_a; b7 += z7 * m_b;
      d++;
      e++;
      w++;
      v++;
    }
    (*sums)[0] += a0; (*sums)[1] += a1; (*sums)[2] += a2; (*sums)[3] += a3;
    (*sums)[4] += b0; (*sums)[5] += b1; (*sums)[6] += b2; (*sums)[7] += b3;
    (*sums)[8] += a4; (*sums)[9] += a5; (*sums)[10] += a6; (*sums)[11] += a7;
    (*sums)[12] += b4; (*sums)[13] += b5; (*sums)[14] += b6; (*sums)[15] += b7;
  }
}

// Four values of dL/dZ at `at`, in a row that a neighbour beside has as its own.
fn other_rows(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_beside(own);
  }
  return vec4f(deltas[at]);
}

// dL/dX at this row and column, unless they are beyond the edge, told from dL/dY: it is dL/dZ of the
// layer below.
fn store_delta(which: u32, network: u32, row: u32, column: u32, dy: vec4f) {
  let stride = layers[which].input_vectors;
  if row < layers[which].batch_rows && column < stride {
    let at = inputs_of(which, network) + row * stride + column;
    let y = vec4f(activations[at]);
    let delta = dy * derivative(y, layers[which].input_activation[network]);
    deltas[at] = Stored4(delta);
    watch(network, step_now(), y);
    watch(network, step_now(), delta);
  }
}
