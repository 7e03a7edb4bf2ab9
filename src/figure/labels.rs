//! Words beside the ends of lines, moved apart so that none covers another.

use crate::diagnosis::ascending;

/// For each height, counted downwards, that of its label: near it, in the same order, `apart` from its
/// neighbours, and where there is room between `top` and `bottom`.
pub(super) fn moved_apart(heights: &[f64], apart: f64, top: f64, bottom: f64) -> Vec<f64> {
    let order = ascending(heights);
    let mut moved = heights.to_vec();
    let mut above = top - apart;
    for &index in &order {
        above = moved[index].max(above + apart);
        moved[index] = above;
    }
    let mut below = bottom + apart;
    for &index in order.iter().rev() {
        below = moved[index].min(below - apart);
        moved[index] = below;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_order_and_distance_within_the_plot() {
        let moved = moved_apart(&[50.0, 49.0, 98.0, 99.0, 0.0], 10.0, 0.0, 100.0);
        assert_eq!(moved, [59.0, 49.0, 90.0, 100.0, 0.0]);
        assert_eq!(moved_apart(&[5.0, 5.0, 5.0], 4.0, 0.0, 8.0), [0.0, 4.0, 8.0]);
    }
}
