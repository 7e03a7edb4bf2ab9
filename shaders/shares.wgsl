// How many outputs of the hidden layers on the probe are 0, and at how many the activation's derivative is
// below 1 % of its greatest: y(1−y) < 0.0025 for sigmoid, 1−y² < 0.01 for tanh.
//   Y (batch_size × units) of each hidden layer
// Dispatched by training/instruments.rs, once a reading, after the way forward; all hidden layers at once.
//
// Each invocation counts in a part of the rows of four units.

override group_size: u32 = 64;

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
@group(0) @binding(1) var<storage, read> activations: array<Stored4>;
@group(0) @binding(2) var<storage, read_write> findings: Findings;

const ROW_PARTS = 8u;

@compute @workgroup_size(group_size)
fn shares(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let invocation = group.x * group_size + local;
  let index = group.y;
  let network = group.z;
  let stride = layers[index].unit_vectors;
  let column = invocation % stride;
  let part = invocation / stride;
  if part >= ROW_PARTS {
    return;
  }
  let begin = network * layers[index].slice + layers[index].offset + column;
  let activation = layers[index].activation[network];
  let limit = vec4f(select(0.01, 0.0025, activation.x == SIGMOID));
  let units = select(vec4u(1u), vec4u(), are_padding(column, layers[index].units));
  var zeros = vec4u();
  var saturated = vec4u();
  for (var row = part; row < layers[index].batch_size; row += ROW_PARTS) {
    let y = vec4f(activations[begin + row * stride]);
    zeros += select(vec4u(), units, are_zero(y));
    saturated += select(vec4u(), units, derivative(y, activation) < limit);
  }
  atomicAdd(&findings.zeros[network][index], dot(zeros, vec4u(1u)));
  atomicAdd(&findings.saturated[network][index], dot(saturated, vec4u(1u)));
}
