//! Where an axis is marked: round numbers, evenly spread, as many as there is room for.

use crate::decimal::{exponential, fixed};

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where.
    pub value: f64,
    /// What stands beside it; empty for a line only.
    pub label: String,
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `rough`.
pub fn nice_step(rough: f64) -> f64 {
    let magnitude = 10_f64.powi(rough.log10().floor() as i32);
    let share = rough / magnitude;
    let round = [1.0, 2.0, 2.5, 5.0].into_iter().find(|step| share <= step * (1.0 + 1e-9));
    round.unwrap_or(10.0) * magnitude
}

/// Marks from `min` to `max`, at most `most` of them or a little more.
pub fn linear(min: f64, max: f64, most: usize) -> Vec<Tick> {
    let span = max - min;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let step = nice_step(span / most.max(1) as f64);
    let first = (min / step - 1e-6).ceil() as i64;
    let last = (max / step + 1e-6).floor() as i64;
    let decimals = decimals_of(step);
    let tick = |index: i64| {
        let value = index as f64 * step;
        Tick { value, label: label(value, decimals) }
    };
    (first..=last).map(tick).collect()
}

/// Decimals that tell multiples of `step` apart.
fn decimals_of(step: f64) -> usize {
    let digits = -(step.log10().floor()) as i32;
    let quarter = (step * 10_f64.powi(digits)).fract() > 1e-6;
    (digits + i32::from(quarter)).clamp(0, 12) as usize
}

fn label(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e5 { exponential(value, None) } else { fixed(value, decimals) }
}

/// Marks of a logarithmic axis: powers of ten, and 2 and 5 times these where there is room.
pub fn logarithmic(min: f64, max: f64, most: usize) -> Vec<Tick> {
    if !(min > 0.0 && max.is_finite() && max > min) {
        return Vec::new();
    }
    let (low, high) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let decades = (max / min).log10();
    let stride = (decades / most.max(1) as f64).ceil().max(1.0) as i32;
    let steps: &[f64] = match decades * 3.0 <= most as f64 {
        true => &[1.0, 2.0, 5.0],
        false => &[1.0],
    };
    (low..=high)
        .filter(|exponent| exponent.rem_euclid(stride) == 0)
        .flat_map(|exponent| steps.iter().map(move |step| (exponent, step)))
        .map(|(exponent, step)| (exponent, step * 10_f64.powi(exponent)))
        .filter(|(_, value)| (min * (1.0 - 1e-9)..=max * (1.0 + 1e-9)).contains(value))
        .map(|(exponent, value)| Tick { value, label: power_label(value, exponent) })
        .collect()
}

fn power_label(value: f64, exponent: i32) -> String {
    match exponent {
        -4..0 => fixed(value, -exponent as usize),
        0..5 => fixed(value, 0),
        _ => exponential(value, Some(0)),
    }
}

/// Whole epochs from 1 to `last`, the first one and round ones.
pub fn epochs(last: usize, most: usize) -> Vec<usize> {
    let last = last.max(1);
    let rough = last.div_ceil(most.max(1));
    let magnitude = 10_usize.pow(rough.ilog10());
    let round = [1, 2, 5].map(|digit| digit * magnitude).into_iter().find(|step| *step >= rough);
    match round.unwrap_or(10 * magnitude) {
        1 => (1..=last).collect(),
        step => std::iter::once(1).chain((1..=last / step).map(|index| index * step)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn steps_are_round() {
        for (rough, step) in [(0.13, 0.2), (0.2, 0.2), (0.21, 0.25), (3.0, 5.0), (7.0, 10.0)] {
            assert!((nice_step(rough) - step).abs() < 1e-12, "{rough}");
        }
    }

    #[test]
    fn linear_marks_are_labelled_alike() {
        assert_eq!(labels(&linear(0.0, 2.0, 5)), ["0.0", "0.5", "1.0", "1.5", "2.0"]);
        assert_eq!(labels(&linear(0.25, 1.0, 3)), ["0.25", "0.50", "0.75", "1.00"]);
        assert!(linear(1.0, 1.0, 5).is_empty() && linear(0.0, f64::NAN, 5).is_empty());
    }

    #[test]
    fn logarithmic_marks_are_powers() {
        assert_eq!(labels(&logarithmic(0.01, 10.0, 6)), ["0.01", "0.1", "1", "10"]);
        assert_eq!(labels(&logarithmic(0.1, 1.0, 6)), ["0.1", "0.2", "0.5", "1"]);
        assert!(logarithmic(1e-9, 1e9, 5).len() <= 6);
    }

    #[test]
    fn epochs_are_whole_and_begin_with_the_first() {
        assert_eq!(epochs(5, 10), [1, 2, 3, 4, 5]);
        assert_eq!(epochs(20, 8), [1, 5, 10, 15, 20]);
        assert_eq!(epochs(1000, 5), [1, 200, 400, 600, 800, 1000]);
        assert_eq!(epochs(1, 5), [1]);
    }
}
