//! The one configuration that controls, link, console, history file and tests share.
//! Field names and defaults are Keras's where Keras has one.

mod activation;
mod fields;
mod optimizer;

pub use activation::{Activation, DEFAULT_NEGATIVE_SLOPE};
pub use fields::ConfigError;
pub(crate) use fields::Fields;
pub use optimizer::Optimizer;

use crate::json;
use serde_json::{Map, Value};

/// Hidden layers a network may have.
pub const MAX_HIDDEN_LAYERS: usize = 8;
/// Units a hidden layer may have.
pub const MAX_UNITS: usize = 4096;

/// Which examples a network trains on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatasetName {
    /// 60,000 handwritten digits, tested on 10,000 others.
    Mnist,
    /// Digits that the project draws itself, as many as MNIST has.
    Synthetic,
    /// Arrays handed over with the configuration.
    Given,
}

impl DatasetName {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            DatasetName::Mnist => "mnist",
            DatasetName::Synthetic => "synthetic",
            DatasetName::Given => "given",
        }
    }
}

/// The numbers in which a network computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// 32-bit floats throughout.
    Float32,
    /// Keras's policy: float16 activations and products' inputs, float32 weights and sums.
    MixedFloat16,
}

impl Precision {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Float32 => "float32",
            Precision::MixedFloat16 => "mixed_float16",
        }
    }
}

/// What computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The GPU, or the processor where there is none or only an imitated one.
    Automatic,
    /// The GPU, even an imitated one.
    WebGpu,
    /// The processor.
    Wasm,
}

impl Backend {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Backend::Automatic => "auto",
            Backend::WebGpu => "webgpu",
            Backend::Wasm => "wasm",
        }
    }
}

/// One hidden dense layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dense {
    /// Its number of outputs, 1 to [`MAX_UNITS`].
    pub units: usize,
    /// What is applied to each output.
    pub activation: Activation,
}

/// Everything that determines a training run, but for own arrays and given weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The examples.
    pub dataset: DatasetName,
    /// How many training examples are used, from the first on; `None` for all of the given arrays.
    pub train_samples: Option<usize>,
    /// The hidden layers, from the input on; a 10-way softmax layer follows them.
    pub hidden: Vec<Dense>,
    /// How the weights follow the gradient.
    pub optimizer: Optimizer,
    /// Examples a step.
    pub batch_size: usize,
    /// Passes over the training examples.
    pub epochs: usize,
    /// What initial weights and order are drawn from.
    pub seed: u64,
    /// The numbers computed with.
    pub precision: Precision,
    /// Whether each epoch takes the examples in a fresh order.
    pub shuffle: bool,
    /// What computes: it decides the time that training takes, and the last digits of its numbers.
    pub backend: Backend,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            dataset: DatasetName::Mnist,
            train_samples: Some(500),
            hidden: dense(&[128, 64], Activation::Relu),
            optimizer: Optimizer::default(),
            batch_size: 32,
            epochs: 20,
            seed: 1,
            precision: Precision::Float32,
            shuffle: true,
            backend: Backend::Automatic,
        }
    }
}

/// Hidden layers of these widths that share an activation.
pub fn dense(units: &[usize], activation: Activation) -> Vec<Dense> {
    units.iter().map(|&units| Dense { units, activation }).collect()
}

const FIELDS: &[&str] = &[
    "dataset",
    "train_samples",
    "hidden",
    "optimizer",
    "batch_size",
    "epochs",
    "seed",
    "precision",
    "shuffle",
    "backend",
];

/// The largest integer that every JSON reader keeps exact.
pub(crate) const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

impl Config {
    /// Reads a configuration. Missing fields take their defaults.
    ///
    /// # Errors
    /// Names the first field that is unknown or whose value is impossible, and what would be accepted.
    pub fn from_json(value: &Value) -> Result<Config, ConfigError> {
        let fields = Fields::of(value, "", FIELDS)?;
        let defaults = Config::default();
        let dataset = fields.choice(
            "dataset",
            defaults.dataset,
            [DatasetName::Mnist, DatasetName::Synthetic],
            |dataset| dataset.name(),
        )?;
        Config::with_dataset(&fields, dataset)
    }

    /// Reads a configuration whose examples are handed over beside it; it has no `dataset` field.
    ///
    /// # Errors
    /// As [`Config::from_json`].
    pub fn from_json_with_given_examples(value: &Value) -> Result<Config, ConfigError> {
        let fields = Fields::of(value, "", FIELDS)?;
        Config::with_dataset(&fields, DatasetName::Given)
    }

    fn with_dataset(fields: &Fields, dataset: DatasetName) -> Result<Config, ConfigError> {
        let defaults = Config::default();
        let train_samples = match dataset {
            DatasetName::Given => fields.optional_integer("train_samples", 1..=MAX_SAFE_INTEGER)?,
            _ => Some(fields.integer("train_samples", 500, 1..=60_000)?),
        };
        Ok(Config {
            dataset,
            train_samples: train_samples.map(|count| count as usize),
            hidden: hidden_layers(fields)?.unwrap_or(defaults.hidden),
            optimizer: match fields.get("optimizer") {
                Some(value) => Optimizer::from_json(value, "optimizer")?,
                None => defaults.optimizer,
            },
            batch_size: fields.integer("batch_size", 32, 1..=1_000_000)? as usize,
            epochs: fields.integer("epochs", 20, 1..=100_000)? as usize,
            seed: fields.integer("seed", 1, 0..=MAX_SAFE_INTEGER)?,
            precision: fields.choice(
                "precision",
                defaults.precision,
                [Precision::Float32, Precision::MixedFloat16],
                |precision| precision.name(),
            )?,
            shuffle: fields.boolean("shuffle", true)?,
            backend: fields.choice(
                "backend",
                defaults.backend,
                [Backend::Automatic, Backend::WebGpu, Backend::Wasm],
                |backend| backend.name(),
            )?,
        })
    }

    /// The configuration with every field written out; [`Config::from_json`] reads it back.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("dataset".into(), Value::from(self.dataset.name()));
        if let Some(count) = self.train_samples {
            object.insert("train_samples".into(), Value::from(count));
        }
        object.insert("hidden".into(), self.hidden.iter().map(|dense| dense.to_json()).collect());
        object.insert("optimizer".into(), self.optimizer.to_json());
        object.insert("batch_size".into(), Value::from(self.batch_size));
        object.insert("epochs".into(), Value::from(self.epochs));
        object.insert("seed".into(), Value::from(self.seed));
        object.insert("precision".into(), Value::from(self.precision.name()));
        object.insert("shuffle".into(), Value::from(self.shuffle));
        object.insert("backend".into(), Value::from(self.backend.name()));
        Value::Object(object)
    }
}

fn hidden_layers(fields: &Fields) -> Result<Option<Vec<Dense>>, ConfigError> {
    let accepted = format!("a list of at most {MAX_HIDDEN_LAYERS} layers");
    let Some(value) = fields.get("hidden") else {
        return Ok(None);
    };
    let layers = value
        .as_array()
        .filter(|layers| layers.len() <= MAX_HIDDEN_LAYERS)
        .ok_or_else(|| fields.refuse("hidden", value, &accepted))?;
    let read = |(index, layer)| Dense::from_json(layer, &format!("hidden[{index}]"));
    layers.iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
}

impl Dense {
    fn from_json(value: &Value, path: &str) -> Result<Dense, ConfigError> {
        let fields = Fields::of(value, path, &["units", "activation", "negative_slope"])?;
        Ok(Dense {
            units: fields.integer("units", 128, 1..=MAX_UNITS as u64)? as usize,
            activation: Activation::from_fields(&fields)?,
        })
    }

    fn to_json(self) -> Value {
        let mut layer = json::object([
            ("units", Value::from(self.units)),
            ("activation", Value::from(self.activation.name())),
        ]);
        if let Activation::LeakyRelu { negative_slope } = self.activation {
            layer["negative_slope"] = Value::from(negative_slope);
        }
        layer
    }
}
