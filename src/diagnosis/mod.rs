//! From a history alone to a verdict: underfitting, good fit, overfitting, or none of these yet. Pure
//! functions, the same for the page, the console and the report. [`thresholds`] has every number that a
//! verdict turns on, with its reason.

mod advice;
mod curves;
mod indicators;
mod reasons;
mod report;
mod statistics;
pub mod thresholds;
mod verdict;
pub mod words;

pub use curves::Curves;
pub use indicators::{Indicators, Widening};
pub use statistics::ascending;
pub use verdict::Verdict;

/// What a history shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// In one word.
    pub verdict: Verdict,
    /// The numbers it rests on.
    pub indicators: Indicators,
    /// Why, in sentences made of these numbers.
    pub reasons: Vec<String>,
    /// What to try next.
    pub advice: String,
}

/// Diagnoses networks that were compared with one another, in their order. Each verdict rests on the
/// network's own curves; only in doubt is it compared with the best of them.
pub fn diagnose(networks: &[Curves]) -> Vec<Diagnosis> {
    let all: Vec<Indicators> = networks.iter().map(|curves| Indicators::of(*curves)).collect();
    let best = all.iter().map(|own| own.val_loss).filter(|loss| loss.is_finite());
    let best = best.min_by(f64::total_cmp);
    let highest = all.iter().map(|own| own.val_accuracy).fold(f64::NAN, f64::max);
    let several = networks.len() > 1;
    all.into_iter()
        .map(|mut own| {
            own.distance_to_best = best.filter(|_| several).map(|best| own.val_loss - best);
            let verdict = Verdict::of(&own, highest);
            let reasons = reasons::reasons(verdict, &own, highest);
            Diagnosis { verdict, reasons, advice: advice::advice(verdict, &own), indicators: own }
        })
        .collect()
}
