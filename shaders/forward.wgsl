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
  let invocation = (group.y * groups.x + group.x) * group_size + local;
  let tile = tile_of(within_part(invocation), layer.unit_vectors);
  let part = part_of(local);
  var sums = array<vec4f, 16>();
  // Where no example is left, nothing is to do.
  let is_inside = schedule.next_example < layer.examples && tile.row < layer.batch_rows;
  if is_inside {
    add_up(network, tile, part, &sums);
  }
  join_parts(local, &sums);
  if is_inside {
    for (var n = first_stored(part); n < first_stored(part + 1u); n++) {
      let place = place_in(tile, n);
      store(network, place.x, place.y, sums[n]);
    }
  }
}

// X·W in the chunks that are this part's.
fn add_up(network: u32, tile: Tile, part: u32, sums: ptr<function, array<vec4f, 16>>) {
  let stride = layer.unit_vectors;
  let vectors = layer.input_vectors;
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
  let kernel = kernel_of(network);
  let own_column = kernel + min(tile.own_column, stride - 1u);
  let other_column = kernel + min(tile.other_column, stride - 1u);
  let chunk = chunk_of(vectors);
  for (var begin = part * chunk; begin < vectors; begin += PARTS * chunk) {
    var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
    var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
    var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
    var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
    var w = own_column + 4u * begin * stride;
    var v = other_column + 4u * begin * stride;
    for (var k = begin; k < min(begin + chunk, vectors); k++) {
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
    (*sums)[0] += a0; (*sums)[1] += a1; (*sums)[2] += a2; (*sums)[3] += a3;
    (*sums)[4] += b0; (*sums)[5] += b1; (*sums)[6] += b2; (*sums)[7] += b3;
    (*sums)[8] += a4; (*sums)[9] += a5; (*sums)[10] += a6; (*sums)[11] += a7;
    (*sums)[12] += b4; (*sums)[13] += b5; (*sums)[14] += b6; (*sums)[15] += b7;
  }
}

// Where W begins.
fn kernel_of(network: u32) -> u32 {
  return layer.first_parameter + network * layer.parameters;
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

// Y = f(X·W + b) at this row and column, unless they are beyond the edge.
fn store(network: u32, row: u32, column: u32, product: vec4f) {
  let stride = layer.unit_vectors;
  if row < layer.batch_rows && column < stride {
    let bias = parameters[kernel_of(network) + 4u * layer.input_vectors * stride + column];
    let y = activate(product + rounded(bias), layer.activation[network]);
    let at = network * layer.slice + layer.offset + row * stride + column;
    activations[at] = Stored4(without_padding(y, column, layer.units));
  }
}

// Where this row of X begins. What is read beyond the last example is computed with and never counted.
fn input_row(row: u32, network: u32) -> u32 {
  if first_layer {
    let position = min(schedule.next_example + row, layer.examples - 1u);
    return example_at(position, layer.examples, network) * layer.input_vectors;
  }
  return network * layer.slice + layer.input_offset + row * layer.input_vectors;
}
