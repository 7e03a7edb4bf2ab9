// The way back through the layers. A dispatch does one or two of these jobs side by side:
//   delta:   dL/dX = (dL/dZ · Wᵀ) ∘ f'(X), with X the outputs of the layer below and f its activation
//   update:  dL/dW = Xᵀ · dL/dZ and dL/db = Σ over rows of dL/dZ, followed at once by the optimizer's step
//   X and dL/dX (batch_size × inputs), W (inputs × units), dL/dZ (batch_size × units)
// Dispatched by training/pass.rs from the last layer downwards: the delta of a layer runs beside the
// update of the layer above, whose W no one needs any more; the last dispatch updates the two lowest.
// With a loss scale no update may begin before all deltas are known to be finite: then the deltas come
// alone, and the last dispatch updates every layer, whose parameters lie in one buffer.
//
// For a delta each invocation computes 8×8 numbers of dL/dX, told by tile.wgsl, in registers. How an update is
// shared out tells update_tiles.wgsl or update_held.wgsl; one of the two precedes this text.

override lower_job: u32;       // what is done for layers[0]
override upper_job: u32;       // what is done for layers[1]
override lower_is_first: bool; // layers[0] takes images
override last_dispatch: bool;  // of the step: moves the schedule on
override optimizer_kind: u32;
override layer_count: u32;     // of the network
override group_size: u32 = 16;
override shuffled: bool = true;

const NOTHING = 0u;
const DELTA = 1u;
const UPDATE = 2u;
const UPDATE_EVERY = 3u;       // of all layers, from layers[0] on; only as lower_job

const LOWER = 0u;
const UPPER = 1u;

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
  if lower_job == UPDATE_EVERY {
    update_every(network, invocation);
    return;
  }
  let lower = invocations(LOWER, lower_job);
  if lower_job == DELTA {
    delta(network, invocation, local, invocation < lower);
  } else if invocation < lower {
    update(LOWER, network, invocation);
  }
  if upper_job == UPDATE && invocation >= lower {
    update(UPPER, network, invocation - lower);
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

fn parameter(which: u32, at: u32) -> vec4f {
  if which == LOWER || lower_job == UPDATE_EVERY {
    return lower_parameters[at];
  }
  return upper_parameters[at];
}

fn set_parameter(which: u32, at: u32, value: vec4f) {
  if which == LOWER || lower_job == UPDATE_EVERY {
    lower_parameters[at] = value;
  } else {
    upper_parameters[at] = value;
  }
}

// --- delta: 8 rows × 8 inputs of dL/dX ---

fn delta(network: u32, invocation: u32, local: u32, is_inside: bool) {
  let tile = tile_of(within_part(invocation), layers[LOWER].input_vectors);
  let part = part_of(local);
  var sums = array<vec4f, 16>();
  if is_inside {
    add_up(network, tile, part, &sums);
  }
  join_parts(local, &sums);
  if is_inside {
    for (var n = first_stored(part); n < first_stored(part + 1u); n++) {
      let place = place_in(tile, n);
      store_delta(network, place.x, place.y, sums[n]);
    }
  }
}

// dL/dZ · Wᵀ in the chunks that are this part's.
fn add_up(network: u32, tile: Tile, part: u32, sums: ptr<function, array<vec4f, 16>>) {
  let stride = layers[LOWER].unit_vectors;
  let last_column = layers[LOWER].input_vectors - 1u;
  let slice = network * layers[LOWER].slice + layers[LOWER].offset;
  let kernel = layers[LOWER].first_parameter + network * layers[LOWER].parameters;
  let own_column = kernel + 4u * min(tile.own_column, last_column) * stride;
  let other_column = kernel + 4u * min(tile.other_column, last_column) * stride;
  let chunk = chunk_of(stride);
  for (var begin = part * chunk; begin < stride; begin += PARTS * chunk) {
    var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
    var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
    var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
    var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
    var d = slice + tile.own_row * stride + begin;
    var e = slice + tile.other_row * stride + begin;
    var w = own_column + begin;
    var v = other_column + begin;
    for (var n = begin; n < min(begin + chunk, stride); n++) {
      // Four rows of W: z·W adds up four products for each row.
      let w0 = rounded(lower_parameters[w]);
      let w1 = rounded(lower_parameters[w + stride]);
      let w2 = rounded(lower_parameters[w + 2u * stride]);
      let w3 = rounded(lower_parameters[w + 3u * stride]);
      let m_a = mat4x4f(w0, w1, w2, w3);
      let m_b = mat4x4f(
        other_weights(w0, v),
        other_weights(w1, v + stride),
        other_weights(w2, v + 2u * stride),
        other_weights(w3, v + 3u * stride),
      );
      let z0 = vec4f(deltas[d]); a0 += z0 * m_a; b0 += z0 * m_b;
      let z1 = vec4f(deltas[d + stride]); a1 += z1 * m_a; b1 += z1 * m_b;
      let z2 = vec4f(deltas[d + 2u * stride]); a2 += z2 * m_a; b2 += z2 * m_b;
      let z3 = vec4f(deltas[d + 3u * stride]); a3 += z3 * m_a; b3 += z3 * m_b;
      let z4 = other_rows(z0, e); a4 += z4 * m_a; b4 += z4 * m_b;
      let z5 = other_rows(z1, e + stride); a5 += z5 * m_a; b5 += z5 * m_b;
      let z6 = other_rows(z2, e + 2u * stride); a6 += z6 * m_a; b6 += z6 * m_b;
      let z7 = other_rows(z3, e + 3u * stride); a7 += z7 * m_a; b7 += z7 * m_b;
      d++;
      e++;
      w++;
      v++;
    }
    (*sums)[0] += a0; (*sums)[1] += a1; (*sums)[2] += a2; (*sums)[3] += a3;
    (*sums)[4] += b0; (*sums)[5] += b1; (*sums)[6] += b2; (*sums)[7] += b3;
    (*sums)[8] += a4; (*sums)[9] += a5; (*sums)[10] += a6; (*sums)[11] += a7;
    (*sums)[12] += b4; (*sums)[13] += b5; (*sums)[14] += b6; (*sums)[15] += b7;
  }
}

// Four values of W at `at`; a neighbour below or above has them as its own.
fn other_weights(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_below(own);
  }
  return rounded(lower_parameters[at]);
}

// Four values of dL/dZ at `at`, in a row that a neighbour beside has as its own.
fn other_rows(own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_beside(own);
  }
  return vec4f(deltas[at]);
}

// dL/dX at this row and column, unless they are beyond the edge, told from dL/dY: it is dL/dZ of the
// layer below.
fn store_delta(network: u32, row: u32, column: u32, dy: vec4f) {
  let stride = layers[LOWER].input_vectors;
  if row < layers[LOWER].batch_rows && column < stride {
    let at = network * layers[LOWER].slice + layers[LOWER].input_offset + row * stride + column;
    let y = vec4f(activations[at]);
    let delta = dy * derivative(y, layers[LOWER].input_activation[network]);
    deltas[at] = Stored4(delta);
    watch(network, schedule.step, y);
    watch(network, schedule.step, delta);
  }
}

// --- update: dL/dW and dL/db, shared out by update_tiles.wgsl or update_held.wgsl ---

// One invocation of all layers', which follow one another.
fn update_every(network: u32, invocation: u32) {
  var which = 0u;
  var within = invocation;
  while which < layer_count && within >= invocations(which, UPDATE) {
    within -= invocations(which, UPDATE);
    which++;
  }
  if which < layer_count {
    update(which, network, within);
  }
}

fn update(which: u32, network: u32, invocation: u32) {
  // A gradient that is not finite is what the instruments have to tell.
  if is_skipped(network, schedule.step) && optimizer.stores_gradient == 0u {
    return;
  }
  update_some(which, network, invocation, rule_of(network));
}

// Has the optimizer move four weights, or biases, whose gradient is g.
fn move_weights(which: u32, network: u32, at: u32, g: vec4f, rule: Rule) {
  let section = layers[which].networks * layers[which].parameters;
  optimizer_step(which, at, section, unscaled(network, g), rule);
}

// Where W begins.
fn kernel_of(which: u32, network: u32) -> u32 {
  return layers[which].first_parameter + network * layers[which].parameters;
}

// Where b begins.
fn bias_of(which: u32, network: u32) -> u32 {
  return kernel_of(which, network) + 4u * layers[which].input_vectors * layers[which].unit_vectors;
}

// Where dL/dZ begins.
fn deltas_of(which: u32, network: u32) -> u32 {
  return network * layers[which].slice + layers[which].offset;
}

fn takes_images(which: u32) -> bool {
  return which == LOWER && lower_is_first;
}

// Where the rows of X are: from `begin` on, `vectors` apart; or where the order of `examples` images tells.
struct Batch {
  network: u32,
  begin: u32,
  vectors: u32,
  examples: u32,
}

fn batch_of(which: u32, network: u32) -> Batch {
  var begin = network * layers[which].slice + layers[which].input_offset;
  if takes_images(which) {
    begin = schedule.example;
  }
  return Batch(network, begin, layers[which].input_vectors, layers[which].examples);
}

// Where this row of X begins. Rows beyond the last example repeat it; their dL/dZ is 0.
fn input_row(images_below: bool, batch: Batch, row: u32) -> u32 {
  if images_below {
    let position = min(batch.begin + row, batch.examples - 1u);
    return example_at(position, batch.examples, batch.network) * batch.vectors;
  }
  return batch.begin + row * batch.vectors;
}
