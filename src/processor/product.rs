//! The three matrix products of a dense layer, row by row in memory.
//!
//! As in BLIS (Van Zee and van de Geijn, 2015), both factors are packed into panels that stay in the caches, and a
//! tile of the result is added up in registers. The compiler makes SIMD of its loops.

use std::ops::Range;

/// Rows and columns of a tile: its sums are eight registers of four numbers, and the sixteen that WebAssembly has on
/// most machines hold what they are made of besides. Twice as many spill over, and take half as long again.
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/// Terms that are added up in registers; sums of more go to memory in between. A panel of so many fits the nearest
/// cache.
const DEPTH: usize = 256;
/// Rows that are packed together: they fit the next cache.
const BLOCK: usize = 256;

/// Sizes of a layer's product.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// Examples.
    pub rows: usize,
    /// Columns of X, rows of W.
    pub inputs: usize,
    /// Columns of W and Z.
    pub units: usize,
}

/// Room for the packed factors, used again by every product.
#[derive(Default)]
pub struct Products {
    left: Vec<f32>,
    right: Vec<f32>,
}

/// A factor, in lines of the product: rows of the left one, columns of the right one.
#[derive(Clone, Copy)]
struct Factor<'a> {
    values: &'a [f32],
    /// Values of a row in memory.
    stride: usize,
    /// Whether a row in memory holds the terms of one line, and not one term of all lines.
    row_is_line: bool,
}

/// What becomes of what stands where a product goes.
#[derive(Clone, Copy, PartialEq)]
enum Onto {
    Nothing,
    Sum,
}

impl Products {
    /// z += X·W
    pub fn add_product(&mut self, sizes: Sizes, x: &[f32], kernel: &[f32], z: &mut [f32]) {
        let Sizes { rows, inputs, units } = sizes;
        let (x, kernel) = (Factor::of_lines(x, inputs), Factor::of_terms(kernel, units));
        self.multiply(x, kernel, [rows, inputs, units], Onto::Sum, z);
    }

    /// dL/dX = dL/dZ · Wᵀ
    pub fn input_gradient(
        &mut self,
        sizes: Sizes,
        deltas: &[f32],
        kernel: &[f32],
        gradient: &mut [f32],
    ) {
        let Sizes { rows, inputs, units } = sizes;
        let (deltas, kernel) = (Factor::of_lines(deltas, units), Factor::of_lines(kernel, units));
        self.multiply(deltas, kernel, [rows, units, inputs], Onto::Nothing, gradient);
    }

    /// dL/dW = Xᵀ · dL/dZ
    pub fn kernel_gradient(
        &mut self,
        sizes: Sizes,
        x: &[f32],
        deltas: &[f32],
        gradient: &mut [f32],
    ) {
        let Sizes { rows, inputs, units } = sizes;
        let (x, deltas) = (Factor::of_terms(x, inputs), Factor::of_terms(deltas, units));
        self.multiply(x, deltas, [inputs, rows, units], Onto::Nothing, gradient);
    }

    /// A product of so many rows, terms a sum, and columns.
    fn multiply(
        &mut self,
        left: Factor,
        right: Factor,
        [rows, terms, columns]: [usize; 3],
        onto: Onto,
        outputs: &mut [f32],
    ) {
        for depth in pieces(0..terms, DEPTH) {
            let onto = if depth.start > 0 { Onto::Sum } else { onto };
            right.pack::<COLUMNS>(0..columns, &depth, &mut self.right);
            for block in pieces(0..rows, BLOCK) {
                left.pack::<ROWS>(block.clone(), &depth, &mut self.left);
                let right = self.right.chunks_exact(COLUMNS * depth.len());
                for (right, across) in right.zip(pieces(0..columns, COLUMNS)) {
                    let left = self.left.chunks_exact(ROWS * depth.len());
                    for (left, down) in left.zip(pieces(block.clone(), ROWS)) {
                        let sums = tile(left, right);
                        for (row, sums) in down.zip(&sums) {
                            let end = row * columns + across.end;
                            store(sums, onto, &mut outputs[row * columns + across.start..end]);
                        }
                    }
                }
            }
        }
    }
}

/// The range in pieces of so many, the last of which may be shorter.
fn pieces(range: Range<usize>, length: usize) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range.step_by(length).map(move |start| start..end.min(start + length))
}

impl<'a> Factor<'a> {
    fn of_lines(values: &'a [f32], stride: usize) -> Self {
        Factor { values, stride, row_is_line: true }
    }

    fn of_terms(values: &'a [f32], stride: usize) -> Self {
        Factor { values, stride, row_is_line: false }
    }

    /// Packs these terms of these lines into panels of N lines, term by term. What a last panel has beyond them adds
    /// to sums that are not stored.
    fn pack<const N: usize>(
        self,
        lines: Range<usize>,
        terms: &Range<usize>,
        packed: &mut Vec<f32>,
    ) {
        packed.resize(lines.len().div_ceil(N) * N * terms.len(), 0.0);
        let (places, _) = packed.as_chunks_mut::<N>();
        for (panel, lines) in places.chunks_exact_mut(terms.len()).zip(pieces(lines, N)) {
            if self.row_is_line {
                for (place, line) in lines.enumerate() {
                    let row = &self.values[line * self.stride..][terms.clone()];
                    panel.iter_mut().zip(row).for_each(|(at_term, value)| at_term[place] = *value);
                }
            } else {
                for (at_term, term) in panel.iter_mut().zip(terms.clone()) {
                    let row = &self.values[term * self.stride..][lines.clone()];
                    match row.first_chunk() {
                        Some(row) => *at_term = *row,
                        None => at_term[..row.len()].copy_from_slice(row),
                    }
                }
            }
        }
    }
}

/// The sums of a tile from a panel of each factor.
#[inline(always)]
fn tile(left: &[f32], right: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    let terms = left.as_chunks::<ROWS>().0.iter().zip(right.as_chunks::<COLUMNS>().0);
    for (left, right) in terms {
        for (sums, left) in sums.iter_mut().zip(left) {
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum += left * right;
            }
        }
    }
    sums
}

/// A tile's row to where it belongs, which may be narrower.
#[inline(always)]
fn store(sums: &[f32; COLUMNS], onto: Onto, outputs: &mut [f32]) {
    match (outputs.as_mut_array(), onto) {
        (Some(outputs), Onto::Nothing) => *outputs = *sums,
        (Some(outputs), Onto::Sum) => add(sums, outputs),
        (None, Onto::Nothing) => outputs.copy_from_slice(&sums[..outputs.len()]),
        (None, Onto::Sum) => outputs.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum),
    }
}

fn add(sums: &[f32; COLUMNS], outputs: &mut [f32; COLUMNS]) {
    outputs.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{hash, unit};

    fn random(seed: u64, count: usize) -> Vec<f32> {
        (0..count).map(|index| unit(hash(seed, index as u64)) - 0.5).collect()
    }

    /// Whether two lists differ by no more than rounding.
    fn assert_close(found: &[f32], expected: &[f64], terms: usize) {
        for (found, expected) in found.iter().zip(expected) {
            let difference = (f64::from(*found) - expected).abs();
            assert!(difference < 1e-7 * terms as f64, "{found} instead of {expected}");
        }
    }

    /// Σ over `terms` of a(row, term) · b(term, column), row by row.
    fn sums(
        [rows, terms, columns]: [usize; 3],
        a: impl Fn(usize, usize) -> f32,
        b: impl Fn(usize, usize) -> f32,
    ) -> Vec<f64> {
        let term = |row, term, column| f64::from(a(row, term)) * f64::from(b(term, column));
        let sum = |at: usize| (0..terms).map(|k| term(at / columns, k, at % columns)).sum();
        (0..rows * columns).map(sum).collect()
    }

    #[test]
    fn products_of_any_shape_are_sums_of_products() {
        let mut products = Products::default();
        let shapes = [(1, 1, 1), (3, 7, 5), (4, 8, 8), (33, 300, 10), (300, 5, 19), (2, 784, 65)];
        for (rows, inputs, units) in shapes {
            let sizes = Sizes { rows, inputs, units };
            let (x, w) = (random(1, rows * inputs), random(2, inputs * units));
            let d = random(3, rows * units);
            let of_x = |row: usize, input: usize| x[row * inputs + input];
            let of_w = |input: usize, unit: usize| w[input * units + unit];
            let of_d = |row: usize, unit: usize| d[row * units + unit];

            let mut z = d.clone();
            products.add_product(sizes, &x, &w, &mut z);
            let mut expected = sums([rows, inputs, units], of_x, of_w);
            expected.iter_mut().zip(&d).for_each(|(sum, d)| *sum += f64::from(*d));
            assert_close(&z, &expected, inputs);

            let mut gradient = vec![f32::NAN; rows * inputs];
            products.input_gradient(sizes, &d, &w, &mut gradient);
            let expected = sums([rows, units, inputs], of_d, |unit, input| of_w(input, unit));
            assert_close(&gradient, &expected, units);

            let mut gradient = vec![f32::NAN; inputs * units];
            products.kernel_gradient(sizes, &x, &d, &mut gradient);
            let expected = sums([inputs, rows, units], |input, row| of_x(row, input), of_d);
            assert_close(&gradient, &expected, rows);
        }
    }
}
