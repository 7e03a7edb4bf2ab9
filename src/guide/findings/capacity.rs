//! Question 1: which network underfits, fits, overfits.

use super::words::{greatest, least, name, names, percent};
use super::{Finding, plain, stance};
use crate::diagnosis::Verdict;
use crate::diagnosis::words::{epochs, loss};
use crate::guide::measured::Measured;
use crate::network::{layers, parameters};

pub fn findings(all: &[&Measured], sound: &[&Measured]) -> Vec<Finding> {
    let mut told = regimes(all);
    told.extend(labels(all));
    told.extend(size(sound));
    told.extend(best(sound));
    told
}

/// Which networks do what.
pub fn regimes(networks: &[&Measured]) -> Vec<Finding> {
    let verdicts = [
        Verdict::Underfitting,
        Verdict::GoodFit,
        Verdict::Overfitting,
        Verdict::StillImproving,
        Verdict::Diverged,
        Verdict::TooShort,
    ];
    let told = verdicts.into_iter().filter_map(|verdict| {
        let such: Vec<&Measured> = networks
            .iter()
            .copied()
            .filter(|network| network.diagnosis.verdict == verdict)
            .collect();
        let does = does(verdict, such.len() > 1);
        (!such.is_empty()).then(|| plain(format!("{} {does}.", names(&such))))
    });
    told.collect()
}

/// What one network does, or several do.
fn does(verdict: Verdict, several: bool) -> &'static str {
    let (one, more) = match verdict {
        Verdict::Underfitting => ("underfits", "underfit"),
        Verdict::GoodFit => ("fits", "fit"),
        Verdict::Overfitting => ("overfits", "overfit"),
        Verdict::StillImproving => ("still improves", "still improve"),
        Verdict::Diverged => ("is unstable", "are unstable"),
        Verdict::TooShort => {
            ("was trained for too few epochs to tell", "were trained for too few epochs to tell")
        }
    };
    if several { more } else { one }
}

/// Names that promise what the curves do not show.
fn labels(networks: &[&Measured]) -> Vec<Finding> {
    let promised = |network: &Measured| {
        let promises = [
            ("underfit", Verdict::Underfitting),
            ("best fit", Verdict::GoodFit),
            ("overfit", Verdict::Overfitting),
        ];
        promises
            .into_iter()
            .find(|(word, _)| network.name().eq_ignore_ascii_case(word))
            .map(|(_, verdict)| verdict)
    };
    let told = networks.iter().filter_map(|network| {
        let promised = promised(network)?;
        let verdict = network.diagnosis.verdict;
        let text = match verdict == promised {
            true => format!("{} does what its name says.", name(network)),
            false => format!(
                "{} does not do what its name says: it {}. {}",
                name(network),
                does(verdict, false),
                network.diagnosis.reasons.first().map_or("", |reason| reason)
            ),
        };
        Some(stance(text, verdict.tells_of_fit().then_some(verdict == promised)))
    });
    told.collect()
}

/// Whether larger networks overfit more.
fn size(networks: &[&Measured]) -> Option<Finding> {
    let weights = |network: &Measured| parameters(&layers(network.hidden())) as f64;
    let (small, large) = (least(networks, weights)?, greatest(networks, weights)?);
    if weights(small) == weights(large) {
        return None;
    }
    let gaps = [small, large].map(|network| network.val_loss() - network.loss());
    let text = format!(
        "After {} the gap between validation and training loss is {} for the smallest network, {}, and {} for the \
         largest, {}.",
        epochs(small.epochs),
        loss(gaps[0]),
        name(small),
        loss(gaps[1]),
        name(large)
    );
    let can_tell = [small, large].iter().all(|one| one.diagnosis.verdict.tells_of_fit());
    Some(stance(text, can_tell.then_some(gaps[1] > gaps[0])))
}

/// Who does best on images it has not seen, by either measure.
pub fn best(networks: &[&Measured]) -> Option<Finding> {
    let by_loss = least(networks, |network| network.val_loss())?;
    let by_accuracy = greatest(networks, |network| network.val_accuracy())?;
    if networks.len() < 2 {
        return None;
    }
    let after = epochs(by_loss.epochs);
    let text = match by_loss.val_accuracy() == by_accuracy.val_accuracy() {
        true => format!(
            "After {after} {} does best on images it has not seen: validation loss {}, {} read right.",
            name(by_loss),
            loss(by_loss.val_loss()),
            percent(by_loss.val_accuracy())
        ),
        false => format!(
            "After {after} {} has the lowest validation loss ({}, against {} for {}), yet {} reads the most of the \
             images it has not seen right ({} against {}). It errs less often, but is surer of itself when it \
             errs.",
            name(by_loss),
            loss(by_loss.val_loss()),
            loss(by_accuracy.val_loss()),
            name(by_accuracy),
            name(by_accuracy),
            percent(by_accuracy.val_accuracy()),
            percent(by_loss.val_accuracy())
        ),
    };
    Some(plain(text))
}
