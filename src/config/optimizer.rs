//! The rules by which weights follow their gradient, each as Keras 3 defines it.

use super::fields::{ConfigError, Fields};
use crate::json;
use serde_json::Value;

/// An update rule and its numbers, named as Keras's arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimizer {
    /// w −= lr·g, or with momentum μ: v = μ·v − lr·g, w += v (nesterov: w += μ·v − lr·g).
    Sgd {
        /// lr
        learning_rate: f64,
        /// μ
        momentum: f64,
        /// Whether the step looks ahead along the velocity.
        nesterov: bool,
        /// Share of a weight, times lr, taken off before each update.
        weight_decay: f64,
    },
    /// v = ρ·v + (1−ρ)·g², w −= lr·g/√(v+ε), that step gathered in a momentum where μ > 0.
    RmsProp {
        /// lr
        learning_rate: f64,
        /// ρ
        rho: f64,
        /// μ
        momentum: f64,
        /// ε
        epsilon: f64,
        /// Share of a weight, times lr, taken off before each update.
        weight_decay: f64,
    },
    /// m and v the running means of g and g², w −= lr·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v+ε).
    Adam {
        /// lr
        learning_rate: f64,
        /// β₁
        beta_1: f64,
        /// β₂
        beta_2: f64,
        /// ε
        epsilon: f64,
        /// Share of a weight, times lr, taken off before each update; what makes it AdamW.
        weight_decay: f64,
        /// Whether it goes by the name `adamw`, whose weight_decay is 0.004 unless given.
        decoupled: bool,
    },
}

impl Default for Optimizer {
    fn default() -> Self {
        Optimizer::Adam {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
            weight_decay: 0.0,
            decoupled: false,
        }
    }
}

/// The names in JSON.
pub const OPTIMIZER_NAMES: [&str; 4] = ["adam", "adamw", "sgd", "rmsprop"];

/// Beyond this a 32-bit float overflows within a few steps.
const LARGEST: f64 = 1e30;
/// The smallest ε that a 32-bit float keeps apart from 0.
const SMALLEST_EPSILON: f64 = 1e-37;
/// The largest 32-bit float below 1, for numbers that must stay below it.
const BELOW_ONE: f64 = 0.999_999_9;

impl Optimizer {
    /// The rule of this name with Keras's defaults; `None` for an unknown name.
    pub fn named(name: &str) -> Option<Optimizer> {
        Some(match name {
            "adam" => Optimizer::default(),
            "adamw" => Optimizer::Adam {
                learning_rate: 0.001,
                beta_1: 0.9,
                beta_2: 0.999,
                epsilon: 1e-7,
                weight_decay: 0.004,
                decoupled: true,
            },
            "sgd" => Optimizer::Sgd {
                learning_rate: 0.01,
                momentum: 0.0,
                nesterov: false,
                weight_decay: 0.0,
            },
            "rmsprop" => Optimizer::RmsProp {
                learning_rate: 0.001,
                rho: 0.9,
                momentum: 0.0,
                epsilon: 1e-7,
                weight_decay: 0.0,
            },
            _ => return None,
        })
    }

    /// The name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Optimizer::Sgd { .. } => "sgd",
            Optimizer::RmsProp { .. } => "rmsprop",
            Optimizer::Adam { decoupled: false, .. } => "adam",
            Optimizer::Adam { decoupled: true, .. } => "adamw",
        }
    }

    /// Running values kept for each weight.
    pub fn moments(&self) -> usize {
        match *self {
            Optimizer::Sgd { momentum: 0.0, .. } => 0,
            Optimizer::Sgd { .. } => 1,
            Optimizer::RmsProp { momentum: 0.0, .. } => 1,
            Optimizer::RmsProp { .. } | Optimizer::Adam { .. } => 2,
        }
    }

    /// Whether it moves weights whose gradient has always been 0.
    pub fn decays_weights(&self) -> bool {
        match *self {
            Optimizer::Sgd { weight_decay, .. }
            | Optimizer::RmsProp { weight_decay, .. }
            | Optimizer::Adam { weight_decay, .. } => weight_decay > 0.0,
        }
    }

    pub(super) fn from_json(value: &Value, path: &str) -> Result<Optimizer, ConfigError> {
        let named = Fields::any(value, path)?;
        let name = named.choice("name", "adam", OPTIMIZER_NAMES, |name| name)?;
        let mut chosen = Optimizer::named(name).unwrap_or_default();
        let fields = Fields::of(value, path, chosen.field_names())?;
        let rate = |name, default| fields.number(name, default, 0.0..=LARGEST);
        let share = |name, default| fields.number(name, default, 0.0..=BELOW_ONE);
        let small = |name, default| fields.number(name, default, SMALLEST_EPSILON..=1.0);
        match &mut chosen {
            Optimizer::Sgd { learning_rate, momentum, nesterov, weight_decay } => {
                *learning_rate = rate("learning_rate", *learning_rate)?;
                *momentum = fields.number("momentum", *momentum, 0.0..=1.0)?;
                *nesterov = fields.boolean("nesterov", *nesterov)?;
                *weight_decay = rate("weight_decay", *weight_decay)?;
            }
            Optimizer::RmsProp { learning_rate, rho, momentum, epsilon, weight_decay } => {
                *learning_rate = rate("learning_rate", *learning_rate)?;
                *rho = share("rho", *rho)?;
                *momentum = fields.number("momentum", *momentum, 0.0..=1.0)?;
                *epsilon = small("epsilon", *epsilon)?;
                *weight_decay = rate("weight_decay", *weight_decay)?;
            }
            Optimizer::Adam { learning_rate, beta_1, beta_2, epsilon, weight_decay, .. } => {
                *learning_rate = rate("learning_rate", *learning_rate)?;
                *beta_1 = share("beta_1", *beta_1)?;
                *beta_2 = share("beta_2", *beta_2)?;
                *epsilon = small("epsilon", *epsilon)?;
                *weight_decay = rate("weight_decay", *weight_decay)?;
            }
        }
        Ok(chosen)
    }

    fn field_names(&self) -> &'static [&'static str] {
        match self {
            Optimizer::Sgd { .. } => {
                &["name", "learning_rate", "momentum", "nesterov", "weight_decay"]
            }
            Optimizer::RmsProp { .. } => {
                &["name", "learning_rate", "rho", "momentum", "epsilon", "weight_decay"]
            }
            Optimizer::Adam { .. } => {
                &["name", "learning_rate", "beta_1", "beta_2", "epsilon", "weight_decay"]
            }
        }
    }

    pub(super) fn to_json(self) -> Value {
        let name = self.name();
        match self {
            Optimizer::Sgd { learning_rate, momentum, nesterov, weight_decay } => json::object([
                ("name", Value::from(name)),
                ("learning_rate", Value::from(learning_rate)),
                ("momentum", Value::from(momentum)),
                ("nesterov", Value::from(nesterov)),
                ("weight_decay", Value::from(weight_decay)),
            ]),
            Optimizer::RmsProp { learning_rate, rho, momentum, epsilon, weight_decay } => {
                json::object([
                    ("name", Value::from(name)),
                    ("learning_rate", Value::from(learning_rate)),
                    ("rho", Value::from(rho)),
                    ("momentum", Value::from(momentum)),
                    ("epsilon", Value::from(epsilon)),
                    ("weight_decay", Value::from(weight_decay)),
                ])
            }
            Optimizer::Adam { learning_rate, beta_1, beta_2, epsilon, weight_decay, .. } => {
                json::object([
                    ("name", Value::from(name)),
                    ("learning_rate", Value::from(learning_rate)),
                    ("beta_1", Value::from(beta_1)),
                    ("beta_2", Value::from(beta_2)),
                    ("epsilon", Value::from(epsilon)),
                    ("weight_decay", Value::from(weight_decay)),
                ])
            }
        }
    }
}
