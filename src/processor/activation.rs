//! Activations and their derivatives, on whole arrays. Everything here is plain arithmetic without a call or
//! a branch, so that the compiler computes four numbers at a time.

use crate::config::Activation;

/// y = f(z), in place.
pub fn activate(activation: Activation, values: &mut [f32]) {
    match activation {
        Activation::Linear => {}
        Activation::Sigmoid => values.iter_mut().for_each(|z| *z = 1.0 / (1.0 + exp(-*z))),
        Activation::Tanh => values.iter_mut().for_each(|z| *z = 1.0 - 2.0 / (exp(2.0 * *z) + 1.0)),
        Activation::Relu | Activation::LeakyRelu { .. } => {
            let slope = activation.negative_slope() as f32;
            values.iter_mut().for_each(|z| *z = if *z > 0.0 { *z } else { slope * *z });
        }
    }
}

/// Multiplies dL/dY by f'(z), told from y = f(z): it becomes dL/dZ.
pub fn times_derivative(activation: Activation, outputs: &[f32], deltas: &mut [f32]) {
    let pairs = deltas.iter_mut().zip(outputs);
    match activation {
        Activation::Linear => {}
        Activation::Sigmoid => pairs.for_each(|(d, y)| *d *= y * (1.0 - y)),
        Activation::Tanh => pairs.for_each(|(d, y)| *d *= 1.0 - y * y),
        Activation::Relu | Activation::LeakyRelu { .. } => {
            let slope = activation.negative_slope() as f32;
            pairs.for_each(|(d, y)| *d *= if *y > 0.0 { 1.0 } else { slope });
        }
    }
}

/// eˣ to about one unit in the last place, by Cephes's reduction and polynomial: x = n·ln 2 + r. Beyond ±87 it
/// stays at the value there, which is as good as 0 or ∞ in a sigmoid; NaN stays NaN.
pub fn exp(x: f32) -> f32 {
    // Adding and taking away 1.5·2²³ rounds to a whole number.
    const ROUNDER: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 87.0);
    let n = (x * std::f32::consts::LOG2_E + ROUNDER) - ROUNDER;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut p = 1.987_569_1e-4;
    for c in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        p = p * r + c;
    }
    let power_of_two = f32::from_bits(((n as i32 + 127) << 23) as u32);
    (p * r * r + r + 1.0) * power_of_two
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference;

    #[test]
    fn exp_is_exact_to_the_last_digits_and_keeps_nan() {
        for step in -8700..=8700 {
            let x = step as f32 / 100.0;
            let error = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(error < 3e-7, "{x}: {error}");
        }
        assert!(exp(f32::NAN).is_nan() && exp(f32::INFINITY) > 1e37 && exp(-1e30) < 1e-37);
    }

    #[test]
    fn functions_and_derivatives_are_the_references() {
        for activation in Activation::ALL {
            for step in -200..=200 {
                let z = step as f32 / 10.0;
                let mut y = [z];
                activate(activation, &mut y);
                let expected = reference::activate(activation, z.into());
                assert!((f64::from(y[0]) - expected).abs() < 2e-7 * expected.abs().max(1.0), "{z}");
                let mut d = [1.0];
                times_derivative(activation, &y, &mut d);
                let expected = reference::derivative(activation, y[0].into());
                assert!((f64::from(d[0]) - expected).abs() < 2e-7, "{z}");
            }
        }
    }
}
