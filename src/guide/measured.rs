//! What one network of an experiment came to.

use crate::config::{Activation, Dense};
use crate::diagnosis::{Curves, Diagnosis, Indicators, diagnose};
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
    /// After how many epochs it is compared with the others: as many as all have whose losses are numbers.
    pub epochs: usize,
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
        let diagnosed = diagnose(&curves);
        let sound = curves.iter().zip(&diagnosed).filter(|(_, found)| found.indicators.is_finite);
        let epochs = sound.map(|(curves, _)| curves.epochs()).min().unwrap_or(0);
        let measured =
            |((network, history), diagnosis): ((&'a Network, &'a History), Diagnosis)| {
                let (readings, seeds) = (network.readings(), network.taking_part().len());
                Measured { network, history, readings, seeds, diagnosis, epochs }
            };
        trained.into_iter().zip(diagnosed).map(measured).collect()
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

    /// Training loss when it is compared.
    pub fn loss(&self) -> f64 {
        self.compared(&self.history.loss)
    }

    /// Validation loss when it is compared.
    pub fn val_loss(&self) -> f64 {
        self.compared(&self.history.val_loss)
    }

    /// Validation accuracy when it is compared.
    pub fn val_accuracy(&self) -> f64 {
        self.compared(&self.history.val_accuracy)
    }

    /// A curve's value when the networks are compared; NaN of one that did not come so far.
    fn compared(&self, curve: &[f64]) -> f64 {
        let value = self.epochs.checked_sub(1).and_then(|last| curve.get(last));
        value.copied().unwrap_or(f64::NAN)
    }

    /// The indicators of its epochs up to then.
    pub fn indicators(&self) -> Indicators {
        let curves = Curves::of(self.history);
        Indicators::of(curves.up_to(self.epochs.min(curves.epochs())))
    }

    /// What the instruments showed then.
    pub fn reading(&self) -> Option<&Reading> {
        self.readings.get(self.epochs)
    }

    /// The gradient norm of each hidden layer before the first update.
    pub fn first_gradients(&self) -> &[f64] {
        let all = self.readings.first().map_or(&[][..], |reading| &reading.gradient_norm);
        &all[..all.len().min(self.hidden().len())]
    }
}
