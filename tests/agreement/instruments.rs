//! Readings held against the reference.

use super::super::gpu::{blobs, dataset};
use super::super::keras::relative;
use super::{config, each_step, initial};
use fitlab::config::{Activation, Config, dense};
use fitlab::data::{Dataset, Examples, PIXELS};
use fitlab::network::Weights;
use fitlab::reference::{Network, reading, update_ratios};
use fitlab::training::{History, PROBE, Reading};
use std::rc::Rc;

/// The reference's reading of a network with these weights; its update ratio is missing.
pub fn reading_of(config: &Config, data: &Dataset, network: &Network) -> Reading {
    let samples = config.train_samples.unwrap_or(data.train.len());
    let probe: Vec<(&[u8], u8)> =
        (0..samples.min(PROBE)).map(|n| (data.train.image(n), data.train.labels()[n])).collect();
    reading(network, &probe, (0..data.test.len()).map(|n| data.test.image(n)))
}

/// The reference's readings, before the first update and after each epoch's last.
pub fn readings(config: &Config, data: &Dataset, weights: &Weights) -> Vec<Reading> {
    let samples = config.train_samples.unwrap_or(data.train.len());
    let steps = samples.div_ceil(config.batch_size);
    let mut readings = Vec::new();
    each_step(config, data, weights, |step, before, after, _| {
        let update_ratio = update_ratios(before, after);
        if step == 0 {
            let update_ratio = update_ratio.clone();
            readings.push(Reading { update_ratio, ..reading_of(config, data, before) });
        }
        if (step + 1).is_multiple_of(steps) {
            readings.push(Reading { update_ratio, ..reading_of(config, data, after) });
        }
    });
    readings
}

/// How far readings may be from the reference's.
#[derive(Clone, Copy)]
pub struct Tolerance {
    /// Relatively, of norms and ratios.
    pub norms: f64,
    /// Outputs, of all on the probe, that may lie on the other side of a limit.
    pub outputs: f64,
    /// Units that may be at work on a few examples here and on none there.
    pub units: f64,
}

impl Tolerance {
    pub const FLOAT32: Tolerance = Tolerance { norms: 2e-3, outputs: 2e-3, units: 0.0 };
}

/// Every reading of a run that began with drawn weights.
pub fn assert_readings_agree(history: &History, config: &Config, data: &Dataset) {
    assert_readings_agree_from(history, config, data, &initial(config));
}

/// Every reading of a run that began with these weights.
pub fn assert_readings_agree_from(
    history: &History,
    config: &Config,
    data: &Dataset,
    weights: &Weights,
) {
    let expected = readings(config, data, weights);
    assert_eq!(history.readings.len(), expected.len(), "{}", config.to_json());
    for (moment, (found, expected)) in history.readings.iter().zip(&expected).enumerate() {
        let about = format!("{}: reading {moment}", config.to_json());
        assert_agrees(found, expected, Tolerance::FLOAT32, &about);
    }
}

/// One reading; NaN agrees with NaN.
pub fn assert_agrees(found: &Reading, expected: &Reading, tolerance: Tolerance, about: &str) {
    let near = |f: f64, e: f64| f == e || relative(f, e) < tolerance.norms;
    let share = |f: f64, e: f64| (f.is_nan() && e.is_nan()) || (f - e).abs() <= tolerance.outputs;
    let count = |f: f64, e: f64| (f - e).abs() <= tolerance.units;
    let all = |found: &[f64], expected: &[f64], agree: &dyn Fn(f64, f64) -> bool| {
        let pairs = found.iter().zip(expected);
        found.len() == expected.len() && pairs.into_iter().all(|(&f, &e)| agree(f, e))
    };
    assert!(
        all(&found.gradient_norm, &expected.gradient_norm, &near)
            && all(&found.update_ratio, &expected.update_ratio, &near)
            && all(&found.saturation, &expected.saturation, &share)
            && all(&found.sparsity, &expected.sparsity, &share)
            && all(&found.dead_units, &expected.dead_units, &count),
        "{about}: {found:?} {expected:?}"
    );
}

/// Networks some of whose units begin so far below 0 that no example lifts them, and the others above it, with
/// those weights and how many are dead in each layer.
pub fn stunted() -> Vec<(Config, Weights, Vec<f64>)> {
    let cases = [Activation::Relu, Activation::LeakyRelu { negative_slope: 0.1 }];
    let cases = cases.map(|activation| {
        let config = config(dense(&[41, 6], activation), 40);
        let mut weights = initial(&config);
        for (bias, height, units) in [(1, 5.0, &[0, 3, 32, 40][..]), (3, 50.0, &[5])] {
            weights.0[bias].values.fill(height);
            units.iter().for_each(|&unit: &usize| weights.0[bias].values[unit] = -900.0);
        }
        let dead = if activation == Activation::Relu { vec![4.0, 1.0] } else { vec![0.0; 2] };
        (config, weights, dead)
    });
    cases.into()
}

/// A network, with its weights and examples, one of whose units is at work on the very last test example alone.
pub fn late() -> (Config, Weights, Rc<Dataset>) {
    let config = config(dense(&[9, 5], Activation::Relu), 40);
    let mut weights = initial(&config);
    for (layer, height) in [(0, 5.0), (1, 50.0)] {
        weights.0[2 * layer + 1].values.fill(height);
    }
    // Unit 0 sees the last pixel alone, which is dark in all examples but that one.
    weights.0[0].values.iter_mut().step_by(9).for_each(|w| *w = 0.0);
    (weights.0[0].values[9 * (PIXELS - 1)], weights.0[1].values[0]) = (100.0, -60.0);
    let test = blobs(2, 1100);
    let mut images = test.images().to_vec();
    images[1100 * PIXELS - 1] = 255;
    let test = Examples::new(images, test.labels().to_vec()).unwrap();
    (config, weights, dataset(blobs(1, 40), test))
}
