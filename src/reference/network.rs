//! A whole network: forward, backward and update, one example and one weight after the other.

use super::{Moments, Prediction, activate, derivative, softmax_cross_entropy, update};
use crate::config::Optimizer;
use crate::network::{Layer, Weights};

/// A network and its optimizer's running values.
#[derive(Clone, Debug)]
pub struct Network {
    /// Shapes and activations.
    pub layers: Vec<Layer>,
    optimizer: Optimizer,
    /// Per layer W (inputs × units, row by row), then b (units).
    pub weights: Vec<Vec<f64>>,
    moments: Vec<Vec<Moments>>,
    steps: i32,
}

/// The loss's gradient by every weight, laid out as [`Network::weights`].
pub type Gradient = Vec<Vec<f64>>;

/// What one batch comes to before its update.
#[derive(Clone, Debug)]
pub struct Step {
    /// Mean cross-entropy.
    pub loss: f64,
    /// Share of examples read right.
    pub accuracy: f64,
    /// Gradient of the loss.
    pub gradient: Gradient,
}

impl Network {
    /// A network with these weights, before its first step.
    pub fn new(layers: &[Layer], optimizer: Optimizer, weights: &Weights) -> Network {
        let pairs = weights.0.chunks(2);
        let weights: Vec<Vec<f64>> = pairs
            .map(|pair| pair.iter().flat_map(|t| &t.values).map(|&w| f64::from(w)).collect())
            .collect();
        Network {
            layers: layers.to_vec(),
            optimizer,
            moments: weights.iter().map(|w| vec![Moments::default(); w.len()]).collect(),
            weights,
            steps: 0,
        }
    }

    /// Every layer's outputs for one image of bytes, the logits last.
    pub fn forward(&self, image: &[u8]) -> Vec<Vec<f64>> {
        let mut outputs: Vec<Vec<f64>> = Vec::new();
        let pixels: Vec<f64> = image.iter().map(|&byte| f64::from(byte) / 255.0).collect();
        for (layer, weights) in self.layers.iter().zip(&self.weights) {
            let x = outputs.last().unwrap_or(&pixels);
            let (kernel, bias) = weights.split_at(layer.inputs * layer.units);
            let mut z = bias.to_vec();
            for (x, row) in x.iter().zip(kernel.chunks(layer.units)) {
                z.iter_mut().zip(row).for_each(|(z, w)| *z += x * w);
            }
            outputs.push(z.into_iter().map(|z| activate(layer.activation, z)).collect());
        }
        outputs
    }

    /// Probabilities, loss and correctness for one example.
    pub fn predict(&self, image: &[u8], label: u8) -> Prediction {
        let outputs = self.forward(image);
        softmax_cross_entropy(outputs.last().map_or(&[], |z| z), usize::from(label))
    }

    /// Loss, accuracy and gradient over a batch; the weights stay as they are.
    pub fn gradient(&self, batch: &[(&[u8], u8)]) -> Step {
        let mut step = Step {
            loss: 0.0,
            accuracy: 0.0,
            gradient: self.weights.iter().map(|w| vec![0.0; w.len()]).collect(),
        };
        let share = 1.0 / batch.len() as f64;
        for &(image, label) in batch {
            let prediction = self.backward(image, label, share, &mut step.gradient);
            step.loss += share * prediction.loss;
            step.accuracy += share * f64::from(u8::from(prediction.correct));
        }
        step
    }

    /// Adds one example's share to the gradient.
    fn backward(&self, image: &[u8], label: u8, share: f64, gradient: &mut Gradient) -> Prediction {
        let outputs = self.forward(image);
        let pixels: Vec<f64> = image.iter().map(|&byte| f64::from(byte) / 255.0).collect();
        let logits = outputs.last().map_or(&[][..], |z| z);
        let prediction = softmax_cross_entropy(logits, usize::from(label));
        // dL/dZ of the layer at hand, from the last one downwards.
        let mut delta: Vec<f64> = prediction.probabilities.iter().map(|p| share * p).collect();
        delta[usize::from(label)] -= share;
        for index in (0..self.layers.len()).rev() {
            let Layer { inputs, units, .. } = self.layers[index];
            let x = if index == 0 { &pixels } else { &outputs[index - 1] };
            let rows = gradient[index].chunks_mut(units);
            // The bias is a last row whose input is always 1.
            for (x, row) in x.iter().chain([&1.0]).zip(rows) {
                row.iter_mut().zip(&delta).for_each(|(g, d)| *g += x * d);
            }
            if index > 0 {
                let kernel = self.weights[index][..inputs * units].chunks(units);
                let activation = self.layers[index - 1].activation;
                delta = kernel
                    .zip(x)
                    .map(|(row, &y)| {
                        let dx: f64 = row.iter().zip(&delta).map(|(w, d)| w * d).sum();
                        dx * derivative(activation, y)
                    })
                    .collect();
            }
        }
        prediction
    }

    /// Trains on one batch and says what it came to before the update.
    pub fn train(&mut self, batch: &[(&[u8], u8)]) -> Step {
        let step = self.gradient(batch);
        self.steps += 1;
        for (layer, gradient) in step.gradient.iter().enumerate() {
            let moments = self.moments[layer].iter_mut();
            for ((w, &g), moments) in self.weights[layer].iter_mut().zip(gradient).zip(moments) {
                *w = update(&self.optimizer, self.steps, *w, g, moments);
            }
        }
        step
    }
}
