//! Question 4: what the indicators say of the networks together. What they say of each stands in its verdict.

use super::words::percent;
use super::{Finding, capacity, plain};
use crate::guide::measured::Measured;

pub fn findings(all: &[&Measured], sound: &[&Measured]) -> Vec<Finding> {
    let mut told = capacity::regimes(all);
    told.extend(sound.iter().filter_map(|network| hidden_by_accuracy(network)).map(plain));
    told.extend(capacity::best(sound));
    told
}

/// Validation loss that rises while accuracy does not fall: what a look at accuracy alone would miss.
fn hidden_by_accuracy(network: &Measured) -> Option<String> {
    let indicators = &network.diagnosis.indicators;
    let at_best = network.history.val_accuracy.get(indicators.best_epoch.checked_sub(1)?)?;
    let hides = indicators.has_turned && indicators.val_accuracy >= *at_best;
    hides.then(|| {
        format!(
            "“{}” shows why accuracy is not enough: after epoch {} its validation loss rises by {} of its lowest \
             stretch, while its validation accuracy goes from {} to {}.",
            network.name(),
            indicators.best_epoch,
            percent(indicators.rise),
            percent(*at_best),
            percent(indicators.val_accuracy)
        )
    })
}
