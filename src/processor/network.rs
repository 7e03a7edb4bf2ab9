//! A whole network on the processor: forward, backward and update of a batch at a time.

use super::activation::{activate, times_derivative};
use super::dense::Dense;
use super::head;
use super::ink::Ink;
use super::instruments::sum_of_squares;
use super::product::{Products, Sizes};
use super::update::Update;
use crate::config::{Activation, Optimizer};
use crate::network::{Layer, Weights};
use crate::training::Loss;

/// An image of bytes and its label.
pub type Example<'a> = (&'a [u8], u8);

/// A hidden layer's outputs for a batch.
pub struct Outputs<'a> {
    /// What they came from.
    pub activation: Activation,
    /// Outputs of an example.
    pub units: usize,
    /// A row an example.
    pub values: &'a [f32],
}

/// A network, its optimizer's running values, and room for the batch at hand.
pub struct Network {
    layers: Vec<Dense>,
    /// Those whose weights may move.
    pixels: Vec<usize>,
    optimizer: Optimizer,
    steps: i32,
    ink: Ink,
    products: Products,
    /// Of each layer its outputs, a row an example; of the last one the logits, then dL/dZ.
    outputs: Vec<Vec<f32>>,
    /// dL/dX of a layer: dL/dZ of the one below.
    deltas: Vec<f32>,
    /// dL/dW, then dL/db, of a layer.
    gradient: Vec<f32>,
}

impl Network {
    /// A network with these weights, before its first step. Of batches that are mostly blank no pixels but these
    /// are learned from: others must be blank in all of them.
    pub fn new(
        layers: &[Layer],
        optimizer: Optimizer,
        weights: &Weights,
        pixels: &[usize],
    ) -> Network {
        let dense = layers.iter().enumerate().filter_map(|(index, &layer)| {
            let (kernel, bias) = weights.layer(index)?;
            Some(Dense::new(layer, &optimizer, kernel, bias))
        });
        Network {
            layers: dense.collect(),
            pixels: pixels.to_vec(),
            outputs: vec![Vec::new(); layers.len()],
            optimizer,
            steps: 0,
            ink: Ink::default(),
            products: Products::default(),
            deltas: Vec::new(),
            gradient: Vec::new(),
        }
    }

    /// Its weights in Keras's order.
    pub fn weights(&self) -> Weights {
        let layers: Vec<Layer> = self.layers.iter().map(|dense| dense.layer).collect();
        let arrays = self.layers.iter().flat_map(|dense| {
            let (kernel, bias) = dense.split();
            [kernel.to_vec(), bias.to_vec()]
        });
        Weights::named(&layers, arrays.collect())
    }

    /// Each layer's kernel.
    pub fn kernels(&self) -> impl Iterator<Item = &[f32]> {
        self.layers.iter().map(|dense| dense.split().0)
    }

    /// Of each hidden layer its outputs for the latest batch.
    pub fn hidden_outputs(&self) -> impl Iterator<Item = Outputs<'_>> {
        let hidden = self.layers.len() - 1;
        self.layers.iter().zip(&self.outputs).take(hidden).map(|(dense, values)| {
            let Layer { units, activation, .. } = dense.layer;
            Outputs { activation, units, values }
        })
    }

    /// Each example's loss, by the weights as they are.
    pub fn predict(&mut self, batch: &[Example], losses: &mut [Loss]) {
        self.forward(batch);
        let logits = self.outputs.last().map_or(&[][..], |logits| logits);
        let rows = logits.chunks_exact(logits.len() / batch.len());
        for ((loss, row), &(_, label)) in losses.iter_mut().zip(rows).zip(batch) {
            *loss = head::loss(row, label);
        }
    }

    /// Trains on one batch; the losses are those before the update.
    pub fn train(&mut self, batch: &[Example], losses: &mut [Loss]) {
        self.predict(batch, losses);
        self.steps += 1;
        let update = Update::new(&self.optimizer, self.steps);
        self.backward(batch, |dense, row, gradient| dense.step(&update, row, gradient));
    }

    /// ‖dL/dW‖₂ of each layer's kernel for one batch; the weights stay as they are.
    pub fn gradient_norms(&mut self, batch: &[Example]) -> Vec<f64> {
        self.forward(batch);
        // From the last layer down: a layer's rows come on end, those of its kernel first.
        let mut norms = Vec::new();
        let mut squares = 0.0;
        self.backward(batch, |dense, row, gradient| {
            let Layer { inputs, units, .. } = dense.layer;
            let of_kernel = &gradient[..gradient.len().min((inputs - row) * units)];
            squares += sum_of_squares(of_kernel);
            if row + gradient.len() / units > inputs {
                norms.push(std::mem::take(&mut squares).sqrt());
            }
        });
        norms.reverse();
        norms
    }

    /// The way back for the batch that [`Network::forward`] saw: from the last layer down, `take` is given each
    /// layer's gradient, all rows or one after the other from the number that it is told on, the bias's last.
    fn backward(&mut self, batch: &[Example], mut take: impl FnMut(&mut Dense, usize, &[f32])) {
        // dL/dZ of the last layer takes the place of its logits.
        let mut deltas = self.outputs.last_mut().map(std::mem::take).unwrap_or_default();
        let units = deltas.len() / batch.len();
        for (row, &(_, label)) in deltas.chunks_exact_mut(units).zip(batch) {
            head::to_gradient(row, label, batch.len());
        }
        for index in (1..self.layers.len()).rev() {
            self.input_gradient(index, batch.len(), &deltas);
            self.gradient(index, batch.len(), &deltas);
            take(&mut self.layers[index], 0, &self.gradient);
            std::mem::swap(&mut self.deltas, &mut deltas);
        }
        if self.ink.pixels().is_some() {
            self.gradient(0, batch.len(), &deltas);
            take(&mut self.layers[0], 0, &self.gradient);
        } else {
            self.first_gradient(&deltas, take);
        }
        if let Some(logits) = self.outputs.last_mut() {
            *logits = deltas;
        }
    }

    /// Every layer's outputs, the logits last.
    fn forward(&mut self, batch: &[Example]) {
        self.ink.take(batch.iter().map(|&(image, _)| image));
        for (index, dense) in self.layers.iter().enumerate() {
            let Layer { inputs, units, activation } = dense.layer;
            let (below, from_here) = self.outputs.split_at_mut(index);
            let z = &mut from_here[0];
            let (kernel, bias) = dense.split();
            z.clear();
            batch.iter().for_each(|_| z.extend_from_slice(bias));
            let x = below.last().map_or(self.ink.pixels(), |outputs| Some(outputs));
            match x {
                None => self.ink.add_product(kernel, units, z),
                Some(x) => {
                    let sizes = Sizes { rows: batch.len(), inputs, units };
                    self.products.add_product(sizes, x, kernel, z);
                }
            }
            activate(activation, z);
        }
    }

    /// dL/dZ of the layer below `index`, from dL/dZ of layer `index`.
    fn input_gradient(&mut self, index: usize, rows: usize, deltas: &[f32]) {
        let Layer { inputs, units, .. } = self.layers[index].layer;
        let (kernel, _) = self.layers[index].split();
        self.deltas.resize(rows * inputs, 0.0);
        let sizes = Sizes { rows, inputs, units };
        self.products.input_gradient(sizes, deltas, kernel, &mut self.deltas);
        let below = self.layers[index - 1].layer.activation;
        times_derivative(below, &self.outputs[index - 1], &mut self.deltas);
    }

    /// dL/dW and dL/db of a layer: all rows at once, where what it takes is not mostly blank.
    fn gradient(&mut self, index: usize, rows: usize, deltas: &[f32]) {
        let Layer { inputs, units, .. } = self.layers[index].layer;
        self.gradient.clear();
        self.gradient.resize((inputs + 1) * units, 0.0);
        let (kernel, bias) = self.gradient.split_at_mut(inputs * units);
        let sizes = Sizes { rows, inputs, units };
        let x = match index {
            0 => self.ink.pixels().unwrap_or_default(),
            _ => &self.outputs[index - 1],
        };
        self.products.kernel_gradient(sizes, x, deltas, kernel);
        add_up(deltas, bias);
    }

    /// That of the layer that takes mostly blank images, row by row, each taken while it is in the nearest cache.
    fn first_gradient(&mut self, deltas: &[f32], mut take: impl FnMut(&mut Dense, usize, &[f32])) {
        let Layer { inputs, units, .. } = self.layers[0].layer;
        self.ink.sort_by_pixel();
        self.gradient.resize(units.max(self.gradient.len()), 0.0);
        let gradient = &mut self.gradient[..units];
        for &pixel in &self.pixels {
            gradient.fill(0.0);
            self.ink.add_gradient(pixel, deltas, gradient);
            take(&mut self.layers[0], pixel, gradient);
        }
        gradient.fill(0.0);
        add_up(deltas, gradient);
        take(&mut self.layers[0], inputs, gradient);
    }
}

/// Adds up the rows of dL/dZ: dL/db.
fn add_up(deltas: &[f32], sum: &mut [f32]) {
    for row in deltas.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(sum, d)| *sum += d);
    }
}
