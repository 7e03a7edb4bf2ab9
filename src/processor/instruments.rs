//! Readings of a network on the processor, as `training::Reading` defines them. Sums are taken in 64 bits.

use super::network::{Example, Network};
use crate::config::Activation;
use crate::network::Layer;
use crate::training::{Reading, saturation_limit};

/// Which units of the hidden layers have been seen to be something else than 0.
pub struct Census {
    /// Of each hidden layer, for each unit, a number that is 0 while all its outputs were.
    seen: Vec<Vec<u32>>,
}

impl Census {
    /// Before any output of a network of these layers was seen.
    pub fn new(layers: &[Layer]) -> Census {
        let hidden = &layers[..layers.len() - 1];
        Census { seen: hidden.iter().map(|layer| vec![0; layer.units]).collect() }
    }

    /// Takes in the outputs for the batch that the network saw last.
    pub fn take(&mut self, network: &Network) {
        for (seen, (_, outputs)) in self.seen.iter_mut().zip(network.hidden_outputs()) {
            for row in outputs.chunks_exact(seen.len()) {
                // A float's bits without the sign.
                seen.iter_mut().zip(row).for_each(|(seen, y)| *seen |= y.to_bits() << 1);
            }
        }
    }

    /// Whether every unit has been something else than 0: then more examples tell nothing new.
    pub fn is_decided(&self) -> bool {
        self.seen.iter().flatten().all(|&seen| seen != 0)
    }

    /// Of each hidden layer, the units that were always 0.
    pub fn dead_units(&self) -> Vec<f64> {
        let dead = |seen: &Vec<u32>| seen.iter().filter(|&&seen| seen == 0).count() as f64;
        self.seen.iter().map(dead).collect()
    }
}

/// Gradients, saturation and sparsity on these examples; what else there is to a reading stays empty.
pub fn probe(network: &mut Network, examples: &[Example]) -> Reading {
    let gradient_norm = network.gradient_norms(examples);
    let of_hidden = |share: fn(Activation, &[f32]) -> f64| {
        network.hidden_outputs().map(|(activation, outputs)| share(activation, outputs)).collect()
    };
    Reading {
        gradient_norm,
        saturation: of_hidden(saturation),
        sparsity: of_hidden(|_, outputs| share(outputs, |y| y == 0.0)),
        ..Reading::default()
    }
}

fn saturation(activation: Activation, outputs: &[f32]) -> f64 {
    let Some(limit) = saturation_limit(activation) else { return f64::NAN };
    let limit = limit as f32;
    match activation {
        Activation::Sigmoid => share(outputs, |y| y * (1.0 - y) < limit),
        _ => share(outputs, |y| 1.0 - y * y < limit),
    }
}

fn share(outputs: &[f32], is_counted: impl Fn(f32) -> bool) -> f64 {
    outputs.iter().filter(|&&y| is_counted(y)).count() as f64 / outputs.len() as f64
}

/// ‖ΔW‖₂ / ‖W‖₂ of each layer, from the kernels before a step and the network after it.
pub fn update_ratios(before: &[Vec<f32>], network: &Network) -> Vec<f64> {
    let ratio = |(before, after): (&Vec<f32>, &[f32])| {
        let change = before.iter().zip(after).map(|(b, a)| f64::from(*a) - f64::from(*b));
        let change = sum_of_squares(change);
        (change / sum_of_squares(before.iter().map(|&w| f64::from(w)))).sqrt()
    };
    before.iter().zip(network.kernels()).map(ratio).collect()
}

/// Σ v²
pub fn sum_of_squares(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum()
}
