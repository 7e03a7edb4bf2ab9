// A hidden layer: Y = f(X·W + b).
//   X (batch_size × inputs): the batch's images, bytes / 255, for the first layer; else the outputs below
//   W (inputs × units), b (units), Y (batch_size × units)
// Dispatched by training/pass.rs, once a hidden layer in every training step and every validation chunk.
//
// Each invocation computes 8×8 numbers of Y, told by tile.wgsl, in registers.

override first_layer: bool;    // X are images
override shuffled: bool;       // which the epoch's order picks; else they follow one another
override group_size: u32 = 16;

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<storage, read> schedule: Schedule;
@group(0) @binding(2) var<storage, read> images: array<u32>;
@group(0) @binding(3) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> activations: array<Stored4>;

@compute @workgroup_size(group_size)
fn forward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let network = group.z;
  let stride = layer.unit_vectors;
  let vectors = layer.input_vectors;
  let tile = tile_of((group.y * groups.x + group.x) * group_size + local, stride);
  if tile.row >= layer.batch_rows {
    return;
  }
  let x0 = input_row(tile.own_row, network);
  let x1 = input_row(tile.own_row + 1u, network);
  let x2 = input_row(tile.own_row + 2u, network);
  let x3 = input_row(tile.own_row + 3u, network);
  var x4 = 0u; var x5 = 0u; var x6 = 0u; var x7 = 0u;
  if !SHARES {
    x4 = input_row(tile.other_row, network);
    x5 = input_row(tile.other_row + 1u, network);
    x6 = input_row(tile.other_row + 2u, network);
    x7 = input_row(tile.other_row + 3u, network);
  }
  // Where the tile reaches over the edge, the last column is computed again and not stored.
  let kernel = layer.first_parameter + network * layer.parameters;
  var w = kernel + min(tile.own_column, stride - 1u);
  var v = kernel + min(tile.other_column, stride - 1u);
  let bias_a = rounded(parameters[w + 4u * vectors * stride]);
  let bias_b = rounded(parameters[v + 4u * vectors * stride]);
  var a0 = bias_a; var a1 = bias_a; var a2 = bias_a; var a3 = bias_a;
  var a4 = bias_a; var a5 = bias_a; var a6 = bias_a; var a7 = bias_a;
  var b0 = bias_b; var b1 = bias_b; var b2 = bias_b; var b3 = bias_b;
  var b4 = bias_b; var b5 = bias_b; var b6 = bias_b; var b7 = bias_b;

  for (var k = 0u; k < vectors; k++) {
    // Four rows of W by four columns: W·x adds up four products for each column.
    let w0 = rounded(parameters[w]);
    let w1 = rounded(parameters[w + stride]);
    let w2 = rounded(parameters[w + 2u * stride]);
    let w3 = rounded(parameters[w + 3u * stride]);
    let w_a = mat4x4f(w0, w1, w2, w3);
    let w_b = mat4x4f(
      other_weights(w0, v),
      other_weights(w1, v + stride),
      other_weights(w2, v + 2u * stride),
      other_weights(w3, v + 3u * stride),
    );
    let p0 = input(first_layer, x0 + k); a0 += w_a * p0; b0 += w_b * p0;
    let p1 = input(first_layer, x1 + k); a1 += w_a * p1; b1 += w_b * p1;
    let p2 = input(first_layer, x2 + k); a2 += w_a * p2; b2 += w_b * p2;
    let p3 = input(first_layer, x3 + k); a3 += w_a * p3; b3 += w_b * p3;
    let p4 = other_input(p0, x4 + k); a4 += w_a * p4; b4 += w_b * p4;
    let p5 = other_input(p1, x5 + k); a5 += w_a * p5; b5 += w_b * p5;
    let p6 = other_input(p2, x6 + k); a6 += w_a * p6; b6 += w_b * p6;
    let p7 = other_input(p3, x7 + k); a7 += w_a * p7; b7 += w_b * p7;
    w += 4u * stride;
    v += 4u * stride;
  }

  store_four(network, tile.own_row, tile.own_column, a0, a1, a2, a3);
  store_four(network, tile.own_row, tile.other_column, b0, b1, b2, b3);
  store_four(network, tile.other_row, tile.own_column, a4, a5, a6, a7);
  store_four(network, tile.other_row, tile.other_column, b4, b5, b6, b7);
}

// Four values of W at `at`; a neighbour below or above has them as its own.
fn other_weights(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_below(own);
  }
  return rounded(parameters[at]);
}

// Four values of X at `at`; a neighbour beside has them as its own.
fn other_input(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_beside(own);
  }
  return input(first_layer, at);
}

// Y in four rows of one column, unless they are beyond the edge.
fn store_four(network: u32, row: u32, column: u32, z_0: vec4f, z_1: vec4f, z_2: vec4f, z_3: vec4f) {
  if row < layer.batch_rows && column < layer.unit_vectors {
    let f = layer.activation[network];
    let stride = layer.unit_vectors;
    let at = network * layer.slice + layer.offset + row * stride + column;
    store(at, column, activate(z_0, f));
    store(at + stride, column, activate(z_1, f));
    store(at + 2u * stride, column, activate(z_2, f));
    store(at + 3u * stride, column, activate(z_3, f));
  }
}

fn store(at: u32, column: u32, y: vec4f) {
  activations[at] = Stored4(without_padding(y, column, layer.units));
}

// Where this row of X begins. What is read beyond the last example is computed with and never counted.
fn input_row(row: u32, network: u32) -> u32 {
  if first_layer {
    let position = min(schedule.next_example + row, layer.examples - 1u);
    return example_at(position, layer.examples, network) * layer.input_vectors;
  }
  return network * layer.slice + layer.input_offset + row * layer.input_vectors;
}
