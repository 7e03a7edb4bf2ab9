// How the update of a small batch is shared out where numbers from memory are dear, a batch of up to 32 rows: each
// invocation holds all of dL/dZ for its four units and goes through the inputs one by one, so that it loads dL/dZ
// once instead of once for every 16 inputs. A quad has sixteen units; of X each of its four invocations loads
// every fourth row and tells it the others (quads.wgsl).
// Its counterpart is update_tiles.wgsl; one of the two precedes backward.wgsl, which says what is computed.

const MOST_HELD = 28u;  // vec4s of inputs that an invocation goes through

fn update_invocations(which: u32) -> u32 {
  return QUAD * across(which) * ((layers[which].input_vectors + MOST_HELD - 1u) / MOST_HELD);
}

// Quads for one row of W.
fn across(which: u32) -> u32 {
  return (layers[which].unit_vectors + 3u) / 4u;
}

fn update_some(side: u32, which: u32, network: u32, invocation: u32, rule: Rule) {
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
    move_weights(side, network, bias_of(which, network) + unit, g, rule);
  }

  let first = takes_images(side);
  let batch = batch_of(side, which, network);
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
    let p0 = four_inputs(first, x0 + vector);
    let p1 = four_inputs(first, x1 + vector);
    let p2 = four_inputs(first, x2 + vector);
    let p3 = four_inputs(first, x3 + vector);
    let p4 = four_inputs(first, x4 + vector);
    let p5 = four_inputs(first, x5 + vector);
    let p6 = four_inputs(first, x6 + vector);
    let p7 = four_inputs(first, x7 + vector);
    var at = kernel_of(which, network) + 4u * vector * stride + unit;
    var to_top = 1u << 24u;
    for (var n = 0u; n < 4u; n++) {
      var g = added(vec4f(), of_quad(nth(first, p0, n, to_top), own), z0);
      g = added(g, of_quad(nth(first, p1, n, to_top), own), z1);
      g = added(g, of_quad(nth(first, p2, n, to_top), own), z2);
      g = added(g, of_quad(nth(first, p3, n, to_top), own), z3);
      g = added(g, of_quad(nth(first, p4, n, to_top), own), z4);
      g = added(g, of_quad(nth(first, p5, n, to_top), own), z5);
      g = added(g, of_quad(nth(first, p6, n, to_top), own), z6);
      g = added(g, of_quad(nth(first, p7, n, to_top), own), z7);
      if unit < stride {
        move_weights(side, network, at, g, rule);
      }
      at += stride;
      to_top >>= 8u;
    }
  }
}

// Four neighbouring values of X as they are stored: those of an image in one word.
fn four_inputs(images_below: bool, at: u32) -> vec4u {
  if images_below {
    return vec4u(images[at]);
  }
  return bitcast<vec4u>(input(false, at));
}

// The n-th of them. `to_top` times a word has its n-th byte on top.
fn nth(images_below: bool, four: vec4u, n: u32, to_top: u32) -> f32 {
  if images_below {
    return shares(four.x * to_top).w;
  }
  let bits = four & only(n);
  return bitcast<f32>(bits.x | bits.y | bits.z | bits.w);
}

// A mask that leaves only the n-th of four.
fn only(n: u32) -> vec4u {
  return select(vec4u(), vec4u(0xffffffffu), vec4u(0u, 1u, 2u, 3u) == vec4u(n));
}

// The numbers of the quad's four invocations, which each gives its own of; `own` is `only` of the invocation's place in
// the quad. Masks and bits for what `quadBroadcast` would do, which some browsers compile to three times as much.
fn of_quad(value: f32, own: vec4u) -> vec4f {
  let number = bitcast<u32>(value);
  return bitcast<vec4f>(vec4u(
    joined(number & own.x),
    joined(number & own.y),
    joined(number & own.z),
    joined(number & own.w),
  ));
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
