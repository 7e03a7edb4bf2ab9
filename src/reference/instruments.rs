//! The instruments, one example, one unit and one weight after the other.

use super::{Network, derivative};
use crate::config::Activation;
use crate::network::Layer;
use crate::training::Reading;

/// Everything but the update ratio: on a probe of training examples, and on all test images.
pub fn reading<'a>(
    network: &Network,
    probe: &[(&[u8], u8)],
    test: impl Iterator<Item = &'a [u8]>,
) -> Reading {
    let step = network.gradient(probe);
    let kernels = step.gradient.iter().zip(&network.layers);
    let gradient_norm =
        kernels.map(|(gradient, layer)| norm(&gradient[..layer.inputs * layer.units])).collect();
    let hidden = network.layers.len() - 1;
    let outputs: Vec<_> = probe.iter().map(|(image, _)| network.forward(image)).collect();
    let share = |layer: usize, counts: &dyn Fn(f64) -> bool| {
        let of_layer = outputs.iter().flat_map(|outputs| &outputs[layer]);
        let count = of_layer.filter(|&&y| counts(y)).count() as f64;
        count / (network.layers[layer].units * probe.len()) as f64
    };
    let saturation = |layer: usize| {
        let activation = network.layers[layer].activation;
        let greatest = match activation {
            Activation::Sigmoid => 0.25,
            Activation::Tanh => 1.0,
            _ => return f64::NAN,
        };
        share(layer, &|y| derivative(activation, y) < 0.01 * greatest)
    };
    let mut is_dead: Vec<Vec<bool>> =
        network.layers[..hidden].iter().map(|layer| vec![true; layer.units]).collect();
    for image in test {
        for (is_dead, outputs) in is_dead.iter_mut().zip(network.forward(image)) {
            is_dead.iter_mut().zip(outputs).for_each(|(is_dead, y)| *is_dead &= y == 0.0);
        }
    }
    Reading {
        gradient_norm,
        update_ratio: Vec::new(),
        saturation: (0..hidden).map(saturation).collect(),
        sparsity: (0..hidden).map(|layer| share(layer, &|y| y == 0.0)).collect(),
        dead_units: is_dead
            .iter()
            .map(|units| units.iter().filter(|&&dead| dead).count() as f64)
            .collect(),
    }
}

/// ‖ΔW‖₂ / ‖W‖₂ of each layer's kernel, from before a step to after it.
pub fn update_ratios(before: &Network, after: &Network) -> Vec<f64> {
    let pairs = before.weights.iter().zip(&after.weights).zip(&before.layers);
    let ratio = |((before, after), layer): ((&Vec<f64>, &Vec<f64>), &Layer)| {
        let kernel = ..layer.inputs * layer.units;
        let change: Vec<f64> =
            before[kernel].iter().zip(&after[kernel]).map(|(b, a)| a - b).collect();
        norm(&change) / norm(&before[kernel])
    };
    pairs.map(ratio).collect()
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}
