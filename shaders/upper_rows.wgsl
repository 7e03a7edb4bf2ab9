// How the upper layers are shared out where numbers from memory are dear: a workgroup is one quad, and each of its
// invocations takes four rows of the batch through all layers. Of what counts it finds in memory only what it left
// there itself, so none waits for another. Four columns of W at a time are the quad's: each invocation loads one and
// takes the others from its neighbours (quads.wgsl).
// Its counterpart is upper_tiles.wgsl; one of the two precedes upper.wgsl, which says what is computed.

const OWN_ROWS = 4u;

// The first of an invocation's rows.
fn own_row(first_row: u32, local: u32) -> u32 {
  return first_row + OWN_ROWS * local;
}

fn forward_rows(which: u32, network: u32, first_row: u32, local: u32) {
  let row = own_row(first_row, local);
  let rows = layers[which].batch_rows;
  let units = layers[which].units;
  let stride = layers[which].unit_vectors;
  let vectors = layers[which].input_vectors;
  let activation = layers[which].activation[network];
  let kernel = kernel_of(which, network);
  let bias = bias_of(which, network);
  // What is read beyond the last row is computed with, as neighbours need its W, and not stored.
  let x = inputs_of(which, network) + min(row, rows - OWN_ROWS) * vectors;
  let y = outputs_of(which, network) + row * stride;
  let chunk = chunk_of(vectors);
  for (var column = 0u; column < stride; column += QUAD) {
    let own_column = kernel + min(column + local, stride - 1u);
    var sums = array<mat4x4f, OWN_ROWS>();
    for (var begin = 0u; begin < vectors; begin += chunk) {
      var a = mat4x4f(); var b = mat4x4f(); var c = mat4x4f(); var d = mat4x4f();
      for (var k = begin; k < min(begin + chunk, vectors); k++) {
        let w = columns_of_quad(four_rows(own_column + 4u * k * stride, stride));
        a += outputs_by(w, input(false, x + k));
        b += outputs_by(w, input(false, x + vectors + k));
        c += outputs_by(w, input(false, x + 2u * vectors + k));
        d += outputs_by(w, input(false, x + 3u * vectors + k));
      }
      sums[0] += a; sums[1] += b; sums[2] += c; sums[3] += d;
    }
    for (var n = 0u; n < OWN_ROWS * QUAD; n++) {
      let at = column + (local ^ (n % QUAD));
      if row < rows && at < stride {
        let z = sums[n / QUAD][n % QUAD] + rounded(parameter(which, bias + at));
        let values = without_padding(activate(z, activation), at, units);
        activations[y + n / QUAD * stride + at] = Stored4(values);
      }
    }
  }
}

fn loss_rows(which: u32, network: u32, first_row: u32, local: u32) {
  for (var n = 0u; n < OWN_ROWS; n++) {
    loss(which, network, own_row(first_row, local) + n);
  }
}

fn backward_rows(which: u32, network: u32, first_row: u32, local: u32) {
  let row = own_row(first_row, local);
  let rows = layers[which].batch_rows;
  let stride = layers[which].unit_vectors;
  let vectors = layers[which].input_vectors;
  let activation = layers[which].input_activation[network];
  let kernel = kernel_of(which, network);
  let z = outputs_of(which, network) + min(row, rows - OWN_ROWS) * stride;
  let x = inputs_of(which, network) + row * vectors;
  let chunk = chunk_of(stride);
  for (var column = 0u; column < vectors; column += QUAD) {
    let own_column = kernel + 4u * min(column + local, vectors - 1u) * stride;
    var sums = array<mat4x4f, OWN_ROWS>();
    for (var begin = 0u; begin < stride; begin += chunk) {
      var a = mat4x4f(); var b = mat4x4f(); var c = mat4x4f(); var d = mat4x4f();
      for (var k = begin; k < min(begin + chunk, stride); k++) {
        let w = columns_of_quad(four_rows(own_column + k, stride));
        a += inputs_by(w, vec4f(deltas[z + k]));
        b += inputs_by(w, vec4f(deltas[z + stride + k]));
        c += inputs_by(w, vec4f(deltas[z + 2u * stride + k]));
        d += inputs_by(w, vec4f(deltas[z + 3u * stride + k]));
      }
      sums[0] += a; sums[1] += b; sums[2] += c; sums[3] += d;
    }
    for (var n = 0u; n < OWN_ROWS * QUAD; n++) {
      let at = column + (local ^ (n % QUAD));
      if row < rows && at < vectors {
        let place = x + n / QUAD * vectors + at;
        let y = vec4f(activations[place]);
        let delta = sums[n / QUAD][n % QUAD] * derivative(y, activation);
        deltas[place] = Stored4(delta);
        watch(network, step_now(), y);
        watch(network, step_now(), delta);
      }
    }
  }
}

// The columns of W that a quad has loaded, an invocation's own first, then its neighbours' beside, below and across:
// those of invocation local ^ n at n.
struct Columns {
  own: mat4x4f,
  beside: mat4x4f,
  below: mat4x4f,
  across: mat4x4f,
}

fn columns_of_quad(own: mat4x4f) -> Columns {
  let beside =
    mat4x4f(from_beside(own[0]), from_beside(own[1]), from_beside(own[2]), from_beside(own[3]));
  return Columns(own, beside, below(own), below(beside));
}

fn below(m: mat4x4f) -> mat4x4f {
  return mat4x4f(from_below(m[0]), from_below(m[1]), from_below(m[2]), from_below(m[3]));
}

// Four rows of W, from `at` on.
fn four_rows(at: u32, stride: u32) -> mat4x4f {
  return mat4x4f(
    rounded(parameters[at]),
    rounded(parameters[at + stride]),
    rounded(parameters[at + 2u * stride]),
    rounded(parameters[at + 3u * stride]),
  );
}

fn outputs_by(w: Columns, x: vec4f) -> mat4x4f {
  return mat4x4f(w.own * x, w.beside * x, w.below * x, w.across * x);
}

fn inputs_by(w: Columns, z: vec4f) -> mat4x4f {
  return mat4x4f(z * w.own, z * w.beside, z * w.below, z * w.across);
}
