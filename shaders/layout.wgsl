// What every kernel shares: the layout of the buffers and the activations.
// `src/training/layout.rs` declares the same structs for the host.
//
// Rows are padded to whole vec4s. Padding is 0 in kernels, outputs and deltas and stays so, since
// its gradient is 0; so no loop needs to know where the numbers end.
//   parameters of a layer, each network's: W, a row an input, then the bias as one more row; after all
//                          networks' parameters, in the same order, the first moments, then the second. In the
//                          first layer inputs stand as in `images`.
//   activations, deltas:   for each network one slice of `slice` vec4s with every layer's outputs Y, or
//                          dL/dZ, one row an example.

// One dense layer, Y = f(X·W + b): X (batch_size × inputs), W (inputs × units).
struct Layer {
  inputs: u32,          // for the reader, and so that the vec4s below are aligned: no kernel reads it
  units: u32,
  input_vectors: u32,   // vec4s a row of X; for images, words of four bytes, in training without those at the
                        // end that are blank in all images
  unit_vectors: u32,    // vec4s a row of W and Y
  input_offset: u32,    // where X begins in a network's slice
  offset: u32,          // where Y, or dL/dZ, begins in a network's slice
  slice: u32,           // vec4s of a network's slice
  parameters: u32,      // vec4s of W and bias of one network
  batch_size: u32,
  batch_rows: u32,      // batch_size, padded to whole tiles
  examples: u32,        // in an epoch
  networks: u32,        // trained side by side
  metrics_offset: u32,  // where the losses go
  metrics_stride: u32,  // losses of one network
  first_parameter: u32, // where W begins in the bound buffer, in vec4s
  index: u32,           // which layer, counted from 0
  // f of this layer and of the one below, for each network: (kind, slope below 0)
  activation: array<vec4f, MAX_NETWORKS>,
  input_activation: array<vec4f, MAX_NETWORKS>,
}

// The most layers that one dispatch takes.
const MAX_LAYERS = 9u;

// Where training stands. Within a step, kernels up to the loss read `next_*`; the loss copies them for
// the kernels after it, the last of which advances `next_*`: no field is written where it is read.
struct Schedule {
  next_example: u32,
  next_step: u32,
  example: u32,         // the batch's first, counted within the epoch
  step: u32,            // counted from 0 over all epochs
  order: array<u32>,    // for each network, the epoch's examples in the order taken
}

const MAX_NETWORKS = 16u;

const TWO_LINES = 0.0;  // linear, ReLU, leaky ReLU: slope 1, 0, or given
const SIGMOID = 1.0;
const TANH = 2.0;

// Four numbers as a product takes them: in the precision in which they are stored.
fn rounded(values: vec4f) -> vec4f {
  return vec4f(Stored4(values));
}

// f(z). Large |z| is cut off, where f is flat anyway: some drivers return NaN there.
fn activate(z: vec4f, activation: vec4f) -> vec4f {
  if activation.x == SIGMOID {
    return 1.0 / (1.0 + exp(-clamp(z, vec4f(-80.0), vec4f(80.0))));
  }
  if activation.x == TANH {
    return tanh(clamp(z, vec4f(-15.0), vec4f(15.0)));
  }
  return select(activation.y * z, z, z > vec4f());
}

// f'(z), told from y = f(z).
fn derivative(y: vec4f, activation: vec4f) -> vec4f {
  if activation.x == SIGMOID {
    return y * (1.0 - y);
  }
  if activation.x == TANH {
    return 1.0 - y * y;
  }
  return select(vec4f(activation.y), vec4f(1.0), y > vec4f());
}

// `values` of the vec4 at `column`, with 0 for those beyond `count`.
fn without_padding(values: vec4f, column: u32, count: u32) -> vec4f {
  return select(vec4f(), values, 4u * column + vec4u(0u, 1u, 2u, 3u) < vec4u(count));
}
