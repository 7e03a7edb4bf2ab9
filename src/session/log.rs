//! The training log, one line an epoch in the manner of Keras's `verbose=2`.

use crate::config::Config;
use crate::decimal::fixed;
use crate::training::{EpochMetrics, Outcome};

/// A line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// Its number, never given twice.
    pub number: u32,
    /// Colour and marker of the network it tells of.
    pub look: usize,
    /// That network's name.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Whether it tells of trouble.
    pub problem: bool,
}

/// Figures of one epoch that took `seconds`.
pub fn epoch_text(config: &Config, metrics: &EpochMetrics, seconds: f64, steps: usize) -> String {
    let EpochMetrics { loss, accuracy, val_loss, val_accuracy, .. } = *metrics;
    let [loss, accuracy, val_loss, val_accuracy] =
        [loss, accuracy, val_loss, val_accuracy].map(|figure| fixed(figure, 4));
    format!(
        "Epoch {}/{} - {}s - {}/step - loss: {loss} - accuracy: {accuracy} \
         - val_loss: {val_loss} - val_accuracy: {val_accuracy}",
        metrics.epoch + 1,
        config.epochs,
        fixed(seconds, 1),
        milliseconds(seconds / steps.max(1) as f64),
    )
}

/// A line that names the seed, where a network has several.
pub fn of_seed(seed: Option<u64>, text: String) -> String {
    match seed {
        None => text,
        Some(seed) => format!("seed {seed} · {text}"),
    }
}

/// Keras rounds to whole milliseconds; a GPU's steps are shorter.
fn milliseconds(seconds: f64) -> String {
    let milliseconds = seconds * 1e3;
    let decimals = if milliseconds < 10.0 { 1 } else { 0 };
    format!("{}ms", fixed(milliseconds, decimals))
}

/// What the log says of a run's end; nothing of one that went as planned.
pub fn end_text(outcome: &Outcome, epochs_done: usize) -> Option<String> {
    match outcome {
        Outcome::Completed => None,
        Outcome::Stopped => Some(format!("Stopped after {} by you.", epochs(epochs_done))),
        Outcome::Diverged => Some(DIVERGED.into()),
        Outcome::Failed(cause) => Some(format!("The training failed: {cause}")),
    }
}

/// What is said of a network whose loss is no longer a number.
pub const DIVERGED: &str = "Stopped because its loss is no longer a number (NaN): the updates \
                            grew without bound. A smaller learning rate usually helps.";

/// So many epochs, in words.
pub fn epochs(count: usize) -> String {
    match count {
        1 => "1 epoch".into(),
        count => format!("{count} epochs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_reads_as_in_keras() {
        let metrics = EpochMetrics {
            loss: 0.42131,
            accuracy: 0.882,
            val_loss: 0.6123,
            val_accuracy: 0.81,
            ..EpochMetrics::of(2, &[], &[], 1, 1.2)
        };
        assert_eq!(
            epoch_text(&Config::default(), &metrics, 0.4, 16),
            "Epoch 3/20 - 0.4s - 25ms/step - loss: 0.4213 - accuracy: 0.8820 \
             - val_loss: 0.6123 - val_accuracy: 0.8100"
        );
        assert!(epoch_text(&Config::default(), &metrics, 0.01, 16).contains("0.6ms/step"));
    }

    #[test]
    fn only_other_ends_than_the_planned_are_told() {
        assert_eq!(end_text(&Outcome::Completed, 20), None);
        assert_eq!(end_text(&Outcome::Stopped, 1).unwrap(), "Stopped after 1 epoch by you.");
    }
}
