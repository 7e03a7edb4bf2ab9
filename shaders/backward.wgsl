// The way back through the layers. A dispatch does one or two of these jobs side by side:
//   delta:   dL/dX = (dL/dZ · Wᵀ) ∘ f'(X), with X the outputs of the layer below and f its activation
//   update:  dL/dW = Xᵀ · dL/dZ and dL/db = Σ over rows of dL/dZ, followed at once by the optimizer's step
//   X and dL/dX (batch_size × inputs), W (inputs × units), dL/dZ (batch_size × units)
// Dispatched by training/pass.rs from the last layer downwards: the delta of a layer runs beside the
// update of the layer above, whose W no one needs any more; the last dispatch updates the two lowest.
// With a loss scale no update may begin before all deltas are known to be finite: then the deltas come
// alone, and the last dispatch updates every layer, whose parameters lie in one buffer.
//
// Each invocation computes 8×8 numbers in registers: 64 multiply-adds for 16 loaded numbers.

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
  let tile = (group.y * groups.x + group.x) * group_size + local;
  let network = group.z;
  if last_dispatch && tile == 0u && network == 0u {
    schedule.next_example = schedule.example + layers[LOWER].batch_size;
    schedule.next_step = schedule.step + 1u;
  }
  if last_dispatch && tile == 0u {
    end_step(network);
  }
  if lower_job == UPDATE_EVERY {
    update_every(network, tile);
    return;
  }
  let lower_tiles = tiles(LOWER, lower_job);
  if tile < lower_tiles {
    if lower_job == DELTA {
      delta(network, tile);
    } else {
      update(LOWER, network, tile);
    }
  } else if upper_job == UPDATE && tile < lower_tiles + tiles(UPPER, upper_job) {
    update(UPPER, network, tile - lower_tiles);
  }
}

// How many invocations a job takes; `tiles` in training/pass.rs counts alike.
fn tiles(which: u32, job: u32) -> u32 {
  let across_inputs = (layers[which].input_vectors + 1u) / 2u;
  let across_units = (layers[which].unit_vectors + 1u) / 2u;
  switch job {
    case DELTA: { return layers[which].batch_rows / 8u * across_inputs; }
    case UPDATE: { return (across_inputs + 1u) * across_units; }
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

fn delta(network: u32, tile: u32) {
  let stride = layers[LOWER].unit_vectors;
  let tile_columns = (layers[LOWER].input_vectors + 1u) / 2u;
  let row = tile / tile_columns * 8u;
  let column = tile % tile_columns * 2u;
  let column_1 = min(column + 1u, layers[LOWER].input_vectors - 1u);

  let d = network * layers[LOWER].slice + layers[LOWER].offset + row * stride;
  let kernel = layers[LOWER].first_parameter + network * layers[LOWER].parameters;
  let w_a = kernel + 4u * column * stride;
  let w_b = kernel + 4u * column_1 * stride;
  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
  var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();

  for (var n = 0u; n < stride; n++) {
    // Four rows of W: z·W adds up four products for each row.
    let m_a = mat4x4f(
      rounded(lower_parameters[w_a + n]),
      rounded(lower_parameters[w_a + stride + n]),
      rounded(lower_parameters[w_a + 2u * stride + n]),
      rounded(lower_parameters[w_a + 3u * stride + n]),
    );
    let m_b = mat4x4f(
      rounded(lower_parameters[w_b + n]),
      rounded(lower_parameters[w_b + stride + n]),
      rounded(lower_parameters[w_b + 2u * stride + n]),
      rounded(lower_parameters[w_b + 3u * stride + n]),
    );
    var z = vec4f(deltas[d + n]); a0 += z * m_a; b0 += z * m_b;
    z = vec4f(deltas[d + stride + n]); a1 += z * m_a; b1 += z * m_b;
    z = vec4f(deltas[d + 2u * stride + n]); a2 += z * m_a; b2 += z * m_b;
    z = vec4f(deltas[d + 3u * stride + n]); a3 += z * m_a; b3 += z * m_b;
    z = vec4f(deltas[d + 4u * stride + n]); a4 += z * m_a; b4 += z * m_b;
    z = vec4f(deltas[d + 5u * stride + n]); a5 += z * m_a; b5 += z * m_b;
    z = vec4f(deltas[d + 6u * stride + n]); a6 += z * m_a; b6 += z * m_b;
    z = vec4f(deltas[d + 7u * stride + n]); a7 += z * m_a; b7 += z * m_b;
  }

  store_delta(network, row, column, a0, b0);
  store_delta(network, row + 1u, column, a1, b1);
  store_delta(network, row + 2u, column, a2, b2);
  store_delta(network, row + 3u, column, a3, b3);
  store_delta(network, row + 4u, column, a4, b4);
  store_delta(network, row + 5u, column, a5, b5);
  store_delta(network, row + 6u, column, a6, b6);
  store_delta(network, row + 7u, column, a7, b7);
}

// dL/dX at this row, in this column and the next: it is dL/dZ of the layer below.
fn store_delta(network: u32, row: u32, column: u32, dy_a: vec4f, dy_b: vec4f) {
  let f = layers[LOWER].input_activation[network];
  let at = network * layers[LOWER].slice + layers[LOWER].input_offset
    + row * layers[LOWER].input_vectors + column;
  store_one_delta(network, at, dy_a, f);
  if column + 1u < layers[LOWER].input_vectors {
    store_one_delta(network, at + 1u, dy_b, f);
  }
}

// dL/dZ of the layer below, told from dL/dY and its Y.
fn store_one_delta(network: u32, at: u32, dy: vec4f, f: vec4f) {
  let y = vec4f(activations[at]);
  let delta = dy * derivative(y, f);
  deltas[at] = Stored4(delta);
  watch(network, schedule.step, y);
  watch(network, schedule.step, delta);
}

// --- update: 8 inputs × 8 units of W, or 8 units of b ---

// One tile of all layers' tiles, which follow one another.
fn update_every(network: u32, tile: u32) {
  var which = 0u;
  var within = tile;
  while which < layer_count && within >= tiles(which, UPDATE) {
    within -= tiles(which, UPDATE);
    which++;
  }
  if which < layer_count {
    update(which, network, within);
  }
}

fn update(which: u32, network: u32, tile: u32) {
  if is_skipped(network) {
    return;
  }
  let tile_columns = (layers[which].unit_vectors + 1u) / 2u;
  let input_column = tile / tile_columns * 2u;
  let column = tile % tile_columns * 2u;
  let column_1 = min(column + 1u, layers[which].unit_vectors - 1u);
  let stride = layers[which].unit_vectors;
  let d = network * layers[which].slice + layers[which].offset;
  let rows = layers[which].batch_rows;

  if input_column >= layers[which].input_vectors {
    var a = vec4f();
    var b = vec4f();
    for (var row = 0u; row < rows; row++) {
      a += vec4f(deltas[d + row * stride + column]);
      b += vec4f(deltas[d + row * stride + column_1]);
    }
    step_both(which, network, 4u * layers[which].input_vectors, column, a, b);
    return;
  }

  let input_column_1 = min(input_column + 1u, layers[which].input_vectors - 1u);
  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f(); var a7 = vec4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
  var b4 = vec4f(); var b5 = vec4f(); var b6 = vec4f(); var b7 = vec4f();
  for (var row = 0u; row < rows; row++) {
    let x_row = input_row(which, row, network);
    let first = which == LOWER && lower_is_first;
    let x = input(first, x_row + input_column);
    let y = input(first, x_row + input_column_1);
    let z_a = vec4f(deltas[d + row * stride + column]);
    let z_b = vec4f(deltas[d + row * stride + column_1]);
    a0 += x.x * z_a; b0 += x.x * z_b;
    a1 += x.y * z_a; b1 += x.y * z_b;
    a2 += x.z * z_a; b2 += x.z * z_b;
    a3 += x.w * z_a; b3 += x.w * z_b;
    a4 += y.x * z_a; b4 += y.x * z_b;
    a5 += y.y * z_a; b5 += y.y * z_b;
    a6 += y.z * z_a; b6 += y.z * z_b;
    a7 += y.w * z_a; b7 += y.w * z_b;
  }

  let w_row = 4u * input_column;
  step_both(which, network, w_row, column, a0, b0);
  step_both(which, network, w_row + 1u, column, a1, b1);
  step_both(which, network, w_row + 2u, column, a2, b2);
  step_both(which, network, w_row + 3u, column, a3, b3);
  if input_column + 1u < layers[which].input_vectors {
    step_both(which, network, w_row + 4u, column, a4, b4);
    step_both(which, network, w_row + 5u, column, a5, b5);
    step_both(which, network, w_row + 6u, column, a6, b6);
    step_both(which, network, w_row + 7u, column, a7, b7);
  }
}

// Where this row of X begins. Rows beyond the last example repeat it; their dL/dZ is 0.
fn input_row(which: u32, row: u32, network: u32) -> u32 {
  if which == LOWER && lower_is_first {
    let position = min(schedule.example + row, layers[which].examples - 1u);
    return example_at(position, layers[which].examples, network) * layers[which].input_vectors;
  }
  return network * layers[which].slice + layers[which].input_offset + row * layers[which].input_vectors;
}

// The optimizer's step at this row of W, in this column and the next.
fn step_both(which: u32, network: u32, row: u32, column: u32, g_a: vec4f, g_b: vec4f) {
  let at = layers[which].first_parameter + network * layers[which].parameters
    + row * layers[which].unit_vectors + column;
  let section = layers[which].networks * layers[which].parameters;
  optimizer_step(which, network, at, section, unscaled(network, g_a));
  if column + 1u < layers[which].unit_vectors {
    optimizer_step(which, network, at + 1u, section, unscaled(network, g_b));
  }
}
