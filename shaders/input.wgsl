// How a layer's input X is read: from images for the first layer, else from the outputs of the layer
// below. Needs the bindings `schedule`, `images` and `activations`.
//
// An image is words of four pixels, those first that any training image inks, then its ink: a bit for each of these
// words, set where it is not blank. What is blank adds nothing to a sum, so that it is exact to leave it out.
// `src/training/upload.rs` writes the same.

const PIXEL_WORDS = 196u;  // of an image
const INK_WORDS = 7u;

// Where an image begins.
fn image_at(example: u32) -> u32 {
  return example * (PIXEL_WORDS + INK_WORDS);
}

// The ink of the words of pixels from `begin` on, 32 at the most, of an image that begins at `image`.
fn ink_from(image: u32, begin: u32) -> u32 {
  let ink = image + PIXEL_WORDS;
  let shift = begin % 32u;
  let next = min(begin / 32u + 1u, INK_WORDS - 1u);
  return (images[ink + begin / 32u] >> shift) | ((images[ink + next] << 1u) << (31u - shift));
}

// The image that stands at `position` of the epoch.
fn example_at(position: u32, examples: u32, network: u32) -> u32 {
  if shuffled {
    return schedule.order[network * examples + position];
  }
  return position;
}

// The shares of 255 that bytes are. Signed numbers are what processors convert fastest.
fn shares(bytes: vec4u) -> vec4f {
  return rounded(vec4f(bitcast<vec4i>(bytes)) * (1.0 / 255.0));
}

// Four neighbouring values of X: bytes / 255, or outputs.
fn input(images_below: bool, at: u32) -> vec4f {
  if images_below {
    let word = images[at];
    return shares(vec4u(word, word >> 8u, word >> 16u, word >> 24u) & vec4u(0xffu));
  }
  return vec4f(activations[at]);
}
