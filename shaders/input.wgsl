// How a layer's input X is read: from images for the first layer, else from the outputs of the layer
// below. Needs the bindings `schedule`, `images` and `activations`.
//
// An image is words of four pixels, those first that any training image inks, then its ink: a bit for each of these
// words, set where it is not blank. What is blank adds nothing to a sum, so that it is exact to leave it out.
// `src/training/upload.rs` writes the same.

const PIXEL_WORDS = 196u;  // of an image
const INK_WORDS = 7u;

// What makes a share of 255 of a byte, by its place in a word.
const SHARE = 1.0 / 255.0;
const SHARE_OF_BYTE = vec4f(SHARE, SHARE / 256.0, SHARE / 65536.0, SHARE / 16777216.0);

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

// The shares of 255 that a word's four bytes are. Each byte is made a number where it stands and then divided by a power
// of two, which is exact: on a processor a shift goes lane by lane. Signed numbers are what it converts fastest, so the
// topmost bit is told apart.
fn shares(word: u32) -> vec4f {
  let bytes = vec4u(word) & vec4u(0xffu, 0xff00u, 0xff0000u, 0x7f000000u);
  let topmost = vec4f(0.0, 0.0, 0.0, f32(bitcast<i32>(word & 0x80000000u)));
  return rounded((vec4f(bitcast<vec4i>(bytes)) - topmost) * SHARE_OF_BYTE);
}

// Four neighbouring values of X: bytes / 255, or outputs.
fn input(images_below: bool, at: u32) -> vec4f {
  if images_below {
    return shares(images[at]);
  }
  return vec4f(activations[at]);
}
