// Which units of the hidden layers are at work: those with an output that is not 0 on some test example.
//   Y (batch_size × units) of each hidden layer
// Dispatched by training/instruments.rs after each chunk of a validation, and before the first update; all
// hidden layers at once. Rows beyond the last example repeat it, so they need not be told apart.
//
// Each invocation looks through a part of the rows of four units, until it has seen all four at work.

override group_size: u32 = 64;

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
@group(0) @binding(1) var<storage, read> activations: array<Stored4>;
@group(0) @binding(2) var<storage, read_write> findings: Findings;

const ROW_PARTS = 64u;
const NO_EXAMPLE = 0x80000000u;

@compute @workgroup_size(group_size)
fn census(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let invocation = group.x * group_size + local;
  let index = group.y;
  let network = group.z;
  let stride = layers[index].unit_vectors;
  let rows = layers[index].batch_rows;
  if invocation == 0u && index == 0u && network == 0u {
    atomicAdd(&findings.next_example, layers[0].batch_size);
  }
  let column = invocation % stride;
  let part = invocation / stride;
  if part >= ROW_PARTS {
    return;
  }
  let begin = network * layers[index].slice + layers[index].offset + column;
  var unseen = !are_padding(column, layers[index].units);
  let units = unseen;
  for (var row = part; row < rows && any(unseen); row += ROW_PARTS) {
    unseen &= are_zero(vec4f(activations[begin + row * stride]));
  }
  note(index, network, groups, column, units & !unseen);
}

// Sets the bits of four units that were seen at work. Whoever sees the last one of all leaves no example
// to look at.
fn note(index: u32, network: u32, groups: vec3u, column: u32, seen: vec4<bool>) {
  let bits = dot(select(vec4u(), vec4u(1u, 2u, 4u, 8u), seen), vec4u(1u)) << (4u * (column % 8u));
  var all = 0u;
  var words = 0u;
  var word = column / 8u;
  for (var other = 0u; other < groups.y; other++) {
    all += layers[other].units * groups.z;
    words += words_of(other);
    if other < index {
      word += words_of(other);
    }
  }
  let before = atomicOr(&findings.seen[network * words + word], bits);
  let new_units = countOneBits(bits & ~before);
  if new_units > 0u && atomicAdd(&findings.seen_units, new_units) + new_units == all {
    atomicOr(&findings.next_example, NO_EXAMPLE);
  }
}

fn words_of(index: u32) -> u32 {
  return (layers[index].unit_vectors + 7u) / 8u;
}
