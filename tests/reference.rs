//! The reference against finite differences, and against Keras's 14 runs in float64.
#![cfg(not(target_arch = "wasm32"))]

mod keras;

use fitlab::config::{Activation, Optimizer, dense};
use fitlab::data::{CLASSES, PIXELS};
use fitlab::network::{Weights, layers};
use fitlab::random::{hash, unit};
use fitlab::reference::{Moments, Network, update};
use keras::{Golden, norm, relative};

#[test]
fn gradients_agree_with_finite_differences() {
    for (case, activation) in Activation::ALL.into_iter().enumerate() {
        let layers = layers(&dense(&[7, 5], activation));
        let mut weights = Weights::initial(&layers, case as u64);
        // Biases off zero: a unit without input would else sit on ReLU's kink.
        for (index, bias) in weights.0.iter_mut().skip(1).step_by(2).enumerate() {
            bias.values
                .iter_mut()
                .zip(0..)
                .for_each(|(b, n)| *b = unit(hash(index as u64, n)) - 0.5);
        }
        let network = Network::new(&layers, Optimizer::default(), &weights);
        let images: Vec<Vec<u8>> = (0..6)
            .map(|n| (0..PIXELS).map(|p| (hash(n, p as u64) >> 57) as u8).collect())
            .collect();
        let batch: Vec<(&[u8], u8)> =
            images.iter().map(|i| &i[..]).zip([3, 1, 4, 1, 5, 9]).collect();
        let step = network.gradient(&batch);
        for layer in 0..layers.len() {
            let count = network.weights[layer].len();
            for index in (0..40).map(|n| hash(9, n) as usize % count).chain([count - 1]) {
                let loss_at = |shift: f64| {
                    let mut shifted = network.clone();
                    shifted.weights[layer][index] += shift;
                    shifted.gradient(&batch).loss
                };
                let difference = (loss_at(1e-5) - loss_at(-1e-5)) / 2e-5;
                let gradient = step.gradient[layer][index];
                assert!(
                    (difference - gradient).abs() < 1e-8 + 1e-6 * gradient.abs(),
                    "{activation:?} layer {layer} weight {index}: {gradient} but {difference}"
                );
            }
        }
    }
}

#[test]
fn every_step_agrees_with_keras() {
    for golden in Golden::all() {
        let mut network = Network::new(&golden.layers, golden.optimizer, &golden.weights);
        for (step, &[loss, accuracy]) in golden.steps.iter().enumerate() {
            let result = network.train(&golden.batch(step));
            assert!(relative(result.loss, loss) < 1e-6, "{golden}: step {step}");
            assert!((result.accuracy - accuracy).abs() < 1e-9, "{golden}: step {step}");
            if step == 0 {
                let norms = result.gradient.iter().zip(&golden.layers).flat_map(|(g, layer)| {
                    let (kernel, bias) = g.split_at(layer.inputs * layer.units);
                    [norm(kernel), norm(bias)]
                });
                for (found, &expected) in norms.zip(&golden.gradient_norms) {
                    assert!(relative(found, expected) < 1e-9, "{golden}: {found} {expected}");
                }
            }
        }
        for (found, &expected) in network
            .predict(golden.image(0), golden.label(0))
            .probabilities
            .iter()
            .zip(&golden.probabilities)
        {
            assert!((found - expected).abs() < 1e-6, "{golden}: {found} {expected}");
        }
        assert_eq!(golden.probabilities.len(), CLASSES);
    }
}

/// Two steps worked out by hand from Keras's definitions, for what the golden runs leave out.
#[test]
fn rarer_optimizer_settings_follow_keras() {
    let two_steps = |optimizer: Optimizer| {
        let mut moments = Moments::default();
        let w = update(&optimizer, 1, 1.0, 0.5, &mut moments);
        update(&optimizer, 2, w, -0.25, &mut moments)
    };
    let sgd =
        Optimizer::Sgd { learning_rate: 0.1, momentum: 0.75, nesterov: true, weight_decay: 0.0 };
    // v₁ = −0.05, w₁ = 1 − 0.0375 − 0.05; v₂ = −0.0375 + 0.025, w₂ = w₁ − 0.009375 + 0.025
    assert!((two_steps(sgd) - 0.928_125).abs() < 1e-12);
    let sgd =
        Optimizer::Sgd { learning_rate: 0.1, momentum: 0.0, nesterov: false, weight_decay: 0.5 };
    // w₁ = 0.95 − 0.05; w₂ = 0.9·0.95 + 0.025
    assert!((two_steps(sgd) - 0.88).abs() < 1e-12);
    let rmsprop = Optimizer::RmsProp {
        learning_rate: 0.1,
        rho: 0.5,
        momentum: 0.5,
        epsilon: 0.0,
        weight_decay: 0.0,
    };
    // v₁ = 0.125, step 0.1·0.5/√0.125; v₂ = 0.0625 + 0.03125, step −0.1·0.25/√0.09375, plus half the first
    let first = 0.05 / 0.125_f64.sqrt();
    let second = 0.5 * first - 0.025 / 0.09375_f64.sqrt();
    assert!((two_steps(rmsprop) - (1.0 - first - second)).abs() < 1e-12);
}
