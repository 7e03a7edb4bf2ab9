//! The four curves of a history, one number an epoch.

use crate::training::History;

/// A history as the diagnosis sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curves<'a> {
    /// Training loss.
    pub loss: &'a [f64],
    /// Training accuracy.
    pub accuracy: &'a [f64],
    /// Validation loss.
    pub val_loss: &'a [f64],
    /// Validation accuracy.
    pub val_accuracy: &'a [f64],
}

impl<'a> Curves<'a> {
    /// The curves of a run.
    pub fn of(history: &'a History) -> Curves<'a> {
        let History { loss, accuracy, val_loss, val_accuracy, .. } = history;
        Curves { loss, accuracy, val_loss, val_accuracy }
    }

    /// Epochs that all four have.
    pub fn epochs(&self) -> usize {
        let lengths =
            [self.loss, self.accuracy, self.val_loss, self.val_accuracy].map(<[f64]>::len);
        lengths.into_iter().min().unwrap_or(0)
    }

    /// The first epochs of these curves.
    pub fn up_to(&self, epochs: usize) -> Curves<'a> {
        Curves {
            loss: &self.loss[..epochs],
            accuracy: &self.accuracy[..epochs],
            val_loss: &self.val_loss[..epochs],
            val_accuracy: &self.val_accuracy[..epochs],
        }
    }
}
