//! Networks with made-up trainings, whose numbers a test knows.
#![allow(dead_code, reason = "each test file uses its own part")]

use fitlab::config::{Config, Dense};
use fitlab::session::experiment::Plan;
use fitlab::session::network::{Circumstances, Network, NetworkId, Origin, Run};
use fitlab::session::shared::repeated;
use fitlab::training::{EpochMetrics, Event, Outcome, Reading};

/// A network to be trained to these losses.
pub struct Training<'a> {
    pub id: NetworkId,
    pub name: &'a str,
    pub hidden: Vec<Dense>,
    /// Training and validation loss of each epoch; accuracies follow from them.
    pub losses: Vec<[f64; 2]>,
    pub seeds: usize,
    /// Before the first update and after each epoch; none where nothing was measured.
    pub readings: Vec<Reading>,
}

impl Training<'_> {
    pub fn run(self) -> Network {
        let plan = Plan { name: self.name.into(), hidden: self.hidden.clone() };
        let look = self.id as usize;
        let mut network = Network::new(self.id, plan, look, Origin::Page);
        let config =
            Config { hidden: self.hidden.clone(), epochs: self.losses.len(), ..Config::default() };
        let configs = repeated(&config, self.seeds).into_iter().zip(1..);
        network.set_runs(
            configs.clone().map(|(config, serial)| Run::waiting(serial, config)).collect(),
        );
        for (config, serial) in configs {
            let at = Circumstances {
                adapter: "a processor".into(),
                backend: "WebAssembly".into(),
                dataset_note: "MNIST from a test".into(),
            };
            network.prepare(serial, config, 500, at);
            for epoch in 0..self.losses.len() {
                network.fold(serial, &Event::Epoch(self.metrics(epoch, serial)));
            }
            network.fold(serial, &Event::Finished(Outcome::Completed));
        }
        network
    }

    /// Each further seed ends a little higher.
    fn metrics(&self, epoch: usize, serial: u32) -> EpochMetrics {
        let [loss, val_loss] = self.losses[epoch].map(|loss| loss + 0.001 * f64::from(serial - 1));
        let first = if epoch == 0 { 0 } else { epoch + 1 };
        let readings = self.readings.iter().skip(first).take(epoch + 2 - first);
        EpochMetrics {
            loss,
            val_loss,
            accuracy: 1.0 - 0.3 * loss,
            val_accuracy: 1.0 - 0.3 * val_loss,
            readings: readings.cloned().collect(),
            step_seconds: 1e-3 + 1e-4 * epoch as f64,
            ..EpochMetrics::of(epoch, &[], &[], 1, (epoch + 1) as f64)
        }
    }
}

/// Training loss falls throughout, validation loss turns after epoch 6.
pub fn overfitting() -> Vec<[f64; 2]> {
    let loss = |epoch: i32| (-0.35 * f64::from(epoch)).exp();
    let val_loss = |epoch: i32| 0.4 + 0.03 * f64::from((epoch - 6).abs());
    (1..=16).map(|epoch| [loss(epoch), val_loss(epoch)]).collect()
}
