//! Networks for tests, trained without training.

use super::experiment::Plan;
use super::network::{Network, Origin, Run};
use super::shared::repeated;
use crate::config::Config;
use crate::training::{EpochMetrics, Event};

/// The end of an epoch, counted from 0, with this validation loss and what else would go with it.
pub fn epoch(epoch: usize, val_loss: f64) -> Event {
    Event::Epoch(EpochMetrics {
        loss: val_loss / 2.0,
        accuracy: 0.5,
        val_loss,
        val_accuracy: 1.0 - val_loss,
        ..EpochMetrics::of(epoch, &[], &[], 1, 1.0)
    })
}

/// A network of the page with a run for each of these, serials from 1 on, which came to this validation loss in
/// its first epoch and trains on.
pub fn network(name: &str, val_losses: &[f64]) -> Network {
    let plan = Plan { name: name.into(), hidden: Vec::new() };
    let mut network = Network::new(1, plan, 0, Origin::Page);
    let runs = repeated(&Config::default(), val_losses.len()).into_iter().zip(1..);
    network.set_runs(runs.map(|(config, serial)| Run::waiting(serial, config)).collect());
    for (&val_loss, serial) in val_losses.iter().zip(1..) {
        network.fold(serial, &epoch(0, val_loss));
    }
    network
}
