// All layers above the first, forward and back, in one launch: the outputs Y = f(X·W + b) of the hidden ones
// (outputs.wgsl), the loss and its gradient (softmax.wgsl), and dL/dZ of every hidden layer from the last downwards
// (delta.wgsl).
//   Y and dL/dZ (batch_size × units) of each layer, W (inputs × units); no weight is changed
// Dispatched by training/pass.rs, once a training step, after the first layer's outputs and before the updates, where
// launches take longer than what is computed: a step of any depth is three then.
//
// No number here depends on another row's, so each workgroup takes sixteen rows through all layers. What one layer
// leaves in memory the next finds there behind a barrier.

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
    let quads = quads_of(ROWS, layers[which].unit_vectors);
    for (var begin = 0u; begin < quads; begin += quads_at_once()) {
      let quad = begin + quad_of(local);
      outputs(which, network, tile_at(first_row, 4u * quad, local), local, quad < quads);
      reach_all();
    }
    which++;
  }
  if first_row + local == 0u {
    begin_batch(network);
  }
  for (var row = local; row < ROWS; row += group_size) {
    loss(which, network, first_row + row);
  }
  reach_all();
  while which >= UPPER {
    let quads = quads_of(ROWS, layers[which].input_vectors);
    for (var begin = 0u; begin < quads; begin += quads_at_once()) {
      let quad = begin + quad_of(local);
      delta(which, network, tile_at(first_row, 4u * quad, local), local, quad < quads);
      reach_all();
    }
    which--;
  }
}

// Which of the quads that a workgroup has at work at once an invocation belongs to.
fn quad_of(local: u32) -> u32 {
  return within_part(local) / QUAD;
}

fn quads_at_once() -> u32 {
  return group_size / (QUAD * PARTS);
}

// What the workgroup's invocations have left in memory, and with one another, is there for all of them.
fn reach_all() {
  storageBarrier();
  workgroupBarrier();
}

fn parameter(which: u32, at: u32) -> vec4f {
  return parameters[at];
}

// The step that is under way; `schedule.step` is being written.
fn step_now() -> u32 {
  return schedule.next_step;
}
