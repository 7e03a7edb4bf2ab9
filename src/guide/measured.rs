//! What one network of an experiment came to.

use crate::config::{Activation, Dense};
use crate::diagnosis::{Curves, Diagnosis, diagnose};
use crate::session::network::Network;
use crate::training::{History, Reading};

/// A network after its training.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// The network.
    pub network: &'a Network,
    /// Its curves; of several seeds their median.
    pub history: &'a History,
    /// What the instruments showed, of its first seed.
    pub readings: &'a [Reading],
    /// How many seeds it was trained from.
    pub seeds: usize,
    /// What its curves show.
    pub diagnosis: Diagnosis,
}

impl<'a> Measured<'a> {
    /// All networks that have a curve, diagnosed together.
    pub fn all(networks: &'a [Network]) -> Vec<Measured<'a>> {
        let trained: Vec<(&Network, &History)> = networks
            .iter()
            .filter(|network| network.has_curve())
            .filter_map(|network| Some((network, network.history()?)))
            .collect();
        let curves: Vec<Curves> = trained.iter().map(|(_, history)| Curves::of(history)).collect();
        let diagnosed = trained.iter().zip(diagnose(&curves));
        diagnosed
            .map(|(&(network, history), diagnosis)| Measured::of(network, history, diagnosis))
            .collect()
    }

    fn of(network: &'a Network, history: &'a History, diagnosis: Diagnosis) -> Measured<'a> {
        Measured {
            network,
            history,
            readings: network.readings(),
            seeds: network.taking_part().len(),
            diagnosis,
        }
    }

    /// What the reader calls it.
    pub fn name(&self) -> &'a str {
        &self.network.name
    }

    /// The hidden layers that were trained; the reader may have changed the network's since.
    pub fn hidden(&self) -> &'a [Dense] {
        self.network.runs().first().map_or(&[], |run| &run.config.hidden)
    }

    /// How wide its hidden layers are.
    pub fn units(&self) -> impl Iterator<Item = usize> {
        self.hidden().iter().map(|layer| layer.units)
    }

    /// The activation of all its hidden layers, if they share one.
    pub fn activation(&self) -> Option<Activation> {
        let first = self.hidden().first()?.activation;
        self.hidden().iter().all(|layer| layer.activation == first).then_some(first)
    }

    /// Whether its slope fades at both ends.
    pub fn saturates(&self) -> bool {
        matches!(self.activation(), Some(Activation::Sigmoid | Activation::Tanh))
    }

    /// Whether it is made of ReLUs, leaky or not.
    pub fn rectifies(&self) -> bool {
        matches!(self.activation(), Some(Activation::Relu | Activation::LeakyRelu { .. }))
    }

    /// Validation loss at the end.
    pub fn val_loss(&self) -> f64 {
        last(&self.history.val_loss)
    }

    /// Validation accuracy at the end.
    pub fn val_accuracy(&self) -> f64 {
        last(&self.history.val_accuracy)
    }

    /// The gradient norm of each hidden layer before the first update.
    pub fn first_gradients(&self) -> &[f64] {
        let all = self.readings.first().map_or(&[][..], |reading| &reading.gradient_norm);
        &all[..all.len().min(self.hidden().len())]
    }
}

/// The last value of a curve; NaN of an empty one.
pub fn last(curve: &[f64]) -> f64 {
    curve.last().copied().unwrap_or(f64::NAN)
}
