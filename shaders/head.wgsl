// The last layer with softmax, cross-entropy and its gradient in one:
//   Z = X·W + b, ten logits an example;  loss = log Σⱼ e^(zⱼ) − z_label  (log-sum-exp);
//   dL/dZ = (softmax(Z) − onehot(label)) · loss scale / examples in the batch, 0 in rows beyond them.
//   X (batch_size × inputs), W (inputs × 10), Z and dL/dZ (batch_size × 10)
// Dispatched by training/pass.rs, once in every training step and every validation chunk. Each invocation
// takes one row and leaves the example's loss and whether it was read right.

override first_layer: bool;    // X are images: a network without hidden layers
override shuffled: bool;
override training: bool;       // also the gradient, and the step's bookkeeping
override group_size: u32 = 16;

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<storage, read_write> schedule: Schedule;
@group(0) @binding(2) var<storage, read> images: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read> activations: array<Stored4>;
@group(0) @binding(6) var<storage, read_write> deltas: array<Stored4>;
@group(0) @binding(7) var<storage, read_write> losses: array<vec2f>;

// Ten logits in three vec4s.
struct Logits {
  a: vec4f,
  b: vec4f,
  c: vec4f,
}

@compute @workgroup_size(group_size)
fn head(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = (group.y * groups.x + group.x) * group_size + local;
  let network = group.z;
  let begin = schedule.next_example;
  if training && row == 0u && network == 0u {
    schedule.example = begin;
    schedule.step = schedule.next_step;
  }
  if training && row == 0u {
    begin_step(network);
  }
  if row >= layer.batch_rows {
    return;
  }
  let count = min(layer.batch_size, layer.examples - begin);
  if row >= count {
    store_delta(network, row, Logits());
    return;
  }

  let example = example_at(begin + row, layer.examples, network);
  var x = network * layer.slice + layer.input_offset + row * layer.input_vectors;
  if first_layer {
    x = example * layer.input_vectors;
  }
  let z = logits(network, x);
  let label = labels[example];

  // The two values of padding take no part.
  let largest_of_four = max(max(z.a, z.b), vec4f(z.c.xy, z.c.xy));
  let largest = max(max(largest_of_four.x, largest_of_four.y), max(largest_of_four.z, largest_of_four.w));
  let e = Logits(power(z.a - largest), power(z.b - largest), vec4f(power(z.c - largest).xy, 0.0, 0.0));
  let sum_of_four = e.a + e.b + e.c;
  let sum = sum_of_four.x + sum_of_four.y + sum_of_four.z + sum_of_four.w;
  let own = onehot(label);
  let z_label = dot(z.a, own.a) + dot(z.b, own.b) + dot(z.c, own.c);

  let correct = select(0.0, 1.0, first_of(largest, z) == label);
  losses[network * layer.metrics_stride + layer.metrics_offset + begin + row] =
    vec2f(log(sum) + largest - z_label, correct);
  let share = loss_scale(network) / f32(count);
  store_delta(network, row, Logits(
    (e.a / sum - own.a) * share,
    (e.b / sum - own.b) * share,
    (e.c / sum - own.c) * share,
  ));
}

fn logits(network: u32, x_row: u32) -> Logits {
  let kernel = layer.first_parameter + network * layer.parameters;
  let bias = kernel + 12u * layer.input_vectors;
  var z = Logits(rounded(parameters[bias]), rounded(parameters[bias + 1u]), rounded(parameters[bias + 2u]));
  for (var k = 0u; k < layer.input_vectors; k++) {
    let w = kernel + 12u * k;
    let x = input(first_layer, x_row + k);
    z.a += mat4x4f(rounded(parameters[w]), rounded(parameters[w + 3u]), rounded(parameters[w + 6u]), rounded(parameters[w + 9u])) * x;
    z.b += mat4x4f(rounded(parameters[w + 1u]), rounded(parameters[w + 4u]), rounded(parameters[w + 7u]), rounded(parameters[w + 10u])) * x;
    z.c += mat4x4f(rounded(parameters[w + 2u]), rounded(parameters[w + 5u]), rounded(parameters[w + 8u]), rounded(parameters[w + 11u])) * x;
  }
  return Logits(rounded(z.a), rounded(z.b), rounded(z.c));
}

// e^d for d ≤ 0. NaN stays NaN, so that a diverged network shows.
fn power(d: vec4f) -> vec4f {
  return select(exp(d), vec4f(), d < vec4f(-80.0));
}

fn onehot(label: u32) -> Logits {
  let at = vec4u(0u, 1u, 2u, 3u);
  let one = vec4f(1.0);
  return Logits(
    select(vec4f(), one, at == vec4u(label)),
    select(vec4f(), one, at + 4u == vec4u(label)),
    select(vec4f(), one, at + 8u == vec4u(label)),
  );
}

// The first of the ten logits that is the largest.
fn first_of(largest: f32, z: Logits) -> u32 {
  let at = vec4u(0u, 1u, 2u, 3u);
  let none = vec4u(99u);
  let a = select(none, at, z.a == vec4f(largest));
  let b = select(none, at + 4u, z.b == vec4f(largest));
  let c = select(none, at + 8u, z.c == vec4f(largest));
  let least = min(min(a, b), vec4u(c.xy, none.xy));
  return min(min(least.x, least.y), min(least.z, least.w));
}

fn store_delta(network: u32, row: u32, delta: Logits) {
  if training {
    let at = network * layer.slice + layer.offset + 3u * row;
    deltas[at] = Stored4(delta.a);
    deltas[at + 1u] = Stored4(delta.b);
    deltas[at + 2u] = Stored4(delta.c);
    watch(network, schedule.next_step, delta.a);
    watch(network, schedule.next_step, delta.b);
    watch(network, schedule.next_step, delta.c);
  }
}
