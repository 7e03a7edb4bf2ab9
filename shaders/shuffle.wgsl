// A fresh order of the examples for each network: order[i] = P(i), with P a permutation of 0 … n−1 that
// is drawn from the network's seed and the steps done so far. `src/training/order.rs` is its twin.
//   P: a Feistel network on pairs of `half_bits` bits is a permutation of 4^half_bits ≥ n numbers; applied
//   again until the result is below n ("cycle walking") it permutes 0 … n−1.
// Dispatched by training/pass.rs, once an epoch, before its first step.

override shuffled: bool;       // false keeps the given order
override group_size: u32 = 64;

struct Shuffle {
  examples: u32,
  half_bits: u32,
  unused_1: u32,
  unused_2: u32,
  keys: array<vec4u, MAX_NETWORKS>,  // x: from the network's seed
}

@group(0) @binding(0) var<uniform> parameters: Shuffle;
@group(0) @binding(1) var<storage, read_write> schedule: Schedule;

@compute @workgroup_size(group_size)
fn shuffle(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let position = (group.y * groups.x + group.x) * group_size + local;
  let network = group.z;
  if position == 0u && network == 0u {
    schedule.next_example = 0u;
  }
  if position >= parameters.examples {
    return;
  }
  var example = position;
  if shuffled {
    let key = mix(parameters.keys[network].x ^ mix(schedule.next_step));
    example = permute(example, key);
    while example >= parameters.examples {
      example = permute(example, key);
    }
  }
  schedule.order[network * parameters.examples + position] = example;
}

fn permute(number: u32, key: u32) -> u32 {
  let half = parameters.half_bits;
  let mask = (1u << half) - 1u;
  var left = number >> half;
  var right = number & mask;
  for (var round = 0u; round < 6u; round++) {
    let next = left ^ (mix(right ^ mix(key + round)) & mask);
    left = right;
    right = next;
  }
  return (left << half) | right;
}

// lowbias32, a 32-bit hash by C. Wellons.
fn mix(number: u32) -> u32 {
  var h = number + 0x9e3779b9u;
  h = (h ^ (h >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  return h ^ (h >> 16u);
}
