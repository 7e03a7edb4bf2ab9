// Who adds up a tile's sums: one invocation, all of them, chunk by chunk.
// Its counterpart is parts.wgsl; one of the two precedes each kernel that computes tiles.

// Invocations that share a tile.
const PARTS = 1u;

// Has in `sums` what all invocations of the tile have found.
fn join_parts(local: u32, sums: ptr<function, array<vec4f, 16>>) {}
