//! Activations and their derivatives, on numbers.

use super::single;
use crate::config::Activation;

/// y = f(z)
pub fn activate(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
        Activation::Tanh => z.tanh(),
        Activation::Linear | Activation::Relu | Activation::LeakyRelu { .. } => {
            if z > 0.0 {
                z
            } else {
                single(activation.negative_slope()) * z
            }
        }
    }
}

/// f'(z), told from y = f(z), which is all that is kept of z.
pub fn derivative(activation: Activation, y: f64) -> f64 {
    match activation {
        Activation::Sigmoid => y * (1.0 - y),
        Activation::Tanh => 1.0 - y * y,
        Activation::Linear | Activation::Relu | Activation::LeakyRelu { .. } => {
            if y > 0.0 {
                1.0
            } else {
                single(activation.negative_slope())
            }
        }
    }
}
