//! What a training came to in numbers: one value a seed of each figure that the results table shows.

use super::network::Network;

/// Figures of a network's runs after equally many epochs.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// How many epochs.
    pub epochs: usize,
    /// Validation loss at their end.
    pub val_loss: Vec<f64>,
    /// Lowest validation loss.
    pub lowest_val_loss: Vec<f64>,
    /// The epoch of it, counted from 1.
    pub lowest_epoch: Vec<f64>,
    /// Validation accuracy at their end.
    pub val_accuracy: Vec<f64>,
    /// Training accuracy over their last epoch.
    pub accuracy: Vec<f64>,
}

impl Figures {
    /// The figures of the runs that take part, as far as all of them have come; `None` before the first epoch.
    pub fn of(network: &Network) -> Option<Figures> {
        Figures::after(network, network.history()?.epochs())
    }

    /// The figures after so many epochs, no more than all these runs have; `None` after none.
    pub fn after(network: &Network, epochs: usize) -> Option<Figures> {
        let last = epochs.checked_sub(1)?;
        let mut figures = Figures {
            epochs,
            val_loss: Vec::new(),
            lowest_val_loss: Vec::new(),
            lowest_epoch: Vec::new(),
            val_accuracy: Vec::new(),
            accuracy: Vec::new(),
        };
        for run in network.taking_part() {
            let history = &run.history;
            let (epoch, lowest) = lowest(&history.val_loss[..epochs]);
            figures.val_loss.push(history.val_loss[last]);
            figures.lowest_val_loss.push(lowest);
            figures.lowest_epoch.push(epoch as f64);
            figures.val_accuracy.push(history.val_accuracy[last]);
            figures.accuracy.push(history.accuracy[last]);
        }
        Some(figures)
    }
}

/// The first epoch, counted from 1, at which the loss was lowest, and that loss. NaN is no loss.
fn lowest(losses: &[f64]) -> (usize, f64) {
    let numbers = losses.iter().copied().zip(1..).filter(|(loss, _)| !loss.is_nan());
    let lowest = numbers.min_by(|(one, _), (other, _)| one.total_cmp(other));
    lowest.map_or((1, f64::NAN), |(loss, epoch)| (epoch, loss))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::trial::{epoch, network};

    #[test]
    fn all_runs_are_told_at_the_same_epoch() {
        let mut network = network("", &[0.5, 0.4]);
        network.fold(1, &epoch(1, 0.3));
        network.fold(1, &epoch(2, 0.1));
        network.fold(2, &epoch(1, 0.6));
        let figures = Figures::of(&network).unwrap();
        assert_eq!((figures.epochs, figures.val_loss), (2, vec![0.3, 0.6]));
        assert_eq!(figures.lowest_val_loss, [0.3, 0.4]);
        assert_eq!(figures.lowest_epoch, [2.0, 1.0]);
    }

    #[test]
    fn the_first_lowest_epoch_counts_and_nan_never() {
        assert_eq!(lowest(&[f64::NAN, 0.5, 0.2, 0.2]), (3, 0.2));
    }
}
