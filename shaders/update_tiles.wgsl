// How a layer's update is shared out: each invocation computes 8×8 numbers of dL/dW, told by tile.wgsl, in
// registers, and has the optimizer move the weights; the last ones do the same for 8 numbers of dL/db.
// Its counterpart is update_held.wgsl; one of the two precedes backward.wgsl, which says what is computed.

fn update_invocations(which: u32) -> u32 {
  return kernel_invocations(which) + QUAD * ((layers[which].unit_vectors + 7u) / 8u);
}

// Those that compute dL/dW; the others compute dL/db.
fn kernel_invocations(which: u32) -> u32 {
  return QUAD * quads_of(4u * layers[which].input_vectors, layers[which].unit_vectors);
}

fn update_some(side: u32, which: u32, network: u32, invocation: u32, rule: Rule) {
  let kernel = kernel_invocations(which);
  if invocation < kernel {
    update_kernel(side, which, network, invocation, rule);
  } else {
    update_bias(side, which, network, 2u * (invocation - kernel), rule);
  }
}

fn update_bias(side: u32, which: u32, network: u32, column: u32, rule: Rule) {
  let stride = layers[which].unit_vectors;
  let rows = layers[which].batch_rows;
  let d = outputs_of(which, network);
  for (var c = column; c < min(column + 2u, stride); c++) {
    var g = vec4f();
    for (var row = 0u; row < rows; row += 4u) {
      g = added(g, vec4f(1.0), rows_at(d + row * stride + c, stride));
    }
    move_weights(side, network, bias_of(which, network) + c, g, rule);
  }
}

fn update_kernel(side: u32, which: u32, network: u32, invocation: u32, rule: Rule) {
  // Inputs go down, units across: a row of the tile is a vec4 of inputs here.
  let vectors = layers[which].input_vectors;
  let stride = layers[which].unit_vectors;
  let rows = layers[which].batch_rows;
  let tile = tile_of(invocation, stride);
  let own_input = tile.own_row / 4u;
  let other_input = tile.other_row / 4u;
  let x_column = min(own_input, vectors - 1u);
  let y_column = min(other_input, vectors - 1u);
  let first = takes_images(side);
  let batch = batch_of(side, which, network);
  let d = outputs_of(which, network);
  let own_z = d + min(tile.own_column, stride - 1u);
  let other_z = d + min(tile.other_column, stride - 1u);
  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
  var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
  // A batch is padded to eight rows or a multiple.
  for (var row = 0u; row < rows; row += 4u) {
    let r0 = input_row(first, batch, row);
    let r1 = input_row(first, batch, row + 1u);
    let r2 = input_row(first, batch, row + 2u);
    let r3 = input_row(first, batch, row + 3u);
    let x0 = input(first, r0 + x_column);
    let x1 = input(first, r1 + x_column);
    let x2 = input(first, r2 + x_column);
    let x3 = input(first, r3 + x_column);
    let z_a = rows_at(own_z + row * stride, stride);
    var y0 = from_beside(x0);
    var y1 = from_beside(x1);
    var y2 = from_beside(x2);
    var y3 = from_beside(x3);
    var z_b = Rows(from_below(z_a.a), from_below(z_a.b), from_below(z_a.c), from_below(z_a.d));
    if !SHARES {
      y0 = input(first, r0 + y_column);
      y1 = input(first, r1 + y_column);
      y2 = input(first, r2 + y_column);
      y3 = input(first, r3 + y_column);
      z_b = rows_at(other_z + row * stride, stride);
    }
    // Of four images the same pixel.
    let x = transpose(mat4x4f(x0, x1, x2, x3));
    let y = transpose(mat4x4f(y0, y1, y2, y3));
    a0 = added(a0, x[0], z_a); b0 = added(b0, x[0], z_b);
    a1 = added(a1, x[1], z_a); b1 = added(b1, x[1], z_b);
    a2 = added(a2, x[2], z_a); b2 = added(b2, x[2], z_b);
    a3 = added(a3, x[3], z_a); b3 = added(b3, x[3], z_b);
    a4 = added(a4, y[0], z_a); b4 = added(b4, y[0], z_b);
    a5 = added(a5, y[1], z_a); b5 = added(b5, y[1], z_b);
    a6 = added(a6, y[2], z_a); b6 = added(b6, y[2], z_b);
    a7 = added(a7, y[3], z_a); b7 = added(b7, y[3], z_b);
  }

  let kernel = kernel_of(which, network);
  // In a loop: sixteen copies of the optimizer would not fit a processor's instruction cache.
  var g = array<vec4f, 16>(a0, a1, a2, a3, b0, b1, b2, b3, a4, a5, a6, a7, b4, b5, b6, b7);
  for (var block = 0u; block < 4u; block++) {
    let x = select(own_input, other_input, block >= 2u);
    let unit = select(tile.own_column, tile.other_column, block % 2u == 1u);
    if x < vectors && unit < stride {
      var at = kernel + 4u * x * stride + unit;
      for (var n = 4u * block; n < 4u * block + 4u; n++) {
        move_weights(side, network, at, g[n], rule);
        at += stride;
      }
    }
  }
}

// dL/dZ of four examples that follow one another, the first of them at `at`.
fn rows_at(at: u32, stride: u32) -> Rows {
  return Rows(
    vec4f(deltas[at]),
    vec4f(deltas[at + stride]),
    vec4f(deltas[at + 2u * stride]),
    vec4f(deltas[at + 3u * stride]),
  );
}
