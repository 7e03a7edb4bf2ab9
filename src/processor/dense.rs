//! One dense layer's parameters and their running values.

use super::update::Update;
use crate::config::Optimizer;
use crate::network::{Layer, Tensor};

/// W (inputs × units, row by row), then b (units) as one more row, and what the optimizer keeps of each.
pub struct Dense {
    /// Shape and activation.
    pub layer: Layer,
    parameters: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Dense {
    /// A layer that begins with these weights.
    pub fn new(layer: Layer, optimizer: &Optimizer, kernel: &Tensor, bias: &Tensor) -> Dense {
        let count = layer.parameters();
        let kept = |moment: usize| vec![0.0; if optimizer.moments() > moment { count } else { 0 }];
        Dense {
            layer,
            parameters: [&kernel.values[..], &bias.values].concat(),
            first: kept(0),
            second: kept(1),
        }
    }

    /// W and b.
    pub fn split(&self) -> (&[f32], &[f32]) {
        self.parameters.split_at(self.layer.inputs * self.layer.units)
    }

    /// Moves all rows from `row` on along the gradient of so many of them.
    pub fn step(&mut self, update: &Update, row: usize, gradient: &[f32]) {
        let begin = row * self.layer.units;
        let range = begin..begin + gradient.len();
        update.apply(
            &mut self.parameters[range.clone()],
            part(&mut self.first, &range),
            part(&mut self.second, &range),
            gradient,
        );
    }
}

/// The part of running values that belongs to a range of weights; nothing where none are kept.
fn part<'a>(values: &'a mut [f32], range: &std::ops::Range<usize>) -> &'a mut [f32] {
    if values.is_empty() { values } else { &mut values[range.clone()] }
}
