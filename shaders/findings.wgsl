// What is counted inside the hidden layers of networks that train side by side. Counts are whole numbers,
// so the order in which invocations add to them changes nothing.

struct Findings {
  // As in `Schedule`, which it stands for while units are looked for before the first update: the next
  // example to look at, beyond all where no unit is left to be seen.
  next_example: atomic<u32>,
  seen_units: atomic<u32>,
  unused_1: u32,
  unused_2: u32,
  // On the probe, of each network's each hidden layer: outputs that are 0, and those that are saturated.
  zeros: array<array<atomic<u32>, MAX_HIDDEN>, MAX_NETWORKS>,
  saturated: array<array<atomic<u32>, MAX_HIDDEN>, MAX_NETWORKS>,
  // Of each network's each hidden layer, a bit for each unit: whether one of its outputs was not 0.
  seen: array<atomic<u32>>,
}

const MAX_HIDDEN = 8u;

// Which of four outputs are 0, told from their bits: compilers may take numbers to be what they are not.
fn are_zero(y: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(y) & vec4u(0x7fffffffu)) == vec4u();
}

// Which of the four units at this column are none, but padding.
fn are_padding(column: u32, units: u32) -> vec4<bool> {
  return 4u * column + vec4u(0u, 1u, 2u, 3u) >= vec4u(units);
}
