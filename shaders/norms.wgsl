// Sums of squares over a layer's kernel:
//   Σ W²,  Σ (W′ − W)²,  Σ (dL/dW)²,  W before a step and W′ after it (inputs × units)
// Dispatched by training/instruments.rs, once a layer and reading, after the step and the way back on the
// probe. Each workgroup takes every so many vec4s and leaves its three sums, in a fixed order; the host
// adds up those of all workgroups.

override group_size: u32 = 64;  // and no other

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<uniform> copied: Layer;  // where copies and gradients of it lie
@group(0) @binding(2) var<storage, read> after: array<vec4f>;
@group(0) @binding(3) var<storage, read> before: array<vec4f>;
@group(0) @binding(4) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> sums: array<vec3f>;

// Squares of small gradients would be below what 32 bits hold. The host takes it off again.
const SCALE = 16777216.0;

var<workgroup> partial_sums: array<vec3f, 64>;

@compute @workgroup_size(group_size)
fn norms(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let network = group.z;
  let count = layer.parameters - layer.unit_vectors;
  let at_weights = layer.first_parameter + network * layer.parameters;
  let at_copies = copied.first_parameter + network * copied.parameters;
  var weights = vec4f();
  var changes = vec4f();
  var slopes = vec4f();
  for (var n = group.x * group_size + local; n < count; n += groups.x * group_size) {
    let w = before[at_copies + n] * SCALE;
    let change = after[at_weights + n] * SCALE - w;
    let slope = gradients[at_copies + n] * SCALE;
    weights += w * w;
    changes += change * change;
    slopes += slope * slope;
  }
  partial_sums[local] = vec3f(total(weights), total(changes), total(slopes));
  workgroupBarrier();
  if local == 0u {
    var sum = vec3f();
    for (var n = 0u; n < group_size; n++) {
      sum += partial_sums[n];
    }
    sums[(layer.index * layer.networks + network) * groups.x + group.x] = sum;
  }
}

fn total(values: vec4f) -> f32 {
  return values.x + values.y + values.z + values.w;
}
