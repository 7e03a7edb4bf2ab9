//! Why a verdict was given, in sentences made of its indicators.

use super::indicators::{Indicators, Widening};
use super::thresholds::{LEAST_EPOCHS, TURN, end_epochs};
use super::verdict::Verdict;
use super::words::{epochs, loss, percent};
use crate::decimal::fixed;

/// The sentences, the deciding one first.
pub fn reasons(verdict: Verdict, own: &Indicators, highest: f64) -> Vec<String> {
    let first = match verdict {
        Verdict::Underfitting => underfitting(own),
        Verdict::GoodFit => good_fit(own),
        Verdict::Overfitting => overfitting(own),
        Verdict::StillImproving => format!(
            "Validation loss still falls, by about {} in each of the last epochs.",
            loss(-own.val_loss_slope * own.val_loss)
        ),
        Verdict::Diverged => return vec![diverged(own)],
        Verdict::TooShort => {
            return vec![format!(
                "{} so far, and no trend can be told from fewer than {LEAST_EPOCHS}.",
                epochs(own.epochs)
            )];
        }
    };
    let is_behind = verdict == Verdict::Underfitting && Verdict::is_far_behind(own, highest);
    let behind = is_behind.then(|| {
        format!(
            "The best of the compared networks reads {} of the validation images, this one {}.",
            percent(highest),
            percent(own.val_accuracy)
        )
    });
    [first, gap(own)].into_iter().chain(behind).collect()
}

fn underfitting(own: &Indicators) -> String {
    format!(
        "It reads only {} of its own training images over the {}, and validation loss no longer falls much \
         ({} an epoch).",
        percent(own.accuracy),
        end(own),
        signed(own.val_loss_slope)
    )
}

fn good_fit(own: &Indicators) -> String {
    // It may have been lowest a moment ago, but for wiggles in which a trend does not show.
    let level = match own.best_epoch == own.epochs {
        true => "shows no clear trend any more",
        false => "has levelled out",
    };
    format!(
        "Validation loss {level}, at {} over the {}, and {}; its lowest was {} after epoch {}.",
        loss(own.val_loss),
        end(own),
        not_turned(own),
        loss(own.best_val_loss),
        own.best_epoch
    )
}

/// The stretch whose medians stand for the end of the curves.
fn end(own: &Indicators) -> String {
    format!("last {}", epochs(end_epochs(own.epochs)))
}

/// That it has not turned, though a rise may be as large as that of a turn but for the curve's wiggles.
fn not_turned(own: &Indicators) -> String {
    if own.rise < TURN {
        return "has not turned upwards".into();
    }
    let rise = percent(own.rise);
    format!("has not turned clearly ({rise} above its lowest stretch may still be a wiggle)")
}

fn overfitting(own: &Indicators) -> String {
    if own.has_turned {
        return format!(
            "Validation loss has turned: it was lowest after epoch {} ({}) and stands at {} over the {}, {} above its \
             lowest stretch, while training loss is down to {}.",
            own.best_epoch,
            loss(own.best_val_loss),
            loss(own.val_loss),
            end(own),
            percent(own.rise),
            loss(own.loss)
        );
    }
    match own.widening {
        // As much as a turn, but for the curve's wiggles.
        Some(Widening::Runaway) if own.rise >= TURN => format!(
            "Validation loss has not turned clearly: it was lowest after epoch {} ({}) and stands at {} over the {}, {} \
             above its lowest stretch, which may still be a wiggle. Training loss meanwhile is down to {}.",
            own.best_epoch,
            loss(own.best_val_loss),
            loss(own.val_loss),
            end(own),
            percent(own.rise),
            loss(own.loss)
        ),
        Some(Widening::Runaway) => format!(
            "Validation loss has not turned, but it has hardly fallen since epoch {}: its lowest is {} after epoch \
             {}, and it stands at {} over the {}, while training loss is down to {}.",
            own.flat_since,
            loss(own.best_val_loss),
            own.best_epoch,
            loss(own.val_loss),
            end(own),
            loss(own.loss)
        ),
        _ => format!(
            "Validation loss {}, but the gap is wide: the network reads {} of its training images and only {} of \
             those it has not seen, over the {}.",
            not_turned(own),
            percent(own.accuracy),
            percent(own.val_accuracy),
            end(own)
        ),
    }
}

fn diverged(own: &Indicators) -> String {
    if own.is_finite {
        return format!(
            "The training loss does not settle: it stands at {} over the {}, with {} read right.",
            loss(own.loss),
            end(own),
            percent(own.accuracy)
        );
    }
    match own.epochs {
        0 => "The loss was no number from the first epoch on.".into(),
        count => format!("The loss is no number any more after {}.", epochs(count)),
    }
}

/// How far training and validation are apart.
fn gap(own: &Indicators) -> String {
    let ratio = own.val_loss / own.loss;
    let times = if own.gap_at_end > 0.0 && ratio >= 1.95 {
        format!(", {} times the training loss", fixed(ratio, if ratio < 9.5 { 1 } else { 0 }))
    } else {
        String::new()
    };
    let end_begins = own.epochs - end_epochs(own.epochs);
    let before = match own.best_epoch > end_begins {
        true => "is".into(),
        false => format!("was {} after epoch {} and is", loss(own.gap_at_best), own.best_epoch),
    };
    format!(
        "The gap between validation and training loss {before} {} over the {} (medians {} and {}{times}).",
        loss(own.gap_at_end),
        end(own),
        loss(own.val_loss),
        loss(own.loss)
    )
}

fn signed(share: f64) -> String {
    let sign = if share < 0.0 { "−" } else { "+" };
    format!("{sign}{}", percent(share.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::curves::Curves;

    #[test]
    fn a_rise_that_may_be_a_wiggle_is_told() {
        let level = [0.3; 12];
        let curves =
            Curves { loss: &level, accuracy: &level, val_loss: &level, val_accuracy: &level };
        let own = Indicators::of(curves);
        assert!(good_fit(&own).contains("has not turned upwards"));
        let risen = Indicators { rise: 2.0 * TURN, ..own };
        let told = good_fit(&risen);
        assert!(told.contains("above its lowest stretch may still be a wiggle"), "{told}");
        assert!(!told.contains("not turned upwards"), "{told}");
    }
}
