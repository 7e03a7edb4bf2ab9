//! The dense layers that a configuration describes.

use crate::config::{Activation, Dense};
use crate::data::{CLASSES, PIXELS};

/// One dense layer: Y = f(X·W + b), X (batch, inputs), W (inputs, units), b (units).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    /// Columns of X, rows of W.
    pub inputs: usize,
    /// Columns of W and Y.
    pub units: usize,
    /// f; linear for the last layer, whose outputs are logits.
    pub activation: Activation,
}

impl Layer {
    /// Weights and biases to learn.
    pub fn parameters(&self) -> usize {
        (self.inputs + 1) * self.units
    }
}

/// All layers from the pixels to the ten logits, the hidden ones and the last.
pub fn layers(hidden: &[Dense]) -> Vec<Layer> {
    let last = Dense { units: CLASSES, activation: Activation::Linear };
    let mut inputs = PIXELS;
    let chain = hidden.iter().chain(std::iter::once(&last));
    chain
        .map(|&Dense { units, activation }| {
            let layer = Layer { inputs, units, activation };
            inputs = units;
            layer
        })
        .collect()
}

/// Weights and biases of all layers.
pub fn parameters(layers: &[Layer]) -> usize {
    layers.iter().map(Layer::parameters).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::dense;

    #[test]
    fn counts_the_assignments_parameters_as_keras_does() {
        let count = |units: &[usize]| parameters(&layers(&dense(units, Activation::Relu)));
        assert_eq!(count(&[32]), 25_450);
        assert_eq!(count(&[128, 64]), 109_386);
        assert_eq!(count(&[1024, 512, 256, 128]), 1_494_154);
        assert_eq!(count(&[]), 7_850);
    }
}
