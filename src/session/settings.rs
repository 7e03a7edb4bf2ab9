//! The one table of settings that the networks of the page share. It drives the controls;
//! what it reads and writes is their own JSON, so nothing is checked twice.

use super::shared::Shared;
use crate::config::ConfigError;
use crate::{decimal, json};
use serde_json::Value;

/// A setting of the page.
#[derive(Debug, PartialEq)]
pub struct Setting {
    /// Where it stands in the configuration, e.g. `optimizer.learning_rate`.
    pub path: &'static str,
    /// How the page calls it.
    pub label: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// Whether it is always in sight, or among the rarely changed.
    pub common: bool,
}

/// What a setting can be.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// A number to type.
    Number,
    /// On or off.
    Switch,
    /// One of these values, each with its label.
    Choice(&'static [(&'static str, &'static str)]),
}

const fn number(path: &'static str, label: &'static str, common: bool) -> Setting {
    Setting { path, label, kind: Kind::Number, common }
}

const DATASETS: &[(&str, &str)] = &[("mnist", "MNIST"), ("synthetic", "Drawn digits")];
const OPTIMIZERS: &[(&str, &str)] =
    &[("adam", "Adam"), ("adamw", "AdamW"), ("sgd", "SGD"), ("rmsprop", "RMSprop")];
const PRECISIONS: &[(&str, &str)] = &[("float32", "float32"), ("mixed_float16", "mixed float16")];

const BACKENDS: &[(&str, &str)] = &[("auto", "fastest"), ("webgpu", "GPU"), ("wasm", "processor")];

/// Every setting, in the order in which it is shown.
pub static SETTINGS: &[Setting] = &[
    Setting { path: "dataset", label: "Data set", kind: Kind::Choice(DATASETS), common: true },
    number("train_samples", "Training images", true),
    number("epochs", "Epochs", true),
    number("batch_size", "Batch size", true),
    Setting {
        path: "optimizer.name",
        label: "Optimizer",
        kind: Kind::Choice(OPTIMIZERS),
        common: true,
    },
    number("optimizer.learning_rate", "Learning rate", true),
    number("seed", "Seed", true),
    number("repeats", "Repeats", true),
    number("optimizer.momentum", "Momentum", false),
    Setting { path: "optimizer.nesterov", label: "Nesterov", kind: Kind::Switch, common: false },
    number("optimizer.rho", "Rho (ρ)", false),
    number("optimizer.beta_1", "Beta 1 (β₁)", false),
    number("optimizer.beta_2", "Beta 2 (β₂)", false),
    number("optimizer.epsilon", "Epsilon (ε)", false),
    number("optimizer.weight_decay", "Weight decay", false),
    Setting {
        path: "precision",
        label: "Precision",
        kind: Kind::Choice(PRECISIONS),
        common: false,
    },
    Setting { path: "backend", label: "Computes on", kind: Kind::Choice(BACKENDS), common: false },
    Setting { path: "shuffle", label: "Shuffle each epoch", kind: Kind::Switch, common: false },
];

impl Setting {
    /// Its name as an HTML id: `optimizer-learning_rate`.
    pub fn id(&self) -> String {
        self.path.replace('.', "-")
    }

    /// Its value as the controls show it; `None` where the settings have no such number, as
    /// plain SGD has no β₁.
    pub fn text(&self, shared: &Shared) -> Option<String> {
        let json = shared.to_json();
        let value = self.path.split('.').try_fold(&json, |value, name| value.get(name))?;
        Some(match value.as_str() {
            Some(text) => text.into(),
            // "0" is how people write 0.0.
            None => {
                let text = json::text(value);
                text.strip_suffix(".0").unwrap_or(&text).into()
            }
        })
    }

    /// The settings with this one as typed.
    ///
    /// # Errors
    /// If it cannot be so.
    pub fn edited(&self, shared: &Shared, text: &str) -> Result<Shared, ConfigError> {
        let mut json = shared.to_json();
        let value = match self.kind {
            Kind::Number => typed_number(text),
            Kind::Switch => Value::from(text == "true"),
            Kind::Choice(_) => Value::from(text),
        };
        match self.path.split_once('.') {
            // Each rule has numbers of its own, so another one starts from its own defaults.
            Some((object, "name")) => json[object] = json::object([("name", value)]),
            Some((object, name)) => json[object][name] = value,
            None => json[self.path] = value,
        }
        Shared::from_json(json)
    }
}

/// Text that is no number stays text, so that the message shows it as it was typed.
fn typed_number(text: &str) -> Value {
    let text = text.trim();
    match text.parse::<u64>() {
        Ok(whole) => Value::from(whole),
        Err(_) => decimal::parse(text).map_or_else(|| text.into(), Value::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn shared() -> Shared {
        Shared { config: Config::default(), repeats: 3 }
    }

    fn setting(path: &str) -> &'static Setting {
        SETTINGS.iter().find(|setting| setting.path == path).unwrap()
    }

    #[test]
    fn what_is_shown_can_be_typed_back() {
        for optimizer in ["adam", "adamw", "sgd", "rmsprop"] {
            let shared = setting("optimizer.name").edited(&shared(), optimizer).unwrap();
            for setting in SETTINGS {
                if let Some(text) = setting.text(&shared) {
                    assert_eq!(setting.edited(&shared, &text).as_ref(), Ok(&shared), "{text}");
                }
            }
        }
    }

    #[test]
    fn every_number_of_the_settings_has_a_control() {
        let json = setting("optimizer.name").edited(&shared(), "sgd").unwrap().to_json();
        for (name, value) in json.as_object().unwrap() {
            let has = |path: &str| SETTINGS.iter().any(|setting| setting.path == path);
            match value.as_object() {
                Some(object) => assert!(object.keys().all(|key| has(&format!("{name}.{key}")))),
                None => assert!(name == "hidden" || has(name), "{name}"),
            }
        }
    }

    #[test]
    fn impossible_input_is_refused_in_words() {
        for (path, text) in
            [("epochs", "0"), ("train_samples", "abc"), ("batch_size", ""), ("repeats", "11")]
        {
            let error = setting(path).edited(&shared(), text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{path} is ")), "{error}");
        }
    }
}
