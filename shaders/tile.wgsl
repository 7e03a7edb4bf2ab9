// How the numbers of a matrix are shared out. A quad, four invocations that follow one another, computes
// 16×16 of them, each invocation the 8×8 at its place in the quad, in registers:
//   0 1
//   2 3
// Invocations beside one another need the same rows of the left factor, those below one another the same
// columns of the right one. Of the eight rows and two vec4 columns that it needs, each loads one half,
// "own", itself; the "other" half is its neighbour's own.

struct Tile {
  row: u32,           // of the quad's first number
  own_row: u32,       // the first of four rows
  other_row: u32,
  own_column: u32,    // a vec4
  other_column: u32,
}

// The tile of `invocation` in a matrix of so many vec4 columns.
fn tile_of(invocation: u32, columns: u32) -> Tile {
  let x = invocation % 2u;
  let y = invocation / 2u % 2u;
  let quad = invocation / 4u;
  let quads_across = (columns + 3u) / 4u;
  let row = quad / quads_across * 16u;
  let column = quad % quads_across * 4u + 2u * x;
  return Tile(
    row,
    row + 8u * y + 4u * x,
    row + 8u * y + 4u - 4u * x,
    column + y,
    column + 1u - y,
  );
}
