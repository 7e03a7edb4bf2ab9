// How the update of a small batch is shared out where numbers from memory are dear, a batch of up to 32 rows: each
// invocation holds all of dL/dZ for its four units and goes through the inputs one by one, so that it loads dL/dZ
// once instead of once for every 16 inputs. A quad has sixteen units; of X each of its four invocations loads
// every fourth row and tells it the others (quads.wgsl).
// Its counterpart is update_tiles.wgsl; one of the two precedes backward.wgsl, which says what is computed.
//
// Sums go through one number after the other, as written out here: a processor's compiler keeps the sum in a
// register then. Of four products at once it would store each and fetch it again.

const MOST_HELD = 28u;  // vec4s of inputs that an invocation goes through

fn update_invocations(which: u32) -> u32 {
  return QUAD * across(which) * ((layers[which].input_vectors + MOST_HELD - 1u) / MOST_HELD);
}

// Quads for one row of W.
fn across(which: u32) -> u32 {
  return (layers[which].unit_vectors + 3u) / 4u;
}

// dL/dZ of four examples for four units.
struct Rows {
  a: vec4f,
  b: vec4f,
  c: vec4f,
  d: vec4f,
}

fn update_some(which: u32, network: u32, invocation: u32, rule: Rule) {
  let stride = layers[which].unit_vectors;
  let quad = invocation / QUAD;
  let lane = invocation % QUAD;
  let unit = quad % across(which) * 4u + lane;
  let begin = quad / across(which) * MOST_HELD;
  let end = min(begin + MOST_HELD, layers[which].input_vectors);

  let d = outputs_of(which, network) + min(unit, stride - 1u);
  let z0 = rows_from(which, d, 0u);
  let z1 = rows_from(which, d, 4u);
  let z2 = rows_from(which, d, 8u);
  let z3 = rows_from(which, d, 12u);
  let z4 = rows_from(which, d, 16u);
  let z5 = rows_from(which, d, 20u);
  let z6 = rows_from(which, d, 24u);
  let z7 = rows_from(which, d, 28u);
  if begin == 0u && unit < stride {
    let ones = vec4f(1.0);
    var g = added(vec4f(), ones, z0);
    g = added(g, ones, z1);
    g = added(g, ones, z2);
    g = added(g, ones, z3);
    g = added(g, ones, z4);
    g = added(g, ones, z5);
    g = added(g, ones, z6);
    g = added(g, ones, z7);
    move_weights(which, network, bias_of(which, network) + unit, g, rule);
  }

  let first = takes_images(which);
  let batch = batch_of(which, network);
  let last = layers[which].batch_rows - 1u;
  let x0 = input_row(first, batch, min(lane, last));
  let x1 = input_row(first, batch, min(lane + 4u, last));
  let x2 = input_row(first, batch, min(lane + 8u, last));
  let x3 = input_row(first, batch, min(lane + 12u, last));
  let x4 = input_row(first, batch, min(lane + 16u, last));
  let x5 = input_row(first, batch, min(lane + 20u, last));
  let x6 = input_row(first, batch, min(lane + 24u, last));
  let x7 = input_row(first, batch, min(lane + 28u, last));
  let own = only(lane);
  for (var vector = begin; vector < end; vector++) {
    let p0 = bitcast<vec4u>(input(first, x0 + vector));
    let p1 = bitcast<vec4u>(input(first, x1 + vector));
    let p2 = bitcast<vec4u>(input(first, x2 + vector));
    let p3 = bitcast<vec4u>(input(first, x3 + vector));
    let p4 = bitcast<vec4u>(input(first, x4 + vector));
    let p5 = bitcast<vec4u>(input(first, x5 + vector));
    let p6 = bitcast<vec4u>(input(first, x6 + vector));
    let p7 = bitcast<vec4u>(input(first, x7 + vector));
    var at = kernel_of(which, network) + 4u * vector * stride + unit;
    for (var n = 0u; n < 4u; n++) {
      let nth = only(n);
      var g = added(vec4f(), of_quad(p0 & nth, own), z0);
      g = added(g, of_quad(p1 & nth, own), z1);
      g = added(g, of_quad(p2 & nth, own), z2);
      g = added(g, of_quad(p3 & nth, own), z3);
      g = added(g, of_quad(p4 & nth, own), z4);
      g = added(g, of_quad(p5 & nth, own), z5);
      g = added(g, of_quad(p6 & nth, own), z6);
      g = added(g, of_quad(p7 & nth, own), z7);
      if unit < stride {
        move_weights(which, network, at, g, rule);
      }
      at += stride;
    }
  }
}

// Those of dL/dZ from `at` on, where row 0 is.
fn rows_from(which: u32, at: u32, row: u32) -> Rows {
  return Rows(
    delta_row(which, at, row),
    delta_row(which, at, row + 1u),
    delta_row(which, at, row + 2u),
    delta_row(which, at, row + 3u),
  );
}

// 0 beyond the batch's last row.
fn delta_row(which: u32, at: u32, row: u32) -> vec4f {
  let rows = layers[which].batch_rows;
  let z = vec4f(deltas[at + min(row, rows - 1u) * layers[which].unit_vectors]);
  return select(vec4f(), z, row < rows);
}

// g + x₀·z₀ + x₁·z₁ + x₂·z₂ + x₃·z₃, in this order.
fn added(g: vec4f, x: vec4f, z: Rows) -> vec4f {
  return added_row(added_row(added_row(added_row(g, x.x, z.a), x.y, z.b), x.z, z.c), x.w, z.d);
}

fn added_row(g: vec4f, x: f32, z: vec4f) -> vec4f {
  return vec4f(g.x + x * z.x, g.y + x * z.y, g.z + x * z.z, g.w + x * z.w);
}

// A mask that leaves only the n-th of four.
fn only(n: u32) -> vec4u {
  return select(vec4u(), vec4u(0xffffffffu), vec4u(0u, 1u, 2u, 3u) == vec4u(n));
}

// The numbers of the quad's four invocations, which each gives as bits in one of four places; `own` is `only` of
// the invocation's place in the quad. Masks and bits for what `quadBroadcast` would do, which some browsers
// compile to three times as much.
fn of_quad(bits: vec4u, own: vec4u) -> vec4f {
  let number = bits.x | bits.y | bits.z | bits.w;
  return bitcast<vec4f>(vec4u(
    joined(number & own.x),
    joined(number & own.y),
    joined(number & own.z),
    joined(number & own.w),
  ));
}
