//! Smooth curves: Catmull-Rom splines through a stroke's points, flattened to chains of points.

use super::glyphs::Point;

/// Straight pieces from one control point to the next.
const PIECES: usize = 4;

/// Each stroke as a chain of close points; a point that stands twice is a corner.
pub fn flatten(strokes: &[Vec<Point>]) -> Vec<Vec<Point>> {
    strokes.iter().map(|stroke| smooth(stroke)).collect()
}

fn smooth(stroke: &[Point]) -> Vec<Point> {
    let arcs = stroke.chunk_by(|a, b| a != b);
    let mut chain = Vec::with_capacity(stroke.len() * PIECES);
    for arc in arcs {
        for (i, pair) in arc.windows(2).enumerate() {
            let [from, to] = [pair[0], pair[1]];
            let before = i.checked_sub(1).map_or(from, |i| arc[i]);
            let after = arc.get(i + 2).copied().unwrap_or(to);
            chain.extend((0..PIECES).map(|piece| {
                let t = piece as f32 / PIECES as f32;
                [0, 1].map(|axis| spline([before[axis], from[axis], to[axis], after[axis]], t))
            }));
        }
    }
    chain.extend(stroke.last());
    chain
}

/// The uniform Catmull-Rom polynomial from `b` to `c`.
fn spline([a, b, c, d]: [f32; 4], t: f32) -> f32 {
    let cubic = 3.0 * (b - c) + d - a;
    let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
    b + 0.5 * t * (c - a + t * (square + t * cubic))
}
