// How the numbers of a matrix are shared out. A quad, four invocations that follow one another, computes
// 16×16 of them, each invocation the 8×8 at its place in the quad, in registers:
//   0 1
//   2 3
// Invocations beside one another need the same rows of the left factor, those below one another the same
// columns of the right one. Of the eight rows and two vec4 columns that it needs, each loads one half,
// "own", itself; the "other" half is its neighbour's own.
//
// A long sum is that of at most eight chunks' sums, in their order, however many invocations add them up:
// PARTS quads that follow one another share a tile.

const QUAD = 4u;
const MOST_CHUNKS = 8u;
const LEAST_CHUNK = 8u;  // vec4s

struct Tile {
  row: u32,           // of the quad's first number
  own_row: u32,       // the first of four rows
  other_row: u32,
  own_column: u32,    // a vec4
  other_column: u32,
}

// Quads for a matrix of so many rows and vec4 columns.
fn quads_of(rows: u32, columns: u32) -> u32 {
  return ((rows + 15u) / 16u) * ((columns + 3u) / 4u);
}

// The tile of an invocation, counted within one part, in a matrix of so many vec4 columns.
fn tile_of(invocation: u32, columns: u32) -> Tile {
  let quad = invocation / QUAD;
  let quads_across = (columns + 3u) / 4u;
  return tile_at(quad / quads_across * 16u, quad % quads_across * 4u, invocation);
}

// The tile of an invocation whose quad begins at this row and vec4 column.
fn tile_at(row: u32, column: u32, invocation: u32) -> Tile {
  let x = invocation % 2u;
  let y = invocation / 2u % 2u;
  return Tile(
    row,
    row + 8u * y + 4u * x,
    row + 8u * y + 4u - 4u * x,
    column + 2u * x + y,
    column + 2u * x + 1u - y,
  );
}

// Row and column of the n-th of a tile's sixteen vec4s.
fn place_in(tile: Tile, n: u32) -> vec2u {
  return vec2u(
    select(tile.own_row, tile.other_row, n >= 8u) + n % 4u,
    select(tile.own_column, tile.other_column, n / 4u % 2u == 1u),
  );
}

// The invocation's number within its part.
fn within_part(invocation: u32) -> u32 {
  return invocation / (QUAD * PARTS) * QUAD + invocation % QUAD;
}

// Which of its tile's parts an invocation has.
fn part_of(local: u32) -> u32 {
  return local / QUAD % PARTS;
}

// The first of the sixteen vec4s that a part stores; the next part's is the first that it does not.
fn first_stored(part: u32) -> u32 {
  return 16u / PARTS * part;
}

// vec4s of a chunk of so many.
fn chunk_of(vectors: u32) -> u32 {
  return max((vectors + MOST_CHUNKS - 1u) / MOST_CHUNKS, LEAST_CHUNK);
}

// Four values of W at `at`; a neighbour below or above has them as its own. Needs `parameter`.
fn other_weights(which: u32, own: vec4f, at: u32) -> vec4f {
  if SHARES {
    return from_below(own);
  }
  return rounded(parameter(which, at));
}
