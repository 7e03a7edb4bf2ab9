// The optimizers, as Keras 3 defines them, on four weights at once. `at` is where the weights stand in
// their buffer, the LOWER or the UPPER; their first and second moments follow one and two sections later.
// Needs `parameter`, `set_parameter`, `updates`, `optimizer_kind` and the bindings `optimizer` and `schedule`.
// For the instruments there is a rule of no optimizer: the gradient itself is stored where the weights would be.

struct Optimizer {
  learning_rate: f32,
  momentum: f32,
  gain_1: f32,          // 1 − β₁, or 1 − ρ: taken in 32 bits, the difference would lose its last digits
  gain_2: f32,          // 1 − β₂
  epsilon: f32,
  weight_decay: f32,
  ln_beta_1: f32,
  ln_beta_2: f32,
}

const SGD = 0u;
const MOMENTUM = 1u;
const NESTEROV = 2u;
const RMSPROP = 3u;
const RMSPROP_MOMENTUM = 4u;
const ADAM = 5u;
const GRADIENT = 6u;

// What a step is the same in for all weights of a layer, read once.
struct Rule {
  numbers: Optimizer,
  adam_rate: f32,
  section: u32,         // vec4s of a section: all networks' weights of the layer
}

fn rule_of(which: u32, network: u32) -> Rule {
  return Rule(optimizer, adam_rate(network), layers[which].networks * layers[which].parameters);
}

fn optimizer_step(side: u32, at: u32, g: vec4f, rule: Rule) {
  if optimizer_kind == GRADIENT {
    set_parameter(side, at, g);
    return;
  }
  let lr = rule.numbers.learning_rate;
  var w = parameter(side, at);
  w -= w * (rule.numbers.weight_decay * lr);
  switch optimizer_kind {
    case MOMENTUM, NESTEROV: {
      let velocity = rule.numbers.momentum * parameter(side, at + rule.section) - lr * g;
      set_parameter(side, at + rule.section, velocity);
      if optimizer_kind == NESTEROV {
        w += rule.numbers.momentum * velocity - lr * g;
      } else {
        w += velocity;
      }
    }
    case RMSPROP, RMSPROP_MOMENTUM: {
      var v = parameter(side, at + rule.section);
      v += (g * g - v) * rule.numbers.gain_1;
      set_parameter(side, at + rule.section, v);
      var step = lr * g / sqrt(v + rule.numbers.epsilon);
      if optimizer_kind == RMSPROP_MOMENTUM {
        step += rule.numbers.momentum * parameter(side, at + 2u * rule.section);
        set_parameter(side, at + 2u * rule.section, step);
      }
      w -= step;
    }
    case ADAM: {
      var m = parameter(side, at + rule.section);
      var v = parameter(side, at + 2u * rule.section);
      m += (g - m) * rule.numbers.gain_1;
      v += (g * g - v) * rule.numbers.gain_2;
      set_parameter(side, at + rule.section, m);
      set_parameter(side, at + 2u * rule.section, v);
      w -= rule.adam_rate * m / (sqrt(v) + rule.numbers.epsilon);
    }
    default: { // SGD
      w -= lr * g;
    }
  }
  set_parameter(side, at, w);
}

// lr·√(1−β₂ᵗ)/(1−β₁ᵗ), t counted from 1.
fn adam_rate(network: u32) -> f32 {
  let t = f32(updates(network, schedule.step) + 1u);
  return optimizer.learning_rate
    * sqrt(one_minus_exp(t * optimizer.ln_beta_2)) / one_minus_exp(t * optimizer.ln_beta_1);
}

// 1 − eˣ for x ≤ 0; near 0 by its series, where the difference would lose all digits.
fn one_minus_exp(x: f32) -> f32 {
  if x < -0.5 {
    return 1.0 - exp(x);
  }
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0
    * (1.0 + x / 7.0 * (1.0 + x / 8.0)))))));
}
