//! Readings of a network on the processor, as `training::Reading` defines them. Sums are taken in 64 bits.

use super::network::{Example, Network, Outputs};
use crate::config::Activation;
use crate::network::Layer;
use crate::training::{Reading, saturation_limit};

/// Which units of the hidden layers have not been seen to be anything but 0.
pub struct Census {
    /// Of each hidden layer.
    unseen: Vec<Vec<usize>>,
}

impl Census {
    /// Before any output of a network of these layers was seen.
    pub fn new(layers: &[Layer]) -> Census {
        let hidden = &layers[..layers.len() - 1];
        Census { unseen: hidden.iter().map(|layer| (0..layer.units).collect()).collect() }
    }

    /// Takes in the outputs for the batch that the network saw last. A unit that was seen at work is not looked
    /// at again; most are within a few examples.
    pub fn take(&mut self, network: &Network) {
        for (unseen, outputs) in self.unseen.iter_mut().zip(network.hidden_outputs()) {
            let Outputs { units, values, .. } = outputs;
            unseen.retain(|&unit| values.iter().skip(unit).step_by(units).all(|&y| y == 0.0));
        }
    }

    /// Whether every unit has been something else than 0: then more examples tell nothing new.
    pub fn is_decided(&self) -> bool {
        self.unseen.iter().all(Vec::is_empty)
    }

    /// Of each hidden layer, the units that were always 0.
    pub fn dead_units(&self) -> Vec<f64> {
        self.unseen.iter().map(|units| units.len() as f64).collect()
    }
}

/// Gradients, saturation and sparsity on these examples; what else there is to a reading stays empty.
pub fn probe(network: &mut Network, examples: &[Example]) -> Reading {
    let gradient_norm = network.gradient_norms(examples);
    let outputs = || network.hidden_outputs();
    Reading {
        gradient_norm,
        saturation: outputs().map(|of| saturation(of.activation, of.values)).collect(),
        sparsity: outputs().map(|of| share(of.values, |y| y == 0.0)).collect(),
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
        let change: Vec<f32> = before.iter().zip(after).map(|(b, a)| a - b).collect();
        (sum_of_squares(&change) / sum_of_squares(before)).sqrt()
    };
    before.iter().zip(network.kernels()).map(ratio).collect()
}

/// Σ v², in as many sums as a processor adds to at a time.
pub fn sum_of_squares(values: &[f32]) -> f64 {
    const SUMS: usize = 16;
    let mut sums = [0.0; SUMS];
    let (rows, rest) = values.as_chunks::<SUMS>();
    for row in rows {
        for (sum, &value) in sums.iter_mut().zip(row) {
            *sum += f64::from(value) * f64::from(value);
        }
    }
    let of_rest: f64 = rest.iter().map(|&value| f64::from(value) * f64::from(value)).sum();
    sums.iter().sum::<f64>() + of_rest
}
