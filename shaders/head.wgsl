// The last layer, its losses, and in training their gradient, as softmax.wgsl has them.
//   X (batch_size × inputs), W (inputs × 10), Z and dL/dZ (batch_size × 10)
// Dispatched by training/pass.rs, once in every training step, unless upper.wgsl takes it, and in every validation
// chunk. Each invocation takes one row.

override first_layer: bool;    // X are images: a network without hidden layers
override shuffled: bool;
override training: bool;       // also the gradient, and the step's bookkeeping
override group_size: u32 = 16;

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
@group(0) @binding(1) var<storage, read_write> schedule: Schedule;
@group(0) @binding(2) var<storage, read> images: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read> activations: array<Stored4>;
@group(0) @binding(6) var<storage, read_write> deltas: array<Stored4>;
@group(0) @binding(7) var<storage, read_write> losses: array<vec2f>;

@compute @workgroup_size(group_size)
fn head(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = (group.y * groups.x + group.x) * group_size + local;
  if training && row == 0u {
    begin_batch(group.z);
  }
  loss(LOWER, group.z, row);
}

fn parameter(which: u32, at: u32) -> vec4f {
  return parameters[at];
}
