//! The activations as formulas, and as functions to be plotted.

use crate::config::Activation;
use crate::reference;

/// An activation in the textbook's words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Formula {
    /// Its name.
    pub name: &'static str,
    /// f(z)
    pub function: &'static str,
    /// f'(z)
    pub derivative: &'static str,
    activation: Activation,
}

impl Formula {
    /// f(z) and f'(z)
    pub fn at(&self, z: f64) -> (f64, f64) {
        let y = reference::activate(self.activation, z);
        (y, reference::derivative(self.activation, y))
    }
}

/// The four of the assignment.
pub fn formulas() -> [Formula; 4] {
    let formula =
        |name, function, derivative, activation| Formula { name, function, derivative, activation };
    [
        formula("sigmoid", "1 / (1 + e⁻ᶻ)", "f (1 − f) ≤ 0.25", Activation::Sigmoid),
        formula("tanh", "(eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)", "1 − f² ≤ 1", Activation::Tanh),
        formula("ReLU", "max(0, z)", "1 above 0, else 0", Activation::Relu),
        formula(
            "leaky ReLU",
            "z above 0, else 0.1 z",
            "1 above 0, else 0.1",
            Activation::LeakyRelu { negative_slope: 0.1 },
        ),
    ]
}
