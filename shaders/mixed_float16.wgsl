// The numbers of precision "mixed_float16", as Keras's policy of that name: outputs, dL/dZ and what enters
// a product have 16 bits; sums, weights, moments and updates 32.
// Its counterpart is float32.wgsl; one of the two opens each kernel that computes.
//
// Small gradients would vanish in 16 bits, so the loss is scaled, as Keras 3's LossScaleOptimizer does: by
// 2¹⁵ at first, by twice as much after 2000 finite steps on end. Where dL/dZ or an output is not finite, so
// is a gradient (sums of products of finite 16-bit numbers fit 32 bits): then the step changes no weight,
// no moment and no count of updates, and the scale is halved.

enable f16;

alias Stored4 = vec4h;  // four outputs or dL/dZ as they lie in memory

// A network's loss scale. As in `Schedule`, the loss copies `next_*` for the kernels after it.
struct LossScale {
  next_scale: f32,
  next_updates: u32,
  scale: f32,
  updates: u32,               // steps that were not skipped
  finite_steps: u32,          // since the scale changed
  overflow_step: atomic<u32>, // the last with a number that is not finite, counted from 1
}

const GROWTH_STEPS = 2000u;

@group(0) @binding(8) var<storage, read_write> loss_scales: array<LossScale, MAX_NETWORKS>;

fn loss_scale(network: u32) -> f32 {
  return loss_scales[network].next_scale;
}

// Notes that a step of the network came to a number beyond 16 bits.
fn watch(network: u32, step: u32, values: vec4f) {
  // Told from the bits, as compilers may take for granted that no number is infinite or NaN.
  // 65520, here as bits, is the least that rounds to infinity.
  let size = bitcast<vec4u>(values) & vec4u(0x7fffffffu);
  if any(size >= vec4u(0x477ff000u)) {
    atomicStore(&loss_scales[network].overflow_step, step + 1u);
  }
}

fn is_skipped(network: u32, step: u32) -> bool {
  return atomicLoad(&loss_scales[network].overflow_step) == step + 1u;
}

fn unscaled(network: u32, g: vec4f) -> vec4f {
  return g / loss_scales[network].scale;
}

// Updates of a network before those of this step, counted from 0.
fn updates(network: u32, step: u32) -> u32 {
  return loss_scales[network].updates;
}

fn begin_step(network: u32) {
  loss_scales[network].scale = loss_scales[network].next_scale;
  loss_scales[network].updates = loss_scales[network].next_updates;
}

fn end_step(network: u32, step: u32) {
  let scale = loss_scales[network].scale;
  if is_skipped(network, step) {
    loss_scales[network].next_scale = scale * 0.5;
    loss_scales[network].finite_steps = 0u;
    return;
  }
  loss_scales[network].next_updates = loss_scales[network].updates + 1u;
  let finite_steps = loss_scales[network].finite_steps + 1u;
  loss_scales[network].finite_steps = finite_steps % GROWTH_STEPS;
  if finite_steps == GROWTH_STEPS {
    loss_scales[network].next_scale = scale * 2.0;
  }
}
