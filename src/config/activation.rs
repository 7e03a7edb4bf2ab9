//! The functions that a hidden layer may apply to its outputs.

use super::fields::{ConfigError, Fields};

/// Keras's example slope for the assignment's leaky ReLU.
pub const DEFAULT_NEGATIVE_SLOPE: f64 = 0.1;

/// y = f(z), element by element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// y = z
    Linear,
    /// y = 1 / (1 + e⁻ᶻ)
    Sigmoid,
    /// y = tanh z
    Tanh,
    /// y = max(z, 0)
    Relu,
    /// y = z above 0, else negative_slope · z
    LeakyRelu {
        /// The slope below 0.
        negative_slope: f64,
    },
}

impl Activation {
    /// Every activation, each with its defaults.
    pub const ALL: [Activation; 5] = [
        Activation::Linear,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Relu,
        Activation::LeakyRelu { negative_slope: DEFAULT_NEGATIVE_SLOPE },
    ];

    /// Keras's name.
    pub fn name(self) -> &'static str {
        match self {
            Activation::Linear => "linear",
            Activation::Sigmoid => "sigmoid",
            Activation::Tanh => "tanh",
            Activation::Relu => "relu",
            Activation::LeakyRelu { .. } => "leaky_relu",
        }
    }

    /// The slope below 0 of the functions that are made of two lines: 0 for ReLU, 1 for linear.
    pub fn negative_slope(self) -> f64 {
        match self {
            Activation::LeakyRelu { negative_slope } => negative_slope,
            Activation::Linear => 1.0,
            _ => 0.0,
        }
    }

    pub(super) fn from_fields(fields: &Fields) -> Result<Activation, ConfigError> {
        let chosen = fields.choice("activation", Activation::Relu, Self::ALL, Self::name)?;
        match (chosen, fields.get("negative_slope")) {
            (Activation::LeakyRelu { negative_slope }, _) => Ok(Activation::LeakyRelu {
                negative_slope: fields.number("negative_slope", negative_slope, 0.0..=1.0)?,
            }),
            (other, Some(value)) => Err(fields.refuse(
                "negative_slope",
                value,
                &format!("none, since {} has no slope to set", other.name()),
            )),
            (other, None) => Ok(other),
        }
    }
}
