//! The update rules on one weight, as Keras 3 defines them.

use super::single;
use crate::config::Optimizer;

/// The running values that a rule keeps for a weight; their meaning is the rule's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Adam's m; RMSprop's and momentum's velocity.
    pub first: f64,
    /// Adam's v; RMSprop's momentum.
    pub second: f64,
}

/// The weight after step `t`, counted from 1, along gradient `g`.
pub fn update(optimizer: &Optimizer, t: i32, w: f64, g: f64, moments: &mut Moments) -> f64 {
    let Moments { first, second } = moments;
    match *optimizer {
        Optimizer::Sgd { learning_rate, momentum, nesterov, weight_decay } => {
            let (w, momentum) = (decayed(w, weight_decay, learning_rate), single(momentum));
            let step = -learning_rate * g;
            *first = momentum * *first + step;
            w + if nesterov { momentum * *first + step } else { *first }
        }
        Optimizer::RmsProp { learning_rate, rho, momentum, epsilon, weight_decay } => {
            let (w, momentum) = (decayed(w, weight_decay, learning_rate), single(momentum));
            *first = rho * *first + (1.0 - rho) * g * g;
            let step = learning_rate * g / (*first + epsilon).sqrt();
            *second = momentum * *second + step;
            w - *second
        }
        Optimizer::Adam { learning_rate, beta_1, beta_2, epsilon, weight_decay, .. } => {
            let w = decayed(w, weight_decay, learning_rate);
            let correction_1 = 1.0 - single(beta_1).powi(t);
            let correction_2 = 1.0 - single(beta_2).powi(t);
            let alpha = learning_rate * correction_2.sqrt() / correction_1;
            *first += (g - *first) * (1.0 - beta_1);
            *second += (g * g - *second) * (1.0 - beta_2);
            w - alpha * *first / (second.sqrt() + epsilon)
        }
    }
}

/// Weight decay comes before the step along the gradient.
fn decayed(w: f64, weight_decay: f64, learning_rate: f64) -> f64 {
    w - w * single(weight_decay) * learning_rate
}
