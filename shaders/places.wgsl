// Where the numbers of layer `which` of `layers` lie, in vec4s. Every kernel that computes has the layers from one on
// at binding 0: constant numbers, so that a kernel of one layer does not pay for the others.

const LOWER = 0u;
const UPPER = 1u;

// Where W begins.
fn kernel_of(which: u32, network: u32) -> u32 {
  return layers[which].first_parameter + network * layers[which].parameters;
}

// Where b begins: the last row.
fn bias_of(which: u32, network: u32) -> u32 {
  return kernel_of(which, network) + layers[which].parameters - layers[which].unit_vectors;
}

// Where Y or dL/dZ begins.
fn outputs_of(which: u32, network: u32) -> u32 {
  return network * layers[which].slice + layers[which].offset;
}

// Where X, or the dL/dZ that belongs to it, begins; not for images.
fn inputs_of(which: u32, network: u32) -> u32 {
  return network * layers[which].slice + layers[which].input_offset;
}

// Whether this is the last layer, the softmax layer: those after it repeat it.
fn is_last(which: u32) -> bool {
  return which + 1u == MAX_LAYERS || layers[which + 1u].index == layers[which].index;
}
