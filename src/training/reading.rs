//! The instruments' readings: what goes on inside a network, seen at one moment of its training.

use crate::config::Activation;

/// Training examples that gradients, saturation and sparsity are measured on: the first of them, in the
/// data's own order. All, where there are fewer.
pub const PROBE: usize = 128;

/// What was measured inside a network at one moment. One number a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// ‖dL/dW‖₂ of each layer's kernel, the softmax layer's last; L is the mean loss of the probe.
    pub gradient_norm: Vec<f64>,
    /// ‖ΔW‖₂ / ‖W‖₂ of each layer's kernel over one optimizer step, W before it; the softmax layer's last.
    pub update_ratio: Vec<f64>,
    /// Of each hidden layer, the share of its outputs on the probe at which the derivative of its activation
    /// is below 1 % of the greatest: y(1−y) < 0.0025 for sigmoid, 1−y² < 0.01 for tanh. NaN for others.
    pub saturation: Vec<f64>,
    /// Of each hidden layer, the share of its outputs on the probe that are 0.
    pub sparsity: Vec<f64>,
    /// Of each hidden layer, how many units are 0 on every test example.
    pub dead_units: Vec<f64>,
}

/// Below which derivative an output is saturated: 1 % of the greatest. `None` where an activation has no
/// such limit, as its derivative does not fade.
pub fn saturation_limit(activation: Activation) -> Option<f64> {
    match activation {
        Activation::Sigmoid => Some(0.01 * 0.25),
        Activation::Tanh => Some(0.01),
        Activation::Linear | Activation::Relu | Activation::LeakyRelu { .. } => None,
    }
}
