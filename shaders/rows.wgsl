// A sum over a batch is added up four rows at a time, g + ((p₀ + p₁) + (p₂ + p₃)), so that it is touched once for four
// products. Precedes update_tiles.wgsl and update_held.wgsl, which come to the same numbers so.

// dL/dZ of four examples for four units.
struct Rows {
  a: vec4f,
  b: vec4f,
  c: vec4f,
  d: vec4f,
}

// g with the products of four examples' x and z. Written out number by number: a processor's compiler keeps what is
// being added up in registers then; of vectors it would store each product and fetch it again.
fn added(g: vec4f, x: vec4f, z: Rows) -> vec4f {
  return vec4f(
    g.x + ((x.x * z.a.x + x.y * z.b.x) + (x.z * z.c.x + x.w * z.d.x)),
    g.y + ((x.x * z.a.y + x.y * z.b.y) + (x.z * z.c.y + x.w * z.d.y)),
    g.z + ((x.x * z.a.z + x.y * z.b.z) + (x.z * z.c.z + x.w * z.d.z)),
    g.w + ((x.x * z.a.w + x.y * z.b.w) + (x.z * z.c.w + x.w * z.d.w)),
  );
}
