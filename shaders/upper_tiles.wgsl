// How the upper layers are shared out: a workgroup takes its rows from layer to layer together, in tiles of 8×8 an
// invocation, told by tile.wgsl (outputs.wgsl, delta.wgsl). What one layer leaves in memory the next finds there behind
// a barrier.
// Its counterpart is upper_rows.wgsl; one of the two precedes upper.wgsl, which says what is computed.

fn forward_rows(which: u32, network: u32, first_row: u32, local: u32) {
  let quads = quads_of(ROWS, layers[which].unit_vectors);
  for (var begin = 0u; begin < quads; begin += quads_at_once()) {
    let quad = begin + quad_of(local);
    outputs(which, network, tile_at(first_row, 4u * quad, local), local, quad < quads);
    reach_all();
  }
}

fn loss_rows(which: u32, network: u32, first_row: u32, local: u32) {
  for (var row = local; row < ROWS; row += group_size) {
    loss(which, network, first_row + row);
  }
  reach_all();
}

fn backward_rows(which: u32, network: u32, first_row: u32, local: u32) {
  let quads = quads_of(ROWS, layers[which].input_vectors);
  for (var begin = 0u; begin < quads; begin += quads_at_once()) {
    let quad = begin + quad_of(local);
    delta(which, network, tile_at(first_row, 4u * quad, local), local, quad < quads);
    reach_all();
  }
}

// Which of the quads that a workgroup has at work at once an invocation belongs to.
fn quad_of(local: u32) -> u32 {
  return within_part(local) / QUAD;
}

fn quads_at_once() -> u32 {
  return group_size / (QUAD * PARTS);
}

// What the workgroup's invocations have left in memory, and with one another, is there for all of them.
fn reach_all() {
  storageBarrier();
  workgroupBarrier();
}
