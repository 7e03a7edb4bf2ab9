// How a layer's input X is read: from images for the first layer, else from the outputs of the layer
// below. Needs the bindings `schedule`, `images` and `activations`.

// The image that stands at `position` of the epoch.
fn example_at(position: u32, examples: u32, network: u32) -> u32 {
  if shuffled {
    return schedule.order[network * examples + position];
  }
  return position;
}

// Four neighbouring values of X: bytes / 255, or outputs.
fn input(images_below: bool, at: u32) -> vec4f {
  if images_below {
    return rounded(unpack4x8unorm(images[at]));
  }
  return vec4f(activations[at]);
}
