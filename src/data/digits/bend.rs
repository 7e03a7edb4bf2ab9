//! A smooth map of the paper: a cubic warp, then slant, width and rotation.

use super::glyphs::Point;
use super::random::Random;

/// Terms of the warp's polynomial.
const TERMS: usize = 7;

/// How strong a term is, where half the glyph's height is 1.
const WARP: f32 = 0.11;

pub struct Bend {
    /// The weights of the terms that move x and of those that move y.
    warp: [[f32; TERMS]; 2],
    /// How far x moves as y goes from the middle to the top.
    slant: f32,
    width: f32,
    /// Cosine and sine of the rotation.
    turn: [f32; 2],
}

impl Bend {
    /// A gentle one, leaning right more often than left.
    pub fn pick(random: &mut Random) -> Self {
        // The half-angle formulas need no `sin`, whose last bits differ between platforms.
        let half = random.bell(0.0, 0.07);
        let norm = 1.0 + half * half;
        Self {
            warp: [[0; TERMS]; 2].map(|axis| axis.map(|_| random.bell(0.0, WARP))),
            slant: random.bell(0.12, 0.2),
            width: random.bell(1.03, 0.14),
            turn: [(1.0 - half * half) / norm, 2.0 * half / norm],
        }
    }

    /// Where a point of a glyph goes, in hundredths of the glyph's height from its middle.
    pub fn apply(&self, point: Point) -> Point {
        let [x, y] = point.map(|at| at / 50.0 - 1.0);
        let (bow_x, bow_y) = (x * x - 1.0, y * y - 1.0);
        let terms = [x * x, x * y, y * y, x * bow_x, y * bow_x, x * bow_y, y * bow_y];
        let [dx, dy] = self.warp.map(|weights| {
            let moves = weights.iter().zip(terms).map(|(weight, term)| weight * term);
            moves.fold(0.0, |sum, by| sum + by)
        });
        let y = y + dy;
        let x = self.width * (x + dx) - self.slant * y;
        let [cos, sin] = self.turn;
        [50.0 * (cos * x - sin * y), 50.0 * (sin * x + cos * y)]
    }
}
