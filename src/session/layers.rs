//! Hidden layers as the reader types them, "128-64", and as the page describes them.

use crate::config::{Activation, Config, ConfigError, Dense, MAX_HIDDEN_LAYERS};
use crate::json;
use crate::network::{Layer, layers};
use serde_json::Value;

/// The widths as typed: "128-64".
pub fn units_text(hidden: &[Dense]) -> String {
    let units: Vec<String> = hidden.iter().map(|layer| layer.units.to_string()).collect();
    units.join("-")
}

/// The layers that a typed text describes. Hyphens, commas, spaces and arrows divide widths;
/// an empty text means that the pixels lead straight to the ten classes.
///
/// # Errors
/// Names the first layer that cannot be.
pub fn parse_units(text: &str, activation: Activation) -> Result<Vec<Dense>, ConfigError> {
    let divides = |c: char| c.is_whitespace() || "-–—,;→>×".contains(c);
    let words: Vec<&str> = text.split(divides).filter(|word| !word.is_empty()).collect();
    if words.len() > MAX_HIDDEN_LAYERS {
        return Err(ConfigError::Value {
            field: "hidden".into(),
            value: format!("a list of {} layers", words.len()),
            accepted: format!("at most {MAX_HIDDEN_LAYERS}"),
        });
    }
    let hidden: Vec<Value> = words
        .into_iter()
        .map(|word| {
            let units = json::parse(word).ok().filter(Value::is_number);
            let mut layer = json::object([("units", units.unwrap_or_else(|| word.into()))]);
            layer["activation"] = Value::from(activation.name());
            if let Activation::LeakyRelu { negative_slope } = activation {
                layer["negative_slope"] = Value::from(negative_slope);
            }
            layer
        })
        .collect();
    Config::from_json(&json::object([("hidden", Value::from(hidden))])).map(|config| config.hidden)
}

/// The activation that all layers share, if they do.
pub fn shared_activation(hidden: &[Dense]) -> Option<Activation> {
    let first = hidden.first()?.activation;
    hidden.iter().all(|layer| layer.activation == first).then_some(first)
}

/// From the pixels to the classes: "784 → 128 → 64 → 10".
pub fn sizes_text(hidden: &[Dense]) -> String {
    let chain = layers(hidden);
    let inputs = chain.iter().map(|layer: &Layer| layer.inputs);
    let last = chain.last().map(|layer| layer.units);
    let sizes: Vec<String> = inputs.chain(last).map(|size| size.to_string()).collect();
    sizes.join(" → ")
}

/// How an activation is called in a sentence.
pub fn activation_label(activation: Activation) -> &'static str {
    match activation {
        Activation::Linear => "linear",
        Activation::Sigmoid => "sigmoid",
        Activation::Tanh => "tanh",
        Activation::Relu => "ReLU",
        Activation::LeakyRelu { .. } => "leaky ReLU",
    }
}

/// The activations in words: "ReLU", or one after the other where they differ.
pub fn activations_text(hidden: &[Dense]) -> String {
    match shared_activation(hidden) {
        Some(activation) => activation_label(activation).into(),
        None if hidden.is_empty() => "no hidden layer".into(),
        None => {
            let labels: Vec<_> =
                hidden.iter().map(|layer| activation_label(layer.activation)).collect();
            labels.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::dense;

    #[test]
    fn typed_widths_become_layers_and_back() {
        for text in ["128-64", " 128, 64 ", "128 → 64", "128 – 64"] {
            assert_eq!(
                parse_units(text, Activation::Tanh),
                Ok(dense(&[128, 64], Activation::Tanh))
            );
        }
        assert_eq!(parse_units("", Activation::Relu), Ok(Vec::new()));
        assert_eq!(units_text(&dense(&[1024, 512], Activation::Relu)), "1024-512");
    }

    #[test]
    fn impossible_widths_are_named() {
        for text in ["128-abc", "128-0", "128-5000", "128-6.5"] {
            let message = parse_units(text, Activation::Relu).unwrap_err().to_string();
            assert!(message.starts_with("hidden[1].units is "), "{message}");
        }
        let many = parse_units("1-2-3-4-5-6-7-8-9", Activation::Relu).unwrap_err().to_string();
        assert_eq!(many, "hidden is a list of 9 layers; accepted: at most 8.");
    }

    #[test]
    fn a_slope_survives() {
        let slope = Activation::LeakyRelu { negative_slope: 0.3 };
        assert_eq!(parse_units("7", slope), Ok(dense(&[7], slope)));
    }

    #[test]
    fn networks_are_described() {
        let hidden = dense(&[128, 64], Activation::Relu);
        assert_eq!(sizes_text(&hidden), "784 → 128 → 64 → 10");
        assert_eq!(activations_text(&hidden), "ReLU");
        assert_eq!(sizes_text(&[]), "784 → 10");
    }
}
