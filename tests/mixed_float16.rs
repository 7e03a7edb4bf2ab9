//! Training in mixed_float16: against the reference, within what 11 bits allow, and its loss scale.
//! Needs an adapter with 16-bit floats in shaders.
#![cfg(not(target_arch = "wasm32"))]

mod agreement;
mod gpu;
mod keras;

use agreement::instruments::{self, Tolerance, reading_of, stunted};
use agreement::reference;
use fitlab::config::{Activation, Config, DatasetName, Dense, Optimizer, Precision, dense};
use fitlab::data::{Dataset, Examples, PIXELS};
use fitlab::network::{Weights, layers};
use fitlab::random::hash;
use fitlab::reference::{Network, update_ratios};
use fitlab::training::{Job, Outcome, Reading, Variant};
use gpu::{Bench, Run, blobs, dataset};
use keras::{norm, relative};
use std::rc::Rc;

/// Half the distance of 1 to the next 16-bit float: what rounding changes at most, relatively.
const ROUNDING: f64 = 1.0 / 2048.0;
/// As Keras begins.
const FIRST_SCALE: f64 = 32_768.0;
/// The least number that rounds to no finite 16-bit float.
const OVERFLOW: f64 = 65_520.0;

fn config(hidden: Vec<Dense>, train_samples: usize) -> Config {
    Config {
        dataset: DatasetName::Given,
        train_samples: Some(train_samples),
        hidden,
        epochs: 1,
        precision: Precision::MixedFloat16,
        ..Config::default()
    }
}

fn sgd(learning_rate: f64) -> Optimizer {
    Optimizer::Sgd { learning_rate, momentum: 0.0, nesterov: false, weight_decay: 0.0 }
}

fn adam(learning_rate: f64) -> Optimizer {
    Optimizer::Adam {
        learning_rate,
        beta_1: 0.9,
        beta_2: 0.999,
        epsilon: 1e-7,
        weight_decay: 0.0,
        decoupled: false,
    }
}

fn initial(config: &Config) -> Weights {
    Weights::initial(&layers(&config.hidden), config.seed)
}

fn train(bench: &Bench, config: &Config, data: &Rc<Dataset>, weights: &Weights) -> Run {
    let initial_weights = Some(weights.clone());
    let job = Job { config: config.clone(), data: data.clone(), initial_weights };
    bench.train(vec![job]).remove(0)
}

/// Every number of a product is off by a rounding at most; sums of such errors, some up, some down, stay
/// near one rounding of the result, and each layer and each step adds its own.
#[test]
fn random_shapes_agree_with_the_reference_within_sixteen_bits() {
    let Some(bench) =
        Bench::with_16_bit_floats("random_shapes_agree_with_the_reference_within_sixteen_bits")
    else {
        return;
    };
    let data = dataset(blobs(1, 90), blobs(2, 37));
    let optimizers = ["adam", "adamw", "sgd", "rmsprop"].map(|n| Optimizer::named(n).unwrap());
    for case in 0..10_u64 {
        let draw = |what: u64, below: u64| (hash(case, what) % below) as usize;
        let units: Vec<usize> =
            (0..draw(0, 4)).map(|layer| 1 + draw(10 + layer as u64, 70)).collect();
        let config = Config {
            optimizer: optimizers[case as usize % optimizers.len()],
            batch_size: 9 + draw(1, 42),
            seed: case,
            shuffle: case % 3 > 0,
            ..config(dense(&units, Activation::ALL[case as usize % 5]), 40 + draw(2, 51))
        };
        let run = train(&bench, &config, &data, &initial(&config));
        assert_eq!(run.outcome, Outcome::Completed);
        let (losses, _) = reference(&config, &data, &initial(&config));
        assert_eq!(run.history.steps.len(), losses.len());
        for (step, (found, &expected)) in run.history.steps.iter().zip(&losses).enumerate() {
            let allowed = ROUNDING * ((units.len() + 1) * (step + 1)) as f64;
            let error = relative(found.loss, expected);
            assert!(error < allowed, "{}: step {step}: {error}", config.to_json());
        }
        assert_readings_agree(&run, &config, &data, &initial(&config));
    }
}

/// The readings from outputs and gradients of 16 bits at the run's begin, where these are its weights, and at
/// its end: in between the reference may have gone its own way.
fn assert_readings_agree(run: &Run, config: &Config, data: &Dataset, before: &Weights) {
    const ROUNDED: Tolerance = Tolerance { norms: 0.02, outputs: 0.01, units: 1.0 };
    let layers = layers(&config.hidden);
    let moments =
        [(before, run.history.readings.first()), (&run.weights, run.history.readings.last())];
    for (weights, found) in moments {
        let found = found.unwrap();
        let network = Network::new(&layers, config.optimizer, weights);
        let update_ratio = found.update_ratio.clone();
        let expected = Reading { update_ratio, ..reading_of(config, data, &network) };
        instruments::assert_agrees(found, &expected, ROUNDED, &config.to_json().to_string());
    }
}

/// ‖ΔW‖₂ / ‖W‖₂, where the weights before and after a run's only step are known.
#[test]
fn the_update_ratio_is_that_of_the_step() {
    let Some(bench) = Bench::with_16_bit_floats("the_update_ratio_is_that_of_the_step") else {
        return;
    };
    let data = dataset(blobs(1, 30), blobs(2, 10));
    let config = config(dense(&[21, 9], Activation::Tanh), 30);
    let before = initial(&config);
    let run = train(&bench, &config, &data, &before);
    let network = |weights| Network::new(&layers(&config.hidden), config.optimizer, weights);
    let expected = update_ratios(&network(&before), &network(&run.weights));
    for reading in &run.history.readings {
        for (&found, &expected) in reading.update_ratio.iter().zip(&expected) {
            assert!(relative(found, expected) < 1e-5, "{found} {expected}");
        }
        assert_eq!(reading.update_ratio.len(), 3);
    }
}

#[test]
fn units_that_are_always_zero_are_counted() {
    let Some(bench) = Bench::with_16_bit_floats("units_that_are_always_zero_are_counted") else {
        return;
    };
    let data = dataset(blobs(1, 40), blobs(2, 1100));
    for (config, initial, dead) in stunted() {
        let config = Config { precision: Precision::MixedFloat16, ..config };
        let run = train(&bench, &config, &data, &initial);
        assert_eq!(run.history.readings[0].dead_units, dead);
        assert_readings_agree(&run, &config, &data, &initial);
    }
}

/// With plain SGD at rate 1, one step moves the weights by exactly the gradient.
#[test]
fn gradients_agree_with_the_reference_within_sixteen_bits() {
    let Some(bench) =
        Bench::with_16_bit_floats("gradients_agree_with_the_reference_within_sixteen_bits")
    else {
        return;
    };
    let data = dataset(blobs(1, 60), blobs(2, 10));
    for activation in [Activation::Linear, Activation::Sigmoid, Activation::Tanh] {
        let hidden = dense(&[50, 30, 20], activation);
        let config = Config { optimizer: sgd(1.0), batch_size: 60, ..config(hidden, 60) };
        let before = initial(&config);
        let run = train(&bench, &config, &data, &before);
        let (_, network) = reference(&config, &data, &before);
        let expected = network.weights.concat();
        let flat = |weights: &Weights| -> Vec<f64> {
            weights.0.iter().flat_map(|t| &t.values).map(|&w| f64::from(w)).collect()
        };
        let (before, after) = (flat(&before), flat(&run.weights));
        let gradient: Vec<f64> = before.iter().zip(&expected).map(|(a, b)| a - b).collect();
        let error: Vec<f64> = after.iter().zip(&expected).map(|(a, b)| a - b).collect();
        let off = norm(&error) / norm(&gradient);
        assert!(off > 0.0 && off < 4.0 * ROUNDING, "{activation:?}: {off}");
    }
}

/// Outputs are 0 and every digit as probable as another, but the weights from outputs to "0" are steep: for
/// a 0 dL/dY is −0.9 · slope / batch_size, while the loss is ln 10.
fn steep(config: &Config, slope: f32) -> Weights {
    let mut weights = initial(config);
    weights.0[0].values.fill(0.0);
    for (at, value) in weights.0[2].values.iter_mut().enumerate() {
        *value = if at % 10 == 0 { slope } else { 0.0 };
    }
    weights
}

/// Black images that are said to be zeros.
fn zeros(count: usize) -> Examples {
    Examples::new(vec![0; count * PIXELS], vec![0; count]).unwrap()
}

/// Each skipped step halves the scale, until dL/dY fits 16 bits. Nothing has changed by then: training goes
/// on as if it began there, Adam's count of steps with it.
#[test]
fn steps_that_overflow_are_skipped_until_the_scale_fits() {
    let Some(bench) =
        Bench::with_16_bit_floats("steps_that_overflow_are_skipped_until_the_scale_fits")
    else {
        return;
    };
    let data = dataset(zeros(4), zeros(4));
    for slope in [10.0, 80.0, 600.0] {
        let optimizer = adam(0.1 / slope);
        let hidden = dense(&[6], Activation::Linear);
        let config = Config { optimizer, batch_size: 4, epochs: 12, ..config(hidden, 4) };
        let before = steep(&config, slope as f32);
        let skipped = (0.9 * slope / 4.0 * FIRST_SCALE / OVERFLOW).log2().ceil() as usize;
        let skipping = Config { epochs: skipped, ..config.clone() };
        let run = train(&bench, &skipping, &data, &before);
        assert!(run.weights == before, "slope {slope}: {skipped} steps change nothing");
        let run = train(&bench, &config, &data, &before);
        let (losses, _) = reference(&config, &data, &before);
        for (step, found) in run.history.steps.iter().enumerate() {
            let expected = losses[step.saturating_sub(skipped)];
            let error = relative(found.loss, expected);
            // Logits here stay below 8, and a loss moves with its logits' roundings.
            assert!(error < 16.0 * ROUNDING, "slope {slope}: step {step}: {error}");
        }
    }
}

/// After 2000 finite steps on end the scale is doubled; where it then is too large, that costs one step.
#[test]
fn the_scale_grows_after_two_thousand_steps() {
    let Some(bench) = Bench::with_16_bit_floats("the_scale_grows_after_two_thousand_steps") else {
        return;
    };
    let data = dataset(zeros(2002), zeros(4));
    let after = |steps: usize| {
        let hidden = dense(&[3], Activation::Linear);
        let config = Config { optimizer: sgd(1e-6), batch_size: 1, ..config(hidden, steps) };
        // 0.9 · 1.5 fits 16 bits at a scale of 2¹⁵, and not at 2¹⁶.
        train(&bench, &config, &data, &steep(&config, 1.5)).weights
    };
    let [before, grown, skipped, halved] = [1999, 2000, 2001, 2002].map(after);
    assert!(before != grown && grown == skipped && skipped != halved);
}

/// Outputs beyond 16 bits make gradients infinite, even where the layer above does not show it.
#[test]
fn steps_whose_outputs_overflow_are_skipped() {
    let Some(bench) = Bench::with_16_bit_floats("steps_whose_outputs_overflow_are_skipped") else {
        return;
    };
    let data = dataset(zeros(4), zeros(4));
    let mut hidden = dense(&[5, 4], Activation::Tanh);
    hidden[0].activation = Activation::Linear;
    let config = Config { epochs: 3, ..config(hidden, 4) };
    let mut before = initial(&config);
    before.0[1].values.fill(70_000.0);
    let run = train(&bench, &config, &data, &before);
    assert_eq!(run.outcome, Outcome::Completed);
    assert!(run.weights == before);
    let reading = run.history.readings.last().unwrap();
    assert!(!reading.gradient_norm[1].is_finite(), "{reading:?}");
    assert_eq!(reading.update_ratio, [0.0; 3], "no step was made");
}

/// Also where only one of them skips steps.
#[test]
fn networks_side_by_side_come_to_what_each_comes_to_alone() {
    let Some(bench) =
        Bench::with_16_bit_floats("networks_side_by_side_come_to_what_each_comes_to_alone")
    else {
        return;
    };
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let relu = Config { epochs: 2, ..config(dense(&[12], Activation::Relu), 100) };
    let linear = Config { hidden: dense(&[12], Activation::Linear), ..relu.clone() };
    let tanh = Config { hidden: dense(&[12], Activation::Tanh), seed: 2, ..relu.clone() };
    let weights = [initial(&relu), steep(&linear, 300.0), initial(&tanh)];
    let configs = [relu, linear, tanh];
    let jobs = configs.iter().zip(&weights).map(|(config, weights)| Job {
        config: config.clone(),
        data: data.clone(),
        initial_weights: Some(weights.clone()),
    });
    let together = bench.train(jobs.collect());
    for ((config, weights), run) in configs.iter().zip(&weights).zip(&together) {
        let alone = train(&bench, config, &data, weights);
        assert_eq!(run.history.steps, alone.history.steps);
        assert_eq!(run.history.val_loss, alone.history.val_loss);
        let shown = |run: &Run| format!("{:?}", run.history.readings);
        assert_eq!(shown(run), shown(&alone), "NaN equals NaN");
        assert!(run.weights == alone.weights);
    }
}

/// One launch for all layers above the first, in tiles or by rows, or several: the same numbers, also where steps are
/// skipped.
#[test]
fn fused_upper_layers_save_launches_and_keep_the_history() {
    let Some(bench) =
        Bench::with_16_bit_floats("fused_upper_layers_save_launches_and_keep_the_history")
    else {
        return;
    };
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let gpu = bench.lab.gpu();
    let presumed = gpu.variant();
    let deep = Config { epochs: 2, ..config(dense(&[40, 33, 20], Activation::Relu), 100) };
    let skipping = Config { hidden: dense(&[12], Activation::Linear), ..deep.clone() };
    let cases = [(&deep, initial(&deep)), (&skipping, steep(&skipping, 300.0))];
    for (config, weights) in cases {
        let trained = |fused, holds| {
            gpu.set_variant(Variant { fused, holds, ..presumed });
            let before = bench.counters().dispatches;
            let run = train(&bench, config, &data, &weights);
            gpu.set_variant(presumed);
            (run, bench.counters().dispatches - before)
        };
        let apart = trained(false, false);
        for (fused, holds) in [(true, false), (true, presumed.holds), (false, presumed.holds)] {
            let other = trained(fused, holds);
            assert_eq!(other.1 < apart.1, fused, "{} {}", other.1, apart.1);
            assert_eq!(other.0.history.steps, apart.0.history.steps);
            assert_eq!(other.0.history.val_loss, apart.0.history.val_loss);
            let shown = |run: &Run| format!("{:?}", run.history.readings);
            assert_eq!(shown(&other.0), shown(&apart.0), "NaN equals NaN");
            assert!(other.0.weights == apart.0.weights);
        }
    }
}

/// As many as in float32: with all of an epoch counted in, two a layer.
#[test]
fn launches_stay_within_budget() {
    let Some(bench) = Bench::with_16_bit_floats("launches_stay_within_budget") else { return };
    let data = dataset(blobs(3, 90), blobs(4, 10));
    let deep = Config { batch_size: 1, ..config(dense(&[9, 8, 7, 6], Activation::Tanh), 90) };
    train(&bench, &deep, &data, &initial(&deep));
    let counters = bench.counters();
    assert_eq!(counters.steps, 90);
    assert!(counters.dispatches <= (2 * 5 + 1) * counters.steps, "{counters:?}");
}
