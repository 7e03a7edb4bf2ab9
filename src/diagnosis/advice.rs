//! What to try next.

use super::indicators::Indicators;
use super::verdict::Verdict;

/// One or two things to try, for the reader of the page.
pub fn advice(verdict: Verdict, own: &Indicators) -> String {
    match verdict {
        Verdict::Underfitting if own.accuracy < 0.5 => {
            "Give it more units; if it is deep, try ReLU instead of sigmoid, fewer layers, or another \
             learning rate: it has hardly learnt at all."
                .into()
        }
        Verdict::Underfitting => {
            "Give it more units or another layer: its own training images are too hard for it.".into()
        }
        Verdict::GoodFit => {
            "Keep it. More units or more data may still lower both losses together.".into()
        }
        Verdict::Overfitting if own.has_turned && own.best_epoch < own.epochs => format!(
            "Stop after epoch {}, train on more images, or make the network smaller.",
            own.best_epoch
        ),
        Verdict::Overfitting => "Train on more images, or make the network smaller.".into(),
        Verdict::StillImproving => "Train for more epochs: it is not finished.".into(),
        Verdict::Diverged => "Lower the learning rate, to a tenth for a start.".into(),
        Verdict::TooShort => "Train for more epochs.".into(),
    }
}
