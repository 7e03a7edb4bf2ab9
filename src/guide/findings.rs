//! What was measured, in sentences. Each is built from numbers of the networks at hand; where theory expects
//! something, the sentence says whether it came so.

mod activations;
mod capacity;
mod curves;
mod depth;
mod words;

use super::measured::Measured;
use super::question::Question;
use crate::diagnosis::words::epochs;

/// A sentence about what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The sentence.
    pub text: String,
    /// Whether theory expects it.
    pub stance: Stance,
}

/// A finding beside what theory expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Theory says nothing of it.
    Plain,
    /// As theory expects.
    Agrees,
    /// Not as theory expects.
    Disagrees,
}

impl Stance {
    fn of(agrees: Option<bool>) -> Stance {
        match agrees {
            None => Stance::Plain,
            Some(true) => Stance::Agrees,
            Some(false) => Stance::Disagrees,
        }
    }
}

/// What these networks, trained to their end, say to the question. Without networks nothing.
pub fn findings(question: Question, networks: &[Measured]) -> Vec<Finding> {
    if networks.is_empty() {
        return Vec::new();
    }
    let all: Vec<&Measured> = networks.iter().collect();
    let (sound, diverged): (Vec<&Measured>, Vec<&Measured>) =
        all.iter().partition(|network| network.diagnosis.indicators.is_finite);
    let mut told: Vec<Finding> = left_out(&diverged).into_iter().collect();
    told.extend(lengths(&sound));
    told.extend(match question {
        Question::Capacity => capacity::findings(&all, &sound),
        Question::Activations => activations::findings(&all, &sound),
        Question::Depth => depth::findings(&sound),
        Question::Curves => curves::findings(&all, &sound),
    });
    told.extend(certainty(question, &sound));
    told
}

/// Networks that came to no number are compared with none.
fn left_out(diverged: &[&Measured]) -> Option<Finding> {
    (!diverged.is_empty()).then(|| {
        let names = words::names(diverged);
        plain(format!("The loss of {names} is no number any more: left out of every comparison."))
    })
}

/// Networks that were not trained equally long are compared as far as all have come.
fn lengths(networks: &[&Measured]) -> Option<Finding> {
    let shortest = networks.first()?.epochs;
    if networks.iter().all(|network| network.history.epochs() == shortest) {
        return None;
    }
    let each =
        networks.iter().map(|one| format!("{} {}", words::name(one), epochs(one.history.epochs())));
    let each: Vec<String> = each.collect();
    Some(plain(format!(
        "The networks were not trained equally long: {}. They are compared as they were after {}; whether one \
         overfits is told from all its epochs.",
        each.join(", "),
        epochs(shortest)
    )))
}

/// How far the findings can be trusted, and over which seeds they were taken.
fn certainty(question: Question, networks: &[&Measured]) -> Option<Finding> {
    let seeds = networks.iter().map(|network| network.seeds);
    let (fewest, most) = (seeds.clone().min()?, seeds.max()?);
    if networks.len() < 2 {
        return None;
    }
    if most == 1 {
        return Some(plain(
            "All this is from one seed. Whether a small difference is more than chance, only repeats can tell: \
             set Repeats to 3 or more."
                .into(),
        ));
    }
    let over = match fewest == most {
        true => format!("{most} seeds"),
        false => {
            let each = networks.iter().map(|one| format!("{} {}", words::name(one), one.seeds));
            let each: Vec<String> = each.collect();
            format!("each network's seeds ({})", each.join(", "))
        }
    };
    let inside = match question {
        Question::Depth => {
            " Gradients, saturation, zero outputs and dead units are those of each network's first seed."
        }
        _ => "",
    };
    Some(plain(format!(
        "Losses and accuracies are the median over {over}; under “Results” stands which differences are larger \
         than the spread between them.{inside}"
    )))
}

fn plain(text: String) -> Finding {
    stance(text, None)
}

/// A finding that theory expects or not; `None` where it expects nothing of the networks at hand.
fn stance(text: String, agrees: Option<bool>) -> Finding {
    Finding { text, stance: Stance::of(agrees) }
}

/// Whether theory has something to say of its activation.
fn is_of_a_kind(network: &Measured) -> bool {
    network.saturates() || network.rectifies()
}

/// Whether there is something that saturates beside a ReLU: theory sets one against the other.
fn are_of_both_kinds(networks: &[&Measured]) -> bool {
    networks.iter().any(|network| network.saturates())
        && networks.iter().any(|network| network.rectifies())
}
