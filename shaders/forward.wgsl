// A hidden layer: Y = f(X·W + b).
//   X (batch_size × inputs): the batch's images, bytes / 255, for the first layer; else the outputs below
//   W (inputs × units), b (units), Y (batch_size × units)
// Dispatched by training/pass.rs, once a hidden layer in every training step and every validation chunk.
//
// Each invocation computes 8 rows × 8 columns of Y in registers: 64 multiply-adds for 16 loaded numbers.

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
  let tile = (group.y * groups.x + group.x) * group_size + local;
  let tile_columns = (layer.unit_vectors + 1u) / 2u;
  let row = tile / tile_columns * 8u;
  if row >= layer.batch_rows {
    return;
  }
  let network = group.z;
  let column = tile % tile_columns * 2u;
  // Where the tile reaches over the edge, its last column is computed twice and stored once.
  let column_1 = min(column + 1u, layer.unit_vectors - 1u);

  let x0 = input_row(row, network);
  let x1 = input_row(row + 1u, network);
  let x2 = input_row(row + 2u, network);
  let x3 = input_row(row + 3u, network);
  let x4 = input_row(row + 4u, network);
  let x5 = input_row(row + 5u, network);
  let x6 = input_row(row + 6u, network);
  let x7 = input_row(row + 7u, network);

  let kernel = layer.first_parameter + network * layer.parameters;
  let stride = layer.unit_vectors;
  let bias = kernel + 4u * layer.input_vectors * stride;
  let bias_0 = rounded(parameters[bias + column]);
  let bias_1 = rounded(parameters[bias + column_1]);
  var a0 = bias_0; var a1 = bias_0; var a2 = bias_0; var a3 = bias_0;
  var a4 = bias_0; var a5 = bias_0; var a6 = bias_0; var a7 = bias_0;
  var b0 = bias_1; var b1 = bias_1; var b2 = bias_1; var b3 = bias_1;
  var b4 = bias_1; var b5 = bias_1; var b6 = bias_1; var b7 = bias_1;

  for (var k = 0u; k < layer.input_vectors; k++) {
    let w = kernel + 4u * k * stride;
    // Four rows of W by four columns: W·x adds up four products for each column.
    let w_a = mat4x4f(
      rounded(parameters[w + column]),
      rounded(parameters[w + stride + column]),
      rounded(parameters[w + 2u * stride + column]),
      rounded(parameters[w + 3u * stride + column]),
    );
    let w_b = mat4x4f(
      rounded(parameters[w + column_1]),
      rounded(parameters[w + stride + column_1]),
      rounded(parameters[w + 2u * stride + column_1]),
      rounded(parameters[w + 3u * stride + column_1]),
    );
    var x = input(first_layer, x0 + k); a0 += w_a * x; b0 += w_b * x;
    x = input(first_layer, x1 + k); a1 += w_a * x; b1 += w_b * x;
    x = input(first_layer, x2 + k); a2 += w_a * x; b2 += w_b * x;
    x = input(first_layer, x3 + k); a3 += w_a * x; b3 += w_b * x;
    x = input(first_layer, x4 + k); a4 += w_a * x; b4 += w_b * x;
    x = input(first_layer, x5 + k); a5 += w_a * x; b5 += w_b * x;
    x = input(first_layer, x6 + k); a6 += w_a * x; b6 += w_b * x;
    x = input(first_layer, x7 + k); a7 += w_a * x; b7 += w_b * x;
  }

  store(network, row, column, a0, b0);
  store(network, row + 1u, column, a1, b1);
  store(network, row + 2u, column, a2, b2);
  store(network, row + 3u, column, a3, b3);
  store(network, row + 4u, column, a4, b4);
  store(network, row + 5u, column, a5, b5);
  store(network, row + 6u, column, a6, b6);
  store(network, row + 7u, column, a7, b7);
}

// Y at this row, in this column and the next.
fn store(network: u32, row: u32, column: u32, z_0: vec4f, z_1: vec4f) {
  let f = layer.activation[network];
  let at = network * layer.slice + layer.offset + row * layer.unit_vectors + column;
  activations[at] = Stored4(without_padding(activate(z_0, f), column, layer.units));
  if column + 1u < layer.unit_vectors {
    activations[at + 1u] = Stored4(without_padding(activate(z_1, f), column + 1u, layer.units));
  }
}

// Where this row of X begins. Rows beyond the last example repeat it; nobody counts them.
fn input_row(row: u32, network: u32) -> u32 {
  if first_layer {
    let position = min(schedule.next_example + row, layer.examples - 1u);
    return example_at(position, layer.examples, network) * layer.input_vectors;
  }
  return network * layer.slice + layer.input_offset + row * layer.input_vectors;
}
