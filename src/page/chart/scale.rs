//! The vertical axis: from values to heights.

use super::ticks::{self, Tick};

/// How values become heights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Equal steps, equal distances.
    #[default]
    Linear,
    /// Equal factors, equal distances.
    Logarithmic,
}

/// A stretch of values and how it is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    kind: Kind,
    min: f64,
    max: f64,
}

/// The smallest loss that a logarithmic axis reaches down to.
const SMALLEST: f64 = 1e-7;
/// Below this share of its beginning a logarithmic axis tells no values apart; 0 has no other place.
const FAR_BELOW: f64 = 1e-3;

impl Scale {
    /// Equal steps from `min` to `max`.
    pub fn linear(min: f64, max: f64) -> Scale {
        Scale { kind: Kind::Linear, min, max }
    }

    /// Equal factors, over the powers of ten that hold all positive values.
    pub fn of_magnitudes(values: impl Iterator<Item = f64>) -> Scale {
        let usable = values.filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) = usable.fold((f64::INFINITY, 0.0), |(low, high), value| {
            (f64::min(low, value), f64::max(high, value))
        });
        let (low, high) = if high > 0.0 { (low, high) } else { (0.1, 1.0) };
        let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
        let max = 10_f64.powi(last.max(first + 1));
        Scale { kind: Kind::Logarithmic, min: 10_f64.powi(first), max }
    }

    /// The scale of losses. The linear one begins at 0.
    pub fn of_losses(kind: Kind, losses: impl Iterator<Item = f64>) -> Scale {
        let usable = losses.filter(|loss| loss.is_finite() && *loss < 1e30);
        match kind {
            Kind::Linear => {
                let max = usable.fold(0.0, f64::max);
                let max = if max > 0.0 { max } else { 2.5 };
                let step = ticks::nice_step(max / 8.0);
                Scale { kind, min: 0.0, max: (max / step).ceil() * step }
            }
            Kind::Logarithmic => {
                let positive = usable.filter(|loss| *loss >= SMALLEST);
                let (min, max) = positive.fold((f64::INFINITY, 0.0), |(min, max), loss| {
                    (f64::min(min, loss), f64::max(max, loss))
                });
                let (min, max) = if max > 0.0 { (min, max) } else { (0.1, 2.5) };
                Scale { kind, min: min / 1.15, max: max * 1.15 }
            }
        }
    }

    /// The scale of accuracies: up to 1, down to a little below the lowest.
    pub fn of_accuracies(accuracies: impl Iterator<Item = f64>) -> Scale {
        let lowest = accuracies.filter(|share| share.is_finite()).fold(1.0, f64::min);
        let lowest = if lowest < 1.0 { lowest } else { 0.0 };
        let step = ticks::nice_step(((1.0 - lowest) / 8.0).max(0.0025));
        let min = ((lowest / step).floor() * step).max(0.0).min(1.0 - step);
        Scale { kind: Kind::Linear, min, max: 1.0 }
    }

    /// A value's height, 0 at the bottom and 1 at the top; `None` where it has none.
    pub fn height(&self, value: f64) -> Option<f64> {
        let share = match self.kind {
            Kind::Linear => (value - self.min) / (self.max - self.min),
            // `max` takes NaN for the smallest of all.
            Kind::Logarithmic if value.is_nan() => value,
            Kind::Logarithmic => {
                (value / self.min).max(FAR_BELOW).ln() / (self.max / self.min).ln()
            }
        };
        share.is_finite().then_some(share)
    }

    /// Marks, at most about `most`.
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        match self.kind {
            Kind::Linear => ticks::linear(self.min, self.max, most),
            Kind::Logarithmic => {
                let marks = ticks::logarithmic(self.min, self.max, most);
                // Between two powers of ten there may be none.
                if marks.len() > 1 { marks } else { ticks::linear(self.min, self.max, most) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_losses_begin_at_zero_and_end_above_the_largest() {
        let scale = Scale::of_losses(Kind::Linear, [0.3, 2.29, f64::NAN].into_iter());
        assert_eq!((scale.height(0.0), scale.min), (Some(0.0), 0.0));
        assert!(scale.height(2.29).is_some_and(|height| (0.9..=1.0).contains(&height)));
        assert_eq!(scale.height(f64::NAN), None);
    }

    #[test]
    fn equal_factors_are_equal_distances() {
        let scale = Scale::of_losses(Kind::Logarithmic, [0.01, 1.0].into_iter());
        let height = |value| scale.height(value).unwrap();
        assert!((height(0.1) - height(0.01) - (height(1.0) - height(0.1))).abs() < 1e-12);
        assert!(scale.height(0.0).is_some_and(|height| height < 0.0));
        assert_eq!(scale.height(f64::NAN), None);
    }

    #[test]
    fn losses_between_two_powers_of_ten_have_marks() {
        for losses in [[2.3014, 2.31], [0.25, 0.42], [0.021, 0.0212]] {
            let ticks = Scale::of_losses(Kind::Logarithmic, losses.into_iter()).ticks(6);
            assert!((2..9).contains(&ticks.len()), "{losses:?}: {ticks:?}");
        }
    }

    #[test]
    fn magnitudes_lie_within_powers_of_ten() {
        let scale = Scale::of_magnitudes([2e-9, 0.03, f64::NAN, 0.0].into_iter());
        assert!((scale.min / 1e-9 - 1.0).abs() < 1e-12 && (scale.max / 0.1 - 1.0).abs() < 1e-12);
        assert!(scale.height(1e-5).is_some_and(|height| (height - 0.5).abs() < 1e-12));
        assert_eq!(Scale::of_magnitudes([1.0].into_iter()).height(10.0), Some(1.0));
    }

    #[test]
    fn accuracies_reach_up_to_one() {
        let scale = Scale::of_accuracies([0.31, 0.99].into_iter());
        assert_eq!((scale.height(1.0), scale.min <= 0.31), (Some(1.0), true));
        assert!(Scale::of_accuracies([1.0].into_iter()).min < 1.0);
        assert!(Scale::of_accuracies([0.9999].into_iter()).min < 0.9999);
    }

    #[test]
    fn no_values_still_make_an_axis() {
        for kind in [Kind::Linear, Kind::Logarithmic] {
            assert!(Scale::of_losses(kind, std::iter::empty()).ticks(6).len() > 1);
        }
    }
}
