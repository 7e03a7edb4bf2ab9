// How the four invocations of a quad come to the numbers that they share: each loads half of what it
// needs and takes the rest from its neighbours' registers. A quad is invocations 4n … 4n + 3 of a group:
//   0 1
//   2 3
// Its counterpart is alone.wgsl; one of the two precedes each kernel that computes tiles.

const SHARES = true;

fn from_beside(own: vec4f) -> vec4f {
  return quadSwapX(own);
}

fn from_below(own: vec4f) -> vec4f {
  return quadSwapY(own);
}

// The bits that any of the quad has.
fn joined(bits: u32) -> u32 {
  let beside = bits | quadSwapX(bits);
  return beside | quadSwapY(beside);
}
