// Who adds up a tile's sums: eight invocations, one chunk each, where a batch has fewer tiles than the
// adapter has cores. They come to the same numbers as one does, as they add the chunks in the same order.
// Its counterpart is whole.wgsl; one of the two precedes each kernel that computes tiles.

// Invocations that share a tile.
const PARTS = 8u;

// Sixteen sums of each of a workgroup's 64 invocations.
var<workgroup> partial_sums: array<vec4f, 1024>;

// Has in `sums` what all invocations of the tile have found, as far as it is this one's to store.
fn join_parts(local: u32, sums: ptr<function, array<vec4f, 16>>) {
  for (var n = 0u; n < 16u; n++) {
    partial_sums[64u * n + local] = (*sums)[n];
  }
  workgroupBarrier();
  let part = part_of(local);
  let first = local - QUAD * part;
  for (var n = first_stored(part); n < first_stored(part + 1u); n++) {
    var sum = vec4f();
    for (var other = 0u; other < PARTS; other++) {
      sum += partial_sums[64u * n + first + QUAD * other];
    }
    (*sums)[n] = sum;
  }
}
