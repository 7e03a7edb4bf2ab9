//! Figures of a curve that one odd epoch does not change: medians where others take means.

/// The middle of these numbers; NaN of none.
pub fn median(values: &[f64]) -> f64 {
    let order = ascending(values);
    let at = |place: usize| values[order[place]];
    match order.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => at(count / 2),
        count => (at(count / 2 - 1) + at(count / 2)) / 2.0,
    }
}

/// Where these numbers stand, the lowest first. The one place that sorts: sorting is long code.
pub fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    order
}

/// The median of the last `count` values.
pub fn end_level(curve: &[f64], count: usize) -> f64 {
    median(&curve[curve.len().saturating_sub(count)..])
}

/// The curve without its wiggles: a running median of three, then a running mean of three. The first and
/// the last value have but one neighbour and are averaged with it.
pub fn smoothed(curve: &[f64]) -> Vec<f64> {
    let windows = |curve: &[f64], figure: fn(&[f64]) -> f64| -> Vec<f64> {
        let last = curve.len().saturating_sub(1);
        let window = |at: usize| &curve[at.saturating_sub(1)..=(at + 1).min(last)];
        (0..curve.len()).map(|at| figure(window(at))).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    windows(&windows(curve, median), mean)
}

/// The standard deviation of the wiggles about a smooth curve, told from third differences, which a smooth
/// curve hardly has; from their median size, so that a steep start does not count. For normal noise the
/// median of |x| is 0.6745 σ, and a third difference has 1 + 9 + 9 + 1 = 20 times the variance.
pub fn noise(curve: &[f64]) -> f64 {
    let third = |four: &[f64]| (four[3] - 3.0 * four[2] + 3.0 * four[1] - four[0]).abs();
    let differences: Vec<f64> = curve.windows(4).map(third).collect();
    if differences.is_empty() { 0.0 } else { median(&differences) / 0.6745 / 20f64.sqrt() }
}

/// The slope a step: the median over all pairs of points (Theil and Sen).
pub fn slope(curve: &[f64]) -> f64 {
    let pairs = (0..curve.len()).flat_map(|to| (0..to).map(move |from| (from, to)));
    let slopes: Vec<f64> =
        pairs.map(|(from, to)| (curve[to] - curve[from]) / (to - from) as f64).collect();
    if slopes.is_empty() { 0.0 } else { median(&slopes) }
}

/// Where the smallest value stands, the first of equals.
pub fn lowest(curve: &[f64]) -> usize {
    let smallest = |best: usize, at: usize| if curve[at] < curve[best] { at } else { best };
    (0..curve.len()).fold(0, smallest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_value_changes_little() {
        let straight: Vec<f64> = (0..9).map(|x| 1.0 - 0.1 * f64::from(x)).collect();
        let mut odd = straight.clone();
        odd[4] = 5.0;
        assert!((slope(&straight) + 0.1).abs() < 1e-12);
        assert!((slope(&odd) + 0.1).abs() < 0.02);
        assert!(smoothed(&odd).iter().all(|value| *value < 1.1));
        assert!(noise(&straight) < 1e-12);
    }

    #[test]
    fn noise_is_measured() {
        let wiggle = |x: i32| f64::from((x * 7919 + 13) % 1000) / 1000.0 - 0.5;
        let curve: Vec<f64> = (0..400).map(|x| 0.01 * f64::from(x) + wiggle(x * x)).collect();
        // Uniform noise of width 1.
        assert!((noise(&curve) - 1.0 / 12f64.sqrt()).abs() < 0.1, "{}", noise(&curve));
    }
}
