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

fn update_some(which: u32, network: u32, invocation: u32, rule: Rule) {
  let kernel = kernel_invocations(which);
  if invocation < kernel {
    update_kernel(which, network, invocation, rule);
  } else {
    update_bias(which, network, 2u * (invocation - kernel), rule);
  }
}

fn update_bias(which: u32, network: u32, column: u32, rule: Rule) {
  let stride = layers[which].unit_vectors;
  let rows = layers[which].batch_rows;
  let d = outputs_of(which, network);
  for (var c = column; c < min(column + 2u, stride); c++) {
    var g = vec4f();
    for (var row = 0u; row < rows; row++) {
      g += vec4f(deltas[d + row * stride + c]);
    }
    move_weights(which, network, bias_of(which, network) + c, g, rule);
  }
}

fn update_kernel(which: u32, network: u32, invocation: u32, rule: Rule) {
  // Inputs go down, units across: a row of the tile is a vec4 of inputs here.
  let vectors = layers[which].input_vectors;
  let stride = layers[which].unit_vectors;
  let rows = layers[which].batch_rows;
  let tile = tile_of(invocation, stride);
  let own_input = tile.own_row / 4u;
  let other_input = tile.other_row / 4u;
  let x_column = min(own_input, vectors - 1u);
  let y_column = min(other_input, vectors - 1u);
  let first = takes_images(which);
  let batch = batch_of(which, network);
  let d = outputs_of(which, network);
  var z = d + min(tile.own_column, stride - 1u);
  var z_other = d + min(tile.other_column, stride - 1u);
  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
  var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
  for (var row = 0u; row < rows; row++) {
    let x_row = input_row(first, batch, row);
    let x = input(first, x_row + x_column);
    let z_a = vec4f(deltas[z]);
    var y = from_beside(x);
    var z_b = from_below(z_a);
    if !SHARES {
      y = input(first, x_row + y_column);
      z_b = vec4f(deltas[z_other]);
    }
    a0 += x.x * z_a; b0 += x.x * z_b;
    a1 += x.y * z_a; b1 += x.y * z_b;
    a2 += x.z * z_a; b2 += x.z * z_b;
    a3 += x.w * z_a; b3 += x.w * z_b;
    a4 += y.x * z_a; b4 += y.x * z_b;
    a5 += y.y * z_a; b5 += y.y * z_b;
    a6 += y.z * z_a; b6 += y.z * z_b;
    a7 += y.w * z_a; b7 += y.w * z_b;
    z += stride;
    z_other += stride;
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
        move_weights(which, network, at, g[n], rule);
        at += stride;
      }
    }
  }
}
