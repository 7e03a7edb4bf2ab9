//! What the instruments showed, as the console and a saved history tell it.

use crate::config::Config;
use crate::network::{Layer, Weights, layers};
use crate::training::{History, Reading};
use serde_json::{Map, Value, json};

/// An instrument: its name, its numbers in a reading, whether the softmax layer has one, and what it was
/// measured on.
type Instrument = (&'static str, fn(&Reading) -> &Vec<f64>, bool, &'static str);

const PROBE: &str =
    "the first 128 training examples (all, if there are fewer) in the data's own order";
const STEP: &str = "the batch of the step: the run's first, then the last of each epoch";
const TEST: &str = "all test examples";

const INSTRUMENTS: [Instrument; 5] = [
    ("gradient_norm", |reading| &reading.gradient_norm, true, PROBE),
    ("update_ratio", |reading| &reading.update_ratio, true, STEP),
    ("saturation", |reading| &reading.saturation, false, PROBE),
    ("sparsity", |reading| &reading.sparsity, false, PROBE),
    ("dead_units", |reading| &reading.dead_units, false, TEST),
];

/// Each instrument's numbers: a list a reading, the first before the first update, one number a layer.
/// Beside them the seconds of a step in each epoch, what the numbers of a list belong to, and the examples.
pub fn instruments(history: &History, config: &Config) -> Value {
    let layers = layers(&config.hidden);
    let (mut object, mut names, mut examples) = (Map::new(), Map::new(), Map::new());
    for (name, of, with_last, measured_on) in INSTRUMENTS {
        let readings: Vec<&Vec<f64>> = history.readings.iter().map(of).collect();
        object.insert(name.into(), json!(readings));
        names.insert(name.into(), json!(layer_names(&layers, with_last)));
        examples.insert(name.into(), json!(measured_on));
    }
    object.insert("step_seconds".into(), json!(history.step_seconds));
    object.insert("layers".into(), Value::Object(names));
    object.insert("examples".into(), Value::Object(examples));
    Value::Object(object)
}

/// The kernels that gradients and updates are of, or the hidden layers that outputs are of.
fn layer_names(layers: &[Layer], with_last: bool) -> Vec<String> {
    match with_last {
        true => (0..layers.len()).map(Weights::kernel_name).collect(),
        false => (0..layers.len() - 1).map(Weights::layer_name).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{EpochMetrics, Event};

    #[test]
    fn every_number_has_its_layer_and_what_is_no_number_is_null() {
        let reading = Reading {
            gradient_norm: vec![0.5, f64::INFINITY, 0.25],
            update_ratio: vec![0.125; 3],
            saturation: vec![f64::NAN; 2],
            sparsity: vec![0.75, 0.5],
            dead_units: vec![3.0, 0.0],
        };
        let mut history = History::default();
        history.apply(&Event::Epoch(EpochMetrics {
            readings: vec![reading.clone(), reading],
            step_seconds: 0.5,
            ..EpochMetrics::of(0, &[], &[], 1, 1.0)
        }));
        let told = instruments(&history, &Config::default());
        assert_eq!(told["gradient_norm"], json!([[0.5, null, 0.25], [0.5, null, 0.25]]));
        assert_eq!(told["saturation"][1], json!([null, null]));
        assert_eq!(told["step_seconds"], json!([0.5]));
        assert_eq!(
            told["layers"]["update_ratio"],
            json!(["dense/kernel", "dense_1/kernel", "dense_2/kernel"])
        );
        assert_eq!(told["layers"]["dead_units"], json!(["dense", "dense_1"]));
        for (name, ..) in INSTRUMENTS {
            assert_eq!(
                told[name][0].as_array().map(Vec::len),
                told["layers"][name].as_array().map(Vec::len)
            );
            assert!(told["examples"][name].is_string(), "{name}");
        }
    }
}
