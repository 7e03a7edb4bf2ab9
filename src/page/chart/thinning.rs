//! Curves with more points than a screen can show, reduced to what one can see of them.

/// Pixels of the chart's width that share a lowest and a highest point. Strokes are at most half as wide.
const COLUMN: f64 = 4.0;

/// A place on the canvas.
pub type Point = (f64, f64);

/// Of points from left to right, each column's lowest and highest, in their order, and both ends. Where no
/// more than two share a column, all stay.
pub fn thinned(points: &[Point]) -> Vec<Point> {
    let column = |point: &Point| (point.0 / COLUMN).floor();
    let columns = points.chunk_by(|a, b| column(a) == column(b));
    let mut kept = Vec::new();
    for column in columns {
        let by_height = |a: &usize, b: &usize| column[*a].1.total_cmp(&column[*b].1);
        let top = (0..column.len()).min_by(by_height).unwrap_or(0);
        let bottom = (0..column.len()).max_by(by_height).unwrap_or(0);
        kept.push(column[top.min(bottom)]);
        if top != bottom {
            kept.push(column[top.max(bottom)]);
        }
    }
    // A curve begins and ends where its values do.
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        if kept.first() != Some(first) {
            kept.insert(0, *first);
        }
        if kept.last() != Some(last) {
            kept.push(*last);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparse_curves_stay_as_they_are() {
        let points: Vec<Point> = (0..50).map(|n| (2.0 * f64::from(n), f64::from(n % 7))).collect();
        assert_eq!(thinned(&points), points);
        assert_eq!(thinned(&[]), []);
    }

    #[test]
    fn dense_curves_keep_ends_and_extremes_in_order() {
        let height = |n: u32| f64::from(n * 7919 % 101);
        let points: Vec<Point> = (0..1000).map(|n| (0.5 * f64::from(n), height(n))).collect();
        let thin = thinned(&points);
        assert!(thin.len() <= 2 * 125 + 2, "{}", thin.len());
        assert!(thin.is_sorted_by(|a, b| a.0 < b.0) && thin.iter().all(|p| points.contains(p)));
        assert_eq!((thin.first(), thin.last()), (points.first(), points.last()));
        for part in points.chunks(8) {
            let extremes = |of: fn(f64, f64) -> f64| part.iter().map(|p| p.1).reduce(of).unwrap();
            for extreme in [extremes(f64::min), extremes(f64::max)] {
                let inside = |p: &&Point| (part[0].0..part[0].0 + 4.0).contains(&p.0);
                assert!(thin.iter().filter(inside).any(|p| p.1 == extreme));
            }
        }
    }
}
