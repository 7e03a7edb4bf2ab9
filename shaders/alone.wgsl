// How the four invocations of a quad come to the numbers that they share: each loads all that it needs.
// Its counterpart is quads.wgsl; one of the two precedes each kernel that computes tiles.

const SHARES = false;

fn from_beside(own: vec4f) -> vec4f {
  return own;
}

fn from_below(own: vec4f) -> vec4f {
  return own;
}

fn joined(bits: u32) -> u32 {
  return bits;
}
