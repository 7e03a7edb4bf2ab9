//! Readings held against the reference.

use super::super::keras::relative;
use super::{config, each_step, initial};
use fitlab::config::{Activation, Config, dense};
use fitlab::data::Dataset;
use fitlab::network::Weights;
use fitlab::reference::{Network, reading, update_ratios};
use fitlab::training::{History, PROBE, Reading};

/// The reference's readings, before the first update and after each epoch's last.
pub fn readings(config: &Config, data: &Dataset, weights: &Weights) -> Vec<Reading> {
    let samples = config.train_samples.unwrap_or(data.train.len());
    let steps = samples.div_ceil(config.batch_size);
    let probe: Vec<(&[u8], u8)> =
        (0..samples.min(PROBE)).map(|n| (data.train.image(n), data.train.labels()[n])).collect();
    let read = |network: &Network| {
        reading(network, &probe, (0..data.test.len()).map(|n| data.test.image(n)))
    };
    let mut readings = Vec::new();
    each_step(config, data, weights, |step, before, after, _| {
        if step == 0 {
            let update_ratio = update_ratios(before, after);
            readings.push(Reading { update_ratio, ..read(before) });
        }
        if (step + 1).is_multiple_of(steps) {
            let update_ratio = update_ratios(before, after);
            readings.push(Reading { update_ratio, ..read(after) });
        }
    });
    readings
}

/// Every reading, as close as [`Tolerance`] asks.
pub fn assert_readings_agree(history: &History, config: &Config, data: &Dataset) {
    assert_readings_agree_from(history, config, data, &initial(config), Tolerance::FLOAT32);
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

pub fn assert_readings_agree_from(
    history: &History,
    config: &Config,
    data: &Dataset,
    weights: &Weights,
    tolerance: Tolerance,
) {
    let expected = readings(config, data, weights);
    assert_eq!(history.readings.len(), expected.len(), "{}", config.to_json());
    for (moment, (found, expected)) in history.readings.iter().zip(&expected).enumerate() {
        let about = || format!("{}: reading {moment}: {found:?} {expected:?}", config.to_json());
        let near = |found: &[f64], expected: &[f64], is_near: &dyn Fn(f64, f64) -> bool| {
            let same = |f: f64, e: f64| (f.is_nan() && e.is_nan()) || is_near(f, e);
            found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| same(*f, *e))
        };
        let norms = |f: f64, e: f64| f == e || relative(f, e) < tolerance.norms;
        let shares = |f: f64, e: f64| (f - e).abs() <= tolerance.outputs;
        let units = |f: f64, e: f64| (f - e).abs() <= tolerance.units;
        assert!(near(&found.gradient_norm, &expected.gradient_norm, &norms), "{}", about());
        assert!(near(&found.update_ratio, &expected.update_ratio, &norms), "{}", about());
        assert!(near(&found.saturation, &expected.saturation, &shares), "{}", about());
        assert!(near(&found.sparsity, &expected.sparsity, &shares), "{}", about());
        assert!(near(&found.dead_units, &expected.dead_units, &units), "{}", about());
    }
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
