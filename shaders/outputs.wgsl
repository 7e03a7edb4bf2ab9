// The outputs of a hidden layer, Y = f(X·W + b), 8×8 an invocation, told by tile.wgsl, in registers.
// Needs `first_layer`, whether X are images, `parameter`, and the bindings `schedule` and `activations`.

// Those of a tile; all invocations of the workgroup come here, those outside for others' sake.
fn outputs(which: u32, network: u32, tile: Tile, local: u32, is_inside: bool) {
  let part = part_of(local);
  var sums = array<vec4f, 16>();
  if is_inside {
    add_up_outputs(which, network, tile, part, &sums);
  }
  join_parts(local, &sums);
  if is_inside {
    for (var n = first_stored(part); n < first_stored(part + 1u); n++) {
      let place = place_in(tile, n);
      store_output(which, network, place.x, place.y, sums[n]);
    }
  }
}

// X·W in the chunks that are this part's.
fn add_up_outputs(
  which: u32,
  network: u32,
  tile: Tile,
  part: u32,
  sums: ptr<function, array<vec4f, 16>>,
) {
  let stride = layers[which].unit_vectors;
  let vectors = layers[which].input_vectors;
  let x0 = input_row(which, network, tile.own_row);
  let x1 = input_row(which, network, tile.own_row + 1u);
  let x2 = input_row(which, network, tile.own_row + 2u);
  let x3 = input_row(which, network, tile.own_row + 3u);
  var x4 = 0u; var x5 = 0u; var x6 = 0u; var x7 = 0u;
  if !SHARES {
    x4 = input_row(which, network, tile.other_row);
    x5 = input_row(which, network, tile.other_row + 1u);
    x6 = input_row(which, network, tile.other_row + 2u);
    x7 = input_row(which, network, tile.other_row + 3u);
  }
  // Where the tile reaches over the edge, the last column is computed again and not stored.
  let kernel = kernel_of(which, network);
  let own_column = kernel + min(tile.own_column, stride - 1u);
  let other_column = kernel + min(tile.other_column, stride - 1u);
  let chunk = chunk_of(vectors);
  for (var begin = part * chunk; begin < vectors; begin += PARTS * chunk) {
    var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
    var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
    var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
    var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
    let end = min(begin + chunk, vectors);
    var k = begin;
    var ink = 0u;
    if first_layer {
      ink = ink_from(x0, begin) | ink_from(x1, begin);
      ink |= ink_from(x2, begin) | ink_from(x3, begin);
      if !SHARES {
        ink |= ink_from(x4, begin) | ink_from(x5, begin);
        ink |= ink_from(x6, begin) | ink_from(x7, begin);
      }
      // Without any, the count is 32, which is beyond a chunk of an image.
      ink = joined(ink) & ((1u << (end - begin)) - 1u);
      k += countTrailingZeros(ink);
    }
    while k < end {
      let w = own_column + 4u * k * stride;
      let v = other_column + 4u * k * stride;
      // Four rows of W by four columns: W·x adds up four products for each column.
      let w0 = rounded(parameter(which, w));
      let w1 = rounded(parameter(which, w + stride));
      let w2 = rounded(parameter(which, w + 2u * stride));
      let w3 = rounded(parameter(which, w + 3u * stride));
      let w_a = mat4x4f(w0, w1, w2, w3);
      let w_b = mat4x4f(
        other_weights(which, w0, v),
        other_weights(which, w1, v + stride),
        other_weights(which, w2, v + 2u * stride),
        other_weights(which, w3, v + 3u * stride),
      );
      let p0 = input(first_layer, x0 + k); a0 += w_a * p0; b0 += w_b * p0;
      let p1 = input(first_layer, x1 + k); a1 += w_a * p1; b1 += w_b * p1;
      let p2 = input(first_layer, x2 + k); a2 += w_a * p2; b2 += w_b * p2;
      let p3 = input(first_layer, x3 + k); a3 += w_a * p3; b3 += w_b * p3;
      let p4 = other_input(p0, x4 + k); a4 += w_a * p4; b4 += w_b * p4;
      let p5 = other_input(p1, x5 + k); a5 += w_a * p5; b5 += w_b * p5;
      let p6 = other_input(p2, x6 + k); a6 += w_a * p6; b6 += w_b * p6;
      let p7 = other_input(p3, x7 + k); a7 += w_a * p7; b7 += w_b * p7;
      if first_layer {
        ink &= ink - 1u;
        k = begin + countTrailingZeros(ink);
      } else {
        k++;
      }
    }
    (*sums)[0] += a0; (*sums)[1] += a1; (*sums)[2] += a2; (*sums)[3] += a3;
    (*sums)[4] += b0; (*sums)[5] += b1; (*sums)[6] += b2; (*sums)[7] += b3;
    (*sums)[8] += a4; (*sums)[9] += a5; (*sums)[10] += a6; (*sums)[11] += a7;
    (*sums)[12] += b4; (*sums)[13] += b5; (*sums)[14] += b6; (*sums)[15] += b7;
  }
}

// Four values of X at `at`; a neighbour beside has them as its own.
fn other_input(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_beside(own);
  }
  return input(first_layer, at);
}

// Y = f(X·W + b) at this row and column, unless they are beyond the edge.
fn store_output(which: u32, network: u32, row: u32, column: u32, product: vec4f) {
  let stride = layers[which].unit_vectors;
  if row < layers[which].batch_rows && column < stride {
    let bias = parameter(which, bias_of(which, network) + column);
    let y = activate(product + rounded(bias), layers[which].activation[network]);
    let at = outputs_of(which, network) + row * stride + column;
    activations[at] = Stored4(without_padding(y, column, layers[which].units));
  }
}

// Where this row of X begins. What is read beyond the last example is computed with and never counted.
fn input_row(which: u32, network: u32, row: u32) -> u32 {
  if first_layer {
    let position = min(schedule.next_example + row, layers[which].examples - 1u);
    return image_at(example_at(position, layers[which].examples, network));
  }
  return inputs_of(which, network) + row * layers[which].input_vectors;
}
