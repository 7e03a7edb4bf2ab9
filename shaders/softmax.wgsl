// The last layer with softmax, cross-entropy and its gradient in one:
//   Z = X·W + b, ten logits an example;  loss = log Σⱼ e^(zⱼ) − z_label  (log-sum-exp);
//   dL/dZ = (softmax(Z) − onehot(label)) · loss scale / examples in the batch, 0 in rows beyond them.
// Needs `first_layer`, whether X are images, `training`, whether the gradient is wanted, `parameter`, and the bindings
// `schedule`, `labels`, `activations`, `deltas` and `losses`.

// Ten logits in three vec4s.
struct Logits {
  a: vec4f,
  b: vec4f,
  c: vec4f,
}

// The step's bookkeeping, by the one that has the batch's first row.
fn begin_batch(network: u32) {
  if network == 0u {
    schedule.example = schedule.next_example;
    schedule.step = schedule.next_step;
  }
  begin_step(network);
}

// One row: its loss, whether it was read right, and its gradient.
fn loss(which: u32, network: u32, row: u32) {
  if row >= layers[which].batch_rows {
    return;
  }
  let begin = schedule.next_example;
  let count = min(layers[which].batch_size, layers[which].examples - begin);
  if row >= count {
    store_loss_gradient(which, network, row, Logits());
    return;
  }

  let example = example_at(begin + row, layers[which].examples, network);
  var x = inputs_of(which, network) + row * layers[which].input_vectors;
  if first_layer {
    x = image_at(example);
  }
  let z = logits(which, network, x);
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
  losses[network * layers[which].metrics_stride + layers[which].metrics_offset + begin + row] =
    vec2f(log(sum) + largest - z_label, correct);
  let share = loss_scale(network) / f32(count);
  store_loss_gradient(which, network, row, Logits(
    (e.a / sum - own.a) * share,
    (e.b / sum - own.b) * share,
    (e.c / sum - own.c) * share,
  ));
}

fn logits(which: u32, network: u32, x_row: u32) -> Logits {
  let kernel = kernel_of(which, network);
  let bias = bias_of(which, network);
  var z = Logits(weights(which, bias), weights(which, bias + 1u), weights(which, bias + 2u));
  for (var k = 0u; k < layers[which].input_vectors; k++) {
    let w = kernel + 12u * k;
    let x = input(first_layer, x_row + k);
    z.a += weights_of_four(which, w) * x;
    z.b += weights_of_four(which, w + 1u) * x;
    z.c += weights_of_four(which, w + 2u) * x;
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

fn store_loss_gradient(which: u32, network: u32, row: u32, delta: Logits) {
  if training {
    let at = outputs_of(which, network) + 3u * row;
    deltas[at] = Stored4(delta.a);
    deltas[at + 1u] = Stored4(delta.b);
    deltas[at + 2u] = Stored4(delta.c);
    watch(network, schedule.next_step, delta.a);
    watch(network, schedule.next_step, delta.b);
    watch(network, schedule.next_step, delta.c);
  }
}

// From four inputs, whose rows are three vec4s each, to four units.
fn weights_of_four(which: u32, at: u32) -> mat4x4f {
  return mat4x4f(weights(which, at), weights(which, at + 3u), weights(which, at + 6u), weights(which, at + 9u));
}

fn weights(which: u32, at: u32) -> vec4f {
  return rounded(parameter(which, at));
}
