//! Every number that a verdict turns on. Losses are cross-entropies; shares are of the loss at hand, so
//! that they mean the same at 2.3 as at 0.05.

/// Fewer epochs show no trend: a turn needs two stretches, and a stretch needs two points.
pub const LEAST_EPOCHS: usize = 4;

/// The end of a curve is its last fifth, at least three epochs, so that no single one decides.
pub fn end_epochs(epochs: usize) -> usize {
    (epochs / 5).max(3).min(epochs)
}

/// Slopes at the end are taken over the last half, at least five epochs and at most ten.
pub fn slope_epochs(epochs: usize) -> usize {
    (epochs / 2).clamp(5, 10).min(epochs)
}

/// A validation loss that falls by 3 % an epoch is worth training on: ten more epochs might take a quarter.
pub const IMPROVING_SLOPE: f64 = 0.03;
/// Unless it is less than this in itself: then hardly one image in a thousand is read better for it.
pub const IMPROVING_LOSS: f64 = 0.008;
/// A slow but steady fall counts as well, once it is at least this share of the average fall of all epochs:
/// a curve that levels out has slowed down much more.
pub const STEADY: f64 = 0.5;
/// Either way the fall must exceed so many times the standard deviation of the curve's wiggles: a slope over
/// so few epochs is uncertain by more than one.
pub const IMPROVING_NOISE: f64 = 3.0;

/// Validation loss has turned when it ends this share above its lowest stretch…
pub const TURN: f64 = 0.05;
/// …and that by so many times the standard deviation of its own wiggles.
pub const TURN_NOISE: f64 = 2.5;
/// Training and validation stay together while the gap is at most this share of validation loss: then a turn is
/// none of overfitting, and a network that makes many errors underfits.
pub const TOGETHER: f64 = 0.3;

/// The gap is wide when validation loss is at least twice the training loss (the gap is half of it)…
pub const WIDE_GAP: f64 = 0.5;
/// …and by so much: below it, both losses are small and the ratio says little.
pub const WIDE_GAP_LOSS: f64 = 0.18;
/// Or when so many more of the training images are read right than of the others.
pub const WIDE_GAP_ACCURACY: f64 = 0.10;

/// Validation loss has hardly fallen since it first came this near to its lowest stretch…
pub const FLAT: f64 = 0.05;
/// …and the training loss runs away when it has fallen to this share since…
pub const RUNAWAY_FALL: f64 = 0.6;
/// …and validation loss is so many times the training loss.
pub const RUNAWAY_RATIO: f64 = 3.5;

/// A network that reads fewer of its own training images and learns no more is too small, or stuck: one
/// hidden layer of eight units already reaches this.
pub const LOW_ACCURACY: f64 = 0.90;
/// Between the two, it is compared with the best: it underfits if that makes at most half its errors.
pub const HIGH_ACCURACY: f64 = 0.95;
/// The share of errors that is much less.
pub const HALF_THE_ERRORS: f64 = 0.5;

/// The loss of a guess at random among ten classes: ln 10. A network whose loss stays above it has been
/// thrown off; one that was thrown far above it and stays below [`LOST_ACCURACY`] has not recovered.
pub const GUESSING_LOSS: f64 = std::f64::consts::LN_10;
/// Above so many times the loss of guessing, a training loss was thrown off.
pub const THROWN_OFF: f64 = 1.5;
/// Accuracy that is no recovery.
pub const LOST_ACCURACY: f64 = 0.5;
/// A training loss is unstable whose average step upwards in the second half, falls counted as none, is this
/// share of its level: an optimizer that works lowers it, and noise of a twentieth makes it a third of that.
pub const JUMPS: f64 = 0.08;
/// A training loss has risen again when it lost this share of what it had gained.
pub const LOST_GAIN: f64 = 0.25;
/// Guards against calling a wiggle about nearly nothing unstable: levels below this share of the first loss.
pub const NEARLY_NOTHING: f64 = 0.1;
