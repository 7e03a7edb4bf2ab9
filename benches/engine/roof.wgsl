// What an adapter reaches at best: multiply-adds on registers alone, and a plain copy.

override fused: bool;    // written as fma(), else as a product and a sum
override wide: bool;     // four vec4s that do not wait for one another, else two
override rounds: u32 = 0;

@group(0) @binding(0) var<storage, read> from_: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> to: array<vec4f>;

// Eight multiply-adds a round on each number.
@compute @workgroup_size(64)
fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let f = from_[0];
  let g = from_[1];
  var a = from_[2];
  var b = from_[3];
  var c = from_[4];
  var d = from_[5];
  for (var round = 0u; round < rounds; round++) {
    a = next(a, f, g); b = next(b, f, g); if wide { c = next(c, f, g); d = next(d, f, g); }
    a = next(a, g, f); b = next(b, g, f); if wide { c = next(c, g, f); d = next(d, g, f); }
    a = next(a, f, g); b = next(b, f, g); if wide { c = next(c, f, g); d = next(d, f, g); }
    a = next(a, g, f); b = next(b, g, f); if wide { c = next(c, g, f); d = next(d, g, f); }
    a = next(a, f, g); b = next(b, f, g); if wide { c = next(c, f, g); d = next(d, f, g); }
    a = next(a, g, f); b = next(b, g, f); if wide { c = next(c, g, f); d = next(d, g, f); }
    a = next(a, f, g); b = next(b, f, g); if wide { c = next(c, f, g); d = next(d, f, g); }
    a = next(a, g, f); b = next(b, g, f); if wide { c = next(c, g, f); d = next(d, g, f); }
  }
  to[id.x] = a + b + c + d;
}

fn next(v: vec4f, factor: vec4f, term: vec4f) -> vec4f {
  if fused {
    return fma(v, factor, term);
  }
  return v * factor + term;
}

@compute @workgroup_size(64)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.y * groups.x * 64u + id.x;
  if at < arrayLength(&from_) {
    to[at] = from_[at];
  }
}
