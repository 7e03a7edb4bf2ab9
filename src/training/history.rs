//! The curves of one run, as Keras's `history`: one number an epoch. Beside them what the instruments showed.

use super::{EpochMetrics, Event, Reading, StepMetrics};
use crate::json;
use serde_json::Value;

/// Loss and accuracy against epochs, training and validation, and every step's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Training loss.
    pub loss: Vec<f64>,
    /// Training accuracy.
    pub accuracy: Vec<f64>,
    /// Validation loss.
    pub val_loss: Vec<f64>,
    /// Validation accuracy.
    pub val_accuracy: Vec<f64>,
    /// Each batch before its update, over all epochs.
    pub steps: Vec<StepMetrics>,
    /// Seconds of computing for the run up to the end of each epoch.
    pub seconds: Vec<f64>,
    /// Seconds of computing for one step of each epoch; NaN where that cannot be told.
    pub step_seconds: Vec<f64>,
    /// What the instruments showed before the first update, and then after each epoch's last.
    pub readings: Vec<Reading>,
}

impl History {
    /// Takes in an event; only the end of an epoch adds to the curves.
    pub fn apply(&mut self, event: &Event) {
        if let Event::Epoch(metrics) = event {
            self.push(metrics);
        }
    }

    fn push(&mut self, metrics: &EpochMetrics) {
        self.loss.push(metrics.loss);
        self.accuracy.push(metrics.accuracy);
        self.val_loss.push(metrics.val_loss);
        self.val_accuracy.push(metrics.val_accuracy);
        self.steps.extend(&metrics.steps);
        self.seconds.push(metrics.seconds);
        self.step_seconds.push(metrics.step_seconds);
        self.readings.extend_from_slice(&metrics.readings);
    }

    /// Epochs finished.
    pub fn epochs(&self) -> usize {
        self.loss.len()
    }

    /// Keras's `history` object. A number that is not finite is `null`, as JSON has no other word.
    pub fn to_json(&self) -> Value {
        json::object([
            ("loss", Value::from(self.loss.as_slice())),
            ("accuracy", Value::from(self.accuracy.as_slice())),
            ("val_loss", Value::from(self.val_loss.as_slice())),
            ("val_accuracy", Value::from(self.val_accuracy.as_slice())),
        ])
    }
}
