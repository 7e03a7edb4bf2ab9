//! The numbers that a verdict rests on.

use super::curves::Curves;
use super::statistics::{end_level, lowest, noise, slope, smoothed};
use super::thresholds as t;

/// What a history comes to. Losses are cross-entropies, accuracies shares of 1, epochs are counted from 1;
/// "at the end" is the median over the last fifth of the epochs, at least three.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicators {
    /// Epochs trained.
    pub epochs: usize,
    /// Whether all losses are numbers.
    pub is_finite: bool,
    /// The epoch of lowest validation loss.
    pub best_epoch: usize,
    /// The validation loss there.
    pub best_val_loss: f64,
    /// Training loss at the end.
    pub loss: f64,
    /// Training accuracy at the end.
    pub accuracy: f64,
    /// Validation loss at the end.
    pub val_loss: f64,
    /// Validation accuracy at the end.
    pub val_accuracy: f64,
    /// Validation loss minus training loss at the best epoch.
    pub gap_at_best: f64,
    /// The same at the end.
    pub gap_at_end: f64,
    /// Training accuracy minus validation accuracy at the end.
    pub accuracy_gap: f64,
    /// Change of the training loss in one of the last epochs, as a share of it.
    pub loss_slope: f64,
    /// Change of the validation loss in one of the last epochs, as a share of it.
    pub val_loss_slope: f64,
    /// How far validation loss ends above its lowest stretch, as a share of that.
    pub rise: f64,
    /// Whether validation loss has turned: it ends clearly above its lowest stretch.
    pub has_turned: bool,
    /// The epoch from which on validation loss is about as low as it gets, or rises again.
    pub flat_since: usize,
    /// Whether validation loss still falls.
    pub is_improving: bool,
    /// How the curves have come apart without a turn, if they have.
    pub widening: Option<Widening>,
    /// Whether the training loss has become unstable.
    pub is_unstable: bool,
    /// Validation loss at the end minus that of the best of the compared networks.
    pub distance_to_best: Option<f64>,
}

/// Training and validation far apart though validation loss has not turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widening {
    /// What is learnt of the training images does not hold for others.
    WideGap,
    /// Validation loss falls no further, and the training loss has fallen far since.
    Runaway,
}

impl Indicators {
    /// The indicators of one history, without its distance to others.
    pub fn of(curves: Curves) -> Indicators {
        let given = curves.epochs();
        let finite = |at: &usize| curves.loss[*at].is_finite() && curves.val_loss[*at].is_finite();
        let epochs = (0..given).take_while(finite).count();
        let Curves { loss, accuracy, val_loss, val_accuracy } = curves.up_to(epochs);
        if epochs == 0 {
            return Indicators::none(given == 0);
        }
        let end = |curve: &[f64]| end_level(curve, t::end_epochs(epochs));
        let best = lowest(val_loss);
        let levels = [loss, accuracy, val_loss, val_accuracy].map(end);
        let [end_loss, end_accuracy, end_val_loss, end_val_accuracy] = levels;
        let stretch = smoothed(val_loss);
        let low = lowest(&stretch);
        let flat = flat_since(&stretch, stretch[low]);
        let rise = end_val_loss - stretch[low];
        let has_turned = has_turned(val_loss, low, rise, stretch[low])
            && end_val_loss - end_loss > t::TOGETHER * end_val_loss;
        let tail = epochs - t::slope_epochs(epochs);
        let share_of = |curve: &[f64], level: f64| slope(&curve[tail..]) / level;
        let mut indicators = Indicators {
            epochs,
            is_finite: epochs == given,
            best_epoch: best + 1,
            best_val_loss: val_loss[best],
            loss: end_loss,
            accuracy: end_accuracy,
            val_loss: end_val_loss,
            val_accuracy: end_val_accuracy,
            gap_at_best: val_loss[best] - loss[best],
            gap_at_end: end_val_loss - end_loss,
            accuracy_gap: end_accuracy - end_val_accuracy,
            loss_slope: share_of(loss, end_loss),
            val_loss_slope: share_of(val_loss, end_val_loss),
            rise: (rise / stretch[low]).max(0.0),
            has_turned,
            flat_since: flat + 1,
            is_improving: false,
            widening: None,
            is_unstable: is_unstable(loss, end_loss, end_accuracy),
            distance_to_best: None,
        };
        indicators.is_improving = !has_turned && is_improving(val_loss, indicators.val_loss_slope);
        indicators.widening = indicators.widening(smoothed(loss)[flat]);
        indicators
    }

    fn none(is_finite: bool) -> Indicators {
        let nan = f64::NAN;
        Indicators {
            epochs: 0,
            is_finite,
            best_epoch: 0,
            best_val_loss: nan,
            loss: nan,
            accuracy: nan,
            val_loss: nan,
            val_accuracy: nan,
            gap_at_best: nan,
            gap_at_end: nan,
            accuracy_gap: nan,
            loss_slope: nan,
            val_loss_slope: nan,
            rise: nan,
            has_turned: false,
            flat_since: 0,
            is_improving: false,
            widening: None,
            is_unstable: false,
            distance_to_best: None,
        }
    }

    fn widening(&self, loss_since_flat: f64) -> Option<Widening> {
        let by_loss = self.gap_at_end >= t::WIDE_GAP * self.val_loss;
        if (by_loss && self.gap_at_end >= t::WIDE_GAP_LOSS)
            || self.accuracy_gap >= t::WIDE_GAP_ACCURACY
        {
            return Some(Widening::WideGap);
        }
        let has_run_away = self.loss <= t::RUNAWAY_FALL * loss_since_flat
            && self.val_loss >= t::RUNAWAY_RATIO * self.loss;
        has_run_away.then_some(Widening::Runaway)
    }
}

/// From where on validation loss is about as low as it gets.
fn flat_since(stretch: &[f64], lowest: f64) -> usize {
    stretch.iter().position(|loss| *loss <= (1.0 + t::FLAT) * lowest).unwrap_or(0)
}

/// Whether validation loss ends `rise` above its lowest stretch, at `low`, by more than its wiggles.
fn has_turned(val_loss: &[f64], low: usize, rise: f64, lowest: f64) -> bool {
    low + 3 < val_loss.len() && rise >= t::TURN * lowest && rise >= t::TURN_NOISE * noise(val_loss)
}

/// Whether validation loss falls at its end, by more than its wiggles.
fn is_improving(val_loss: &[f64], slope_share: f64) -> bool {
    let window = t::slope_epochs(val_loss.len());
    let tail = &val_loss[val_loss.len() - window..];
    let fall = -slope(tail);
    let average = (val_loss[0] - end_level(val_loss, 3)) / (val_loss.len() - 1).max(1) as f64;
    let is_clear = fall * (window - 1) as f64 > t::IMPROVING_NOISE * noise(val_loss);
    let is_much = -slope_share >= t::IMPROVING_SLOPE && fall >= t::IMPROVING_LOSS;
    is_clear && (is_much || fall >= t::STEADY * average)
}

/// Whether the training loss was thrown off, has risen again, or jumps about.
fn is_unstable(loss: &[f64], end: f64, end_accuracy: f64) -> bool {
    let first = loss[0];
    let highest = loss.iter().copied().fold(0.0, f64::max);
    let lowest = smoothed(loss).into_iter().fold(f64::INFINITY, f64::min);
    let thrown_off = highest > t::THROWN_OFF * t::GUESSING_LOSS && end_accuracy < t::LOST_ACCURACY;
    let is_something = end > t::NEARLY_NOTHING * first;
    let has_risen =
        is_something && end - lowest > t::LOST_GAIN * (first - lowest).max(0.25 * first);
    let jumps = is_something && mean_rise(&loss[loss.len() / 2..]) > t::JUMPS * end;
    thrown_off || has_risen || jumps
}

/// The average step upwards, falls counted as none.
fn mean_rise(curve: &[f64]) -> f64 {
    let steps = curve.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0));
    steps.sum::<f64>() / curve.len().max(2) as f64
}
