// A hidden layer: Y = f(X·W + b).
//   X (batch_size × inputs): the batch's images, bytes / 255, for the first layer; else the outputs below
//   W (inputs × units), b (units), Y (batch_size × units)
// Dispatched by training/pass.rs, once a hidden layer in every training step, unless upper.wgsl takes it, and in
// every validation chunk. outputs.wgsl has the arithmetic.

override first_layer: bool;    // X are images
override shuffled: bool;       // which the epoch's order picks; else they follow one another
override group_size: u32 = 16;

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
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
  let invocation = (group.y * groups.x + group.x) * group_size + local;
  let tile = tile_of(within_part(invocation), layers[LOWER].unit_vectors);
  // Where no example is left, nothing is to do.
  let is_left = schedule.next_example < layers[LOWER].examples;
  outputs(LOWER, group.z, tile, local, is_left && tile.row < layers[LOWER].batch_rows);
}

fn parameter(which: u32, at: u32) -> vec4f {
  return parameters[at];
}
