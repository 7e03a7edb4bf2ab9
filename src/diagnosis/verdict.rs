//! The verdict on a history.

use super::indicators::Indicators;
use super::thresholds as t;

/// What a network does, as far as its curves tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It learns its own training images badly, and learns no more.
    Underfitting,
    /// It has learnt, and what it learnt holds for images that it has not seen.
    GoodFit,
    /// It goes on learning its training images by heart, to no use or harm elsewhere.
    Overfitting,
    /// Validation loss still falls.
    StillImproving,
    /// Its loss is no number any more, or jumps about.
    Diverged,
    /// Too few epochs to tell.
    TooShort,
}

impl Verdict {
    /// The verdict on these indicators. `highest` is the best validation accuracy among the compared.
    pub fn of(own: &Indicators, highest: f64) -> Verdict {
        if !own.is_finite {
            return Verdict::Diverged;
        }
        if own.epochs < t::LEAST_EPOCHS {
            return Verdict::TooShort;
        }
        if own.is_unstable {
            return Verdict::Diverged;
        }
        if own.has_turned {
            return Verdict::Overfitting;
        }
        if own.is_improving {
            return Verdict::StillImproving;
        }
        if own.widening.is_some() {
            return Verdict::Overfitting;
        }
        match own.accuracy < t::LOW_ACCURACY || Verdict::is_far_behind(own, highest) {
            true => Verdict::Underfitting,
            false => Verdict::GoodFit,
        }
    }

    /// Whether a middling network, whose curves stay together, makes many more errors than the best of the
    /// compared.
    pub fn is_far_behind(own: &Indicators, highest: f64) -> bool {
        let errors = 1.0 - own.val_accuracy;
        let stays_together = own.gap_at_end <= t::TOGETHER * own.val_loss;
        own.accuracy < t::HIGH_ACCURACY
            && stays_together
            && 1.0 - highest <= t::HALF_THE_ERRORS * errors
    }

    /// Whether it says how well the network fits, or at least that it still learns to.
    pub fn tells_of_fit(self) -> bool {
        !matches!(self, Verdict::Diverged | Verdict::TooShort)
    }

    /// The verdict in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Underfitting => "underfitting",
            Verdict::GoodFit => "good_fit",
            Verdict::Overfitting => "overfitting",
            Verdict::StillImproving => "still_improving",
            Verdict::Diverged => "diverged",
            Verdict::TooShort => "too_short",
        }
    }

    /// The verdict on the page.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Underfitting => "underfitting",
            Verdict::GoodFit => "good fit",
            Verdict::Overfitting => "overfitting",
            Verdict::StillImproving => "still improving",
            Verdict::Diverged => "unstable",
            Verdict::TooShort => "too few epochs",
        }
    }
}
