// All layers above the first, forward and back, in one launch: the outputs Y = f(X·W + b) of the hidden ones, the loss
// and its gradient (softmax.wgsl), and dL/dZ of every hidden layer from the last downwards:
// dL/dX = (dL/dZ · Wᵀ) ∘ f'(X).
//   Y and dL/dZ (batch_size × units) of each layer, W (inputs × units); no weight is changed
// Dispatched by training/pass.rs, once a training step, after the first layer's outputs and before the updates, where
// launches take longer than what is computed: a step of any depth is three then.
//
// No number here depends on another row's, so each workgroup takes sixteen rows through all layers; how its invocations
// share them out tells upper_tiles.wgsl or upper_rows.wgsl.

override group_size: u32 = 64;

const first_layer = false;
const shuffled = true;
const training = true;

const ROWS = 16u;              // of a workgroup: those of a quad's tile

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
@group(0) @binding(1) var<storage, read_write> schedule: Schedule;
@group(0) @binding(2) var<storage, read> images: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> activations: array<Stored4>;
@group(0) @binding(6) var<storage, read_write> deltas: array<Stored4>;
@group(0) @binding(7) var<storage, read_write> losses: array<vec2f>;

@compute @workgroup_size(group_size)
fn upper(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let network = group.z;
  let first_row = ROWS * group.x;
  var which = UPPER;
  while !is_last(which) {
    forward_rows(which, network, first_row, local);
    which++;
  }
  if first_row + local == 0u {
    begin_batch(network);
  }
  loss_rows(which, network, first_row, local);
  while which >= UPPER {
    backward_rows(which, network, first_row, local);
    which--;
  }
}

fn parameter(which: u32, at: u32) -> vec4f {
  return parameters[at];
}

// The step that is under way; `schedule.step` is being written.
fn step_now() -> u32 {
  return schedule.next_step;
}
