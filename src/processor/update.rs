//! The optimizers as Keras 3 defines them, on whole arrays of 32-bit floats. `reference::update` has the same
//! rules for one weight.

use crate::config::Optimizer;

/// Smaller running values become 0: below the smallest normal float, arithmetic is a hundred times slower
/// on many processors, and means that decay forever would stay there.
const NEGLIGIBLE: f32 = 1e-30;
/// The ε beside which the root of that is nothing. Under a smaller one every value counts.
const LEAST_EPSILON: f64 = 1e-10;

/// What one step does to every weight.
pub struct Update {
    optimizer: Optimizer,
    /// lr·√(1−β₂ᵗ)/(1−β₁ᵗ) for Adam, else lr.
    rate: f32,
    /// Share of a weight that is taken off first.
    decay: f32,
    /// Running values below it become 0.
    dust: f32,
}

impl Update {
    /// Step `t`, counted from 1.
    pub fn new(optimizer: &Optimizer, t: i32) -> Update {
        let (rate, decay) = match *optimizer {
            Optimizer::Sgd { learning_rate, weight_decay, .. }
            | Optimizer::RmsProp { learning_rate, weight_decay, .. } => {
                (learning_rate, weight_decay * learning_rate)
            }
            Optimizer::Adam { learning_rate, beta_1, beta_2, weight_decay, .. } => {
                // Powers are taken of β as a 32-bit float, as Keras does.
                let correction = |beta: f64| 1.0 - f64::from(beta as f32).powi(t);
                let alpha = learning_rate * correction(beta_2).sqrt() / correction(beta_1);
                (alpha, weight_decay * learning_rate)
            }
        };
        let dust = match *optimizer {
            Optimizer::Adam { epsilon, .. } | Optimizer::RmsProp { epsilon, .. }
                if epsilon < LEAST_EPSILON =>
            {
                0.0
            }
            _ => NEGLIGIBLE,
        };
        Update { optimizer: *optimizer, rate: rate as f32, decay: decay as f32, dust }
    }

    /// Moves weights along their gradient. `first` and `second` are the rule's running values, empty where it
    /// keeps none.
    pub fn apply(&self, w: &mut [f32], first: &mut [f32], second: &mut [f32], gradient: &[f32]) {
        if self.decay > 0.0 {
            w.iter_mut().for_each(|w| *w -= *w * self.decay);
        }
        match self.optimizer {
            Optimizer::Sgd { momentum: 0.0, .. } => {
                w.iter_mut().zip(gradient).for_each(|(w, g)| *w -= self.rate * g);
            }
            Optimizer::Sgd { momentum, nesterov, .. } => {
                self.momentum(momentum as f32, nesterov, w, first, gradient);
            }
            Optimizer::RmsProp { rho, momentum, epsilon, .. } => {
                let (gain, epsilon) = ((1.0 - rho) as f32, epsilon as f32);
                self.rmsprop(gain, epsilon, momentum as f32, w, first, second, gradient);
            }
            Optimizer::Adam { beta_1, beta_2, epsilon, .. } => {
                let gains = ((1.0 - beta_1) as f32, (1.0 - beta_2) as f32);
                self.adam(gains, epsilon as f32, w, first, second, gradient);
            }
        }
    }

    /// NaN passes, so that a diverged network shows.
    fn without_dust(&self, value: f32) -> f32 {
        if value.abs() < self.dust { 0.0 } else { value }
    }

    fn momentum(
        &self,
        momentum: f32,
        nesterov: bool,
        w: &mut [f32],
        velocities: &mut [f32],
        gradient: &[f32],
    ) {
        for ((w, velocity), g) in w.iter_mut().zip(velocities).zip(gradient) {
            let step = -self.rate * g;
            *velocity = self.without_dust(momentum * *velocity + step);
            *w += if nesterov { momentum * *velocity + step } else { *velocity };
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the rule has so many numbers")]
    fn rmsprop(
        &self,
        gain: f32,
        epsilon: f32,
        momentum: f32,
        w: &mut [f32],
        velocities: &mut [f32],
        steps: &mut [f32],
        gradient: &[f32],
    ) {
        let step = |v: &mut f32, g: f32| {
            *v = self.without_dust(*v + (g * g - *v) * gain);
            self.rate * g / (*v + epsilon).sqrt()
        };
        let all = w.iter_mut().zip(velocities).zip(gradient);
        if momentum == 0.0 {
            all.for_each(|((w, v), g)| *w -= step(v, *g));
        } else {
            for (((w, v), g), gathered) in all.zip(steps) {
                *gathered = self.without_dust(momentum * *gathered + step(v, *g));
                *w -= *gathered;
            }
        }
    }

    fn adam(
        &self,
        gains: (f32, f32),
        epsilon: f32,
        w: &mut [f32],
        means: &mut [f32],
        squares: &mut [f32],
        gradient: &[f32],
    ) {
        for (((w, m), v), g) in w.iter_mut().zip(means).zip(squares).zip(gradient) {
            *m = self.without_dust(*m + (g - *m) * gains.0);
            *v = self.without_dust(*v + (g * g - *v) * gains.1);
            *w -= self.rate * *m / (v.sqrt() + epsilon);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_as_small_as_a_tiny_epsilon_allows_move_weights() {
        let adam = Optimizer::Adam {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-20,
            weight_decay: 0.0,
            decoupled: false,
        };
        let (mut w, mut m, mut v) = ([0.0], [0.0], [0.0]);
        Update::new(&adam, 1).apply(&mut w, &mut m, &mut v, &[1e-16]);
        let root = 1e-16 * 0.001_f32.sqrt();
        let expected = -0.001 * root / (root + 1e-20);
        assert!((w[0] / expected - 1.0).abs() < 1e-4, "{w:?} {expected}");
    }
}
