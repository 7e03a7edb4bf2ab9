//! Keras's golden runs: 14 short trainings in float64 whose inputs are rebuilt from integers.
#![allow(dead_code, reason = "each test file uses its own part")]

use fitlab::config::{Config, Optimizer};
use fitlab::data::{Examples, PIXELS};
use fitlab::network::{Layer, Weights, layers};
use fitlab::random::mix;
use serde_json::{Value, json};
use std::fmt;

const GOLDEN: &str = include_str!("golden.json");

/// One run and what Keras computed.
pub struct Golden {
    pub config: Config,
    pub layers: Vec<Layer>,
    pub optimizer: Optimizer,
    pub weights: Weights,
    pub examples: Examples,
    /// Loss and accuracy of each batch before its update.
    pub steps: Vec<[f64; 2]>,
    pub gradient_norms: Vec<f64>,
    pub weight_norms_after: Vec<f64>,
    pub loss_after: f64,
    pub accuracy_after: f64,
    /// Of the first example, after the last step.
    pub probabilities: Vec<f64>,
}

impl Golden {
    pub fn all() -> Vec<Golden> {
        let file: Value = serde_json::from_str(GOLDEN).unwrap();
        let cases: Vec<Golden> =
            file["cases"].as_array().unwrap().iter().map(Golden::from_json).collect();
        assert_eq!(cases.len(), 14);
        cases
    }

    fn from_json(case: &Value) -> Golden {
        let hidden: Vec<Value> = case["hidden"]
            .as_array()
            .unwrap()
            .iter()
            .map(|units| json!({ "units": units, "activation": case["activation"] }))
            .collect();
        let optimizer = match case["optimizer"].as_str().unwrap() {
            "momentum" => json!({ "name": "sgd", "learning_rate": 0.05, "momentum": 0.9 }),
            "sgd" => json!({ "name": "sgd", "learning_rate": 0.1 }),
            name => json!({ "name": name }),
        };
        let config = Config::from_json_with_given_examples(&json!({
            "hidden": hidden, "optimizer": optimizer, "batch_size": case["batch_size"],
            "epochs": case["epochs"], "shuffle": false,
        }))
        .unwrap();
        let layers = layers(&config.hidden);
        let steps = case["steps"].as_array().unwrap();
        Golden {
            weights: weights(&layers),
            examples: examples(case["examples"].as_u64().unwrap()),
            steps: steps.iter().map(|step| [0, 1].map(|n| step[n].as_f64().unwrap())).collect(),
            gradient_norms: numbers(&case["gradient_norms_at_first_step"]),
            weight_norms_after: numbers(&case["weight_norms_after"]),
            loss_after: case["loss_after"].as_f64().unwrap(),
            accuracy_after: case["accuracy_after"].as_f64().unwrap(),
            probabilities: numbers(&case["probabilities_after_first_example"]),
            optimizer: config.optimizer,
            layers,
            config,
        }
    }

    pub fn image(&self, index: usize) -> &[u8] {
        self.examples.image(index)
    }

    pub fn label(&self, index: usize) -> u8 {
        self.examples.labels()[index]
    }

    /// The examples of a step, in the order given; an epoch's last batch is short.
    pub fn batch(&self, step: usize) -> Vec<(&[u8], u8)> {
        let (size, count) = (self.config.batch_size, self.examples.len());
        let first = step % count.div_ceil(size) * size;
        (first..count.min(first + size)).map(|n| (self.image(n), self.label(n))).collect()
    }
}

impl fmt::Display for Golden {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let config = self.config.to_json();
        write!(formatter, "{} with {}", config["hidden"], config["optimizer"])
    }
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn examples(count: u64) -> Examples {
    let pixel = |at: u64| {
        let h = mix(at);
        if (h >> 48) & 3 == 0 { (h >> 56) as u8 } else { 0 }
    };
    let images: Vec<u8> = (0..count * PIXELS as u64).map(pixel).collect();
    assert_eq!(images[0], 226);
    Examples::new(images, (0..count).map(|n| (7 * n % 10) as u8).collect()).unwrap()
}

fn weights(layers: &[Layer]) -> Weights {
    let arrays = layers.iter().zip(1_u64..).flat_map(|(layer, number)| {
        let limit = (6.0 / (layer.inputs + layer.units) as f64).sqrt();
        let entry = |at: u64| {
            let u = (mix(1_000_000_000 * number + at) >> 40) as f64 / f64::from(1 << 24);
            ((2.0 * u - 1.0) * limit) as f32
        };
        let kernel = (0..(layer.inputs * layer.units) as u64).map(entry).collect();
        [kernel, vec![0.0; layer.units]]
    });
    Weights::from_values(layers, arrays.collect()).unwrap()
}

/// Distance relative to the expected value.
pub fn relative(found: f64, expected: f64) -> f64 {
    (found - expected).abs() / expected.abs().max(1e-30)
}

/// Euclidean norm.
pub fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}
