//! What a training run tells while it goes on: the one stream that page, console and tests fold.

use super::metrics::{Loss, mean, steps};
use super::reading::Reading;

/// Names one network's training within a [`Lab`](super::Lab).
pub type RunId = u32;

/// News of one run.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Pipelines are compiled and the weights lie on the GPU; the first step follows.
    Started,
    /// The GPU has finished this many steps of an epoch.
    Progress {
        /// Counted from 0.
        epoch: usize,
        /// Steps done within that epoch.
        step: usize,
    },
    /// An epoch and its validation are over.
    Epoch(EpochMetrics),
    /// The run is over; nothing follows.
    Finished(Outcome),
}

/// What one epoch came to.
#[derive(Clone, Debug, PartialEq)]
pub struct EpochMetrics {
    /// Counted from 0.
    pub epoch: usize,
    /// Example-weighted mean over the batches, each before its update.
    pub loss: f64,
    /// As `loss`, of the share of examples whose label has the largest logit.
    pub accuracy: f64,
    /// Mean over the test examples after the epoch's last update.
    pub val_loss: f64,
    /// As `val_loss`, of the share of examples read right.
    pub val_accuracy: f64,
    /// Loss and accuracy of each batch, in order.
    pub steps: Vec<StepMetrics>,
    /// Seconds of computing for this run up to the epoch's end: where several train in the same dispatches, its share.
    pub seconds: f64,
    /// Seconds of computing for one of the epoch's steps, validation and instruments apart. NaN where that
    /// cannot be told.
    pub step_seconds: f64,
    /// The reading after the epoch's last update; the first epoch has before it that of before the first.
    pub readings: Vec<Reading>,
}

impl EpochMetrics {
    /// What these losses come to: those of the training examples in the order taken, and those of the test.
    /// Without readings and the time of a step.
    pub fn of(
        epoch: usize,
        training: &[Loss],
        test: &[Loss],
        batch_size: usize,
        seconds: f64,
    ) -> EpochMetrics {
        let (trained, validated) = (mean(training), mean(test));
        EpochMetrics {
            epoch,
            loss: trained.loss,
            accuracy: trained.accuracy,
            val_loss: validated.loss,
            val_accuracy: validated.accuracy,
            steps: steps(training, batch_size),
            seconds,
            step_seconds: f64::NAN,
            readings: Vec::new(),
        }
    }

    /// Whether both losses are numbers; else training on would change nothing.
    pub fn is_finite(&self) -> bool {
        self.loss.is_finite() && self.val_loss.is_finite()
    }
}

/// One batch, before its update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepMetrics {
    /// Mean cross-entropy.
    pub loss: f64,
    /// Share of examples read right.
    pub accuracy: f64,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// All epochs were trained.
    Completed,
    /// The reader stopped it.
    Stopped,
    /// The loss is no longer a number; training on would change nothing.
    Diverged,
    /// The GPU failed, in words for the reader.
    Failed(String),
}
