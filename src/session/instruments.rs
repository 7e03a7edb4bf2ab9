//! The instruments, and what they showed as the console and a saved history tell it.

use crate::config::Config;
use crate::network::{Layer, Weights, layers};
use crate::training::{History, Reading};
use serde_json::{Map, Value};

/// What is measured inside a network.
#[derive(Debug)]
pub struct Instrument {
    /// In JSON.
    pub name: &'static str,
    /// For the reader.
    pub label: &'static str,
    /// Its numbers in a reading, one a layer.
    pub of: fn(&Reading) -> &Vec<f64>,
    /// Whether the softmax layer has one, after the hidden layers.
    pub with_last: bool,
    /// On which examples.
    pub measured_on: &'static str,
    /// In a sentence.
    pub how_to_read: &'static str,
}

const PROBE: &str =
    "the first 128 training examples (all, if there are fewer) in the data's own order";
const STEP: &str = "the batch of the step: the run's first, then the last of each epoch";
const TEST: &str = "all test examples";

/// All instruments that have one number a layer.
pub static INSTRUMENTS: [Instrument; 5] = [
    Instrument {
        name: "gradient_norm",
        label: "Gradient norm",
        of: |reading| &reading.gradient_norm,
        with_last: true,
        measured_on: PROBE,
        how_to_read: "How strongly the loss pulls at a layer's weights: where a line lies far below the others, \
                      that layer is hardly told what to learn.",
    },
    Instrument {
        name: "update_ratio",
        label: "Update-to-weight ratio",
        of: |reading| &reading.update_ratio,
        with_last: true,
        measured_on: STEP,
        how_to_read: "How far one step moves a layer's weights, as a share of their size: around 0.001 is usual, \
                      far less means that the layer stands still, far more that it is thrown about.",
    },
    Instrument {
        name: "saturation",
        label: "Saturation",
        of: |reading| &reading.saturation,
        with_last: false,
        measured_on: PROBE,
        how_to_read: "The share of a layer's sigmoid or tanh outputs that lie where the curve is flat (a slope \
                      below 1 % of its greatest): they pass almost no gradient on.",
    },
    Instrument {
        name: "sparsity",
        label: "Sparsity",
        of: |reading| &reading.sparsity,
        with_last: false,
        measured_on: PROBE,
        how_to_read: "The share of a layer's outputs that are exactly 0: of ReLU's about half at the start, of \
                      the other activations' none.",
    },
    Instrument {
        name: "dead_units",
        label: "Dead units",
        of: |reading| &reading.dead_units,
        with_last: false,
        measured_on: TEST,
        how_to_read: "How many of a layer's units are 0 on every test image: they contribute nothing, and no \
                      gradient reaches them to bring them back.",
    },
];

/// Each instrument's numbers: a list a reading, the first before the first update, one number a layer.
/// Beside them the seconds of a step in each epoch, what the numbers of a list belong to, and the examples.
pub fn instruments(history: &History, config: &Config) -> Value {
    let layers = layers(&config.hidden);
    let (mut object, mut names, mut examples) = (Map::new(), Map::new(), Map::new());
    for instrument in &INSTRUMENTS {
        let name = instrument.name;
        let readings =
            history.readings.iter().map(|reading| Value::from((instrument.of)(reading).as_slice()));
        object.insert(name.into(), readings.collect());
        names.insert(name.into(), layer_names(&layers, instrument.with_last).into());
        examples.insert(name.into(), instrument.measured_on.into());
    }
    object.insert("step_seconds".into(), history.step_seconds.as_slice().into());
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
    use serde_json::json;

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
        for Instrument { name, .. } in &INSTRUMENTS {
            assert_eq!(
                told[*name][0].as_array().map(Vec::len),
                told["layers"][*name].as_array().map(Vec::len)
            );
            assert!(told["examples"][*name].is_string(), "{name}");
        }
    }
}
