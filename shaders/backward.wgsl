// The way back through the layers. A dispatch does one or two of these jobs side by side:
//   delta:   dL/dX = (dL/dZ · Wᵀ) ∘ f'(X), with X the outputs of the layer below and f its activation
//   update:  dL/dW = Xᵀ · dL/dZ and dL/db = Σ over rows of dL/dZ, followed at once by the optimizer's step
//   X and dL/dX (batch_size × inputs), W (inputs × units), dL/dZ (batch_size × units)
// Dispatched by training/pass.rs from the last layer downwards: the delta of a layer runs beside the
// update of the layer above, whose W no one needs any more; the last dispatch updates the two lowest.
// Where the upper layers' parameters lie in one buffer, the last dispatch updates every layer: with a loss scale no
// update may begin before all deltas are known to be finite, and after upper.wgsl no delta is left to do.
//
// delta.wgsl has a delta's arithmetic; how an update is shared out tells update_tiles.wgsl or update_held.wgsl.

override lower_job: u32;       // what is done for layers[0]
override upper_job: u32;       // what is done for layers[1]
override lower_is_first: bool; // layers[0] takes images
override last_dispatch: bool;  // of the step: moves the schedule on
override optimizer_kind: u32;
override group_size: u32 = 16;
override shuffled: bool = true;

const NOTHING = 0u;
const DELTA = 1u;
const UPDATE = 2u;
const UPDATE_EVERY = 3u;       // of layers[1] and all above it, whose parameters lie in one buffer

@group(0) @binding(0) var<uniform> layers: array<Layer, MAX_LAYERS>;
@group(0) @binding(1) var<uniform> optimizer: Optimizer;
@group(0) @binding(2) var<storage, read_write> schedule: Schedule;
@group(0) @binding(3) var<storage, read> images: array<u32>;
@group(0) @binding(4) var<storage, read> activations: array<Stored4>;
@group(0) @binding(5) var<storage, read_write> deltas: array<Stored4>;
@group(0) @binding(6) var<storage, read_write> lower_parameters: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> upper_parameters: array<vec4f>;

@compute @workgroup_size(group_size)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let invocation = (group.y * groups.x + group.x) * group_size + local;
  let network = group.z;
  if last_dispatch && invocation == 0u && network == 0u {
    schedule.next_example = schedule.example + layers[LOWER].batch_size;
    schedule.next_step = schedule.step + 1u;
  }
  if last_dispatch && invocation == 0u {
    end_step(network, schedule.step);
  }
  let lower = invocations(LOWER, lower_job);
  if lower_job == DELTA {
    let tile = tile_of(within_part(invocation), layers[LOWER].input_vectors);
    delta(LOWER, network, tile, local, invocation < lower);
  } else if invocation < lower {
    update(LOWER, LOWER, network, invocation);
  }
  if upper_job == UPDATE && invocation >= lower {
    update(UPPER, UPPER, network, invocation - lower);
  }
  if upper_job == UPDATE_EVERY && invocation >= lower {
    update_every(network, invocation - lower);
  }
}

// How many invocations a job takes; `invocations` in training/pass.rs counts alike.
fn invocations(which: u32, job: u32) -> u32 {
  switch job {
    case DELTA: {
      return PARTS * quads_of(layers[which].batch_rows, layers[which].input_vectors) * QUAD;
    }
    case UPDATE: { return update_invocations(which); }
    default: { return 0u; }
  }
}

fn parameter(side: u32, at: u32) -> vec4f {
  if side == LOWER {
    return lower_parameters[at];
  }
  return upper_parameters[at];
}

fn set_parameter(side: u32, at: u32, value: vec4f) {
  if side == LOWER {
    lower_parameters[at] = value;
  } else {
    upper_parameters[at] = value;
  }
}

// --- update: dL/dW and dL/db, shared out by update_tiles.wgsl or update_held.wgsl ---

// One invocation of those of the upper layers, which follow one another.
fn update_every(network: u32, invocation: u32) {
  var which = UPPER;
  var within = invocation;
  while !is_last(which) && within >= update_invocations(which) {
    within -= update_invocations(which);
    which++;
  }
  if within < update_invocations(which) {
    update(UPPER, which, network, within);
  }
}

// `side` says where the layer's parameters are bound: LOWER for layers[0], else UPPER. Callers write it out, so that what
// is compiled for upper layers has nothing of the lowest in it.
fn update(side: u32, which: u32, network: u32, invocation: u32) {
  // A gradient that is not finite is what the instruments have to tell.
  if is_skipped(network, schedule.step) && optimizer_kind != GRADIENT {
    return;
  }
  update_some(side, which, network, invocation, rule_of(which, network));
}

// Has the optimizer move four weights, or biases, whose gradient is g.
fn move_weights(side: u32, network: u32, at: u32, g: vec4f, rule: Rule) {
  optimizer_step(side, at, unscaled(network, g), rule);
}

// The step that is under way.
fn step_now() -> u32 {
  return schedule.step;
}

fn takes_images(side: u32) -> bool {
  return side == LOWER && lower_is_first;
}

// Where the rows of X are: from `begin` on, `vectors` apart; or where the order of `examples` images tells.
struct Batch {
  network: u32,
  begin: u32,
  vectors: u32,
  examples: u32,
}

fn batch_of(side: u32, which: u32, network: u32) -> Batch {
  var begin = inputs_of(which, network);
  if takes_images(side) {
    begin = schedule.example;
  }
  return Batch(network, begin, layers[which].input_vectors, layers[which].examples);
}

// Where this row of X begins. Rows beyond the last example repeat it; their dL/dZ is 0.
fn input_row(images_below: bool, batch: Batch, row: u32) -> u32 {
  if images_below {
    let position = min(batch.begin + row, batch.examples - 1u);
    return image_at(example_at(position, batch.examples, batch.network));
  }
  return batch.begin + row * batch.vectors;
}
