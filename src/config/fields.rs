//! Reads the fields of a JSON object so that whatever is refused is named with its path,
//! its value and what would be accepted.

use crate::{decimal, json};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// Why a configuration was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value that cannot be.
    #[error("{field} is {value}; accepted: {accepted}.")]
    Value {
        /// Where it stands, e.g. `hidden[1].units`.
        field: String,
        /// What stands there.
        value: String,
        /// What could stand there.
        accepted: String,
    },
    /// A field that the configuration does not have.
    #[error("{field} (with value {value}) is no field of the configuration; known here: {known}.")]
    UnknownField {
        /// Where it stands.
        field: String,
        /// What stands there.
        value: String,
        /// The fields that may stand there.
        known: String,
    },
}

/// Longer values are cut in messages.
const LONGEST_SHOWN: usize = 80;

/// A value as a message shows it.
pub fn shown(value: &Value) -> String {
    let text = json::text(value);
    if text.chars().count() <= LONGEST_SHOWN {
        return text;
    }
    text.chars().take(LONGEST_SHOWN).chain("…".chars()).collect()
}

/// The fields of one object.
pub struct Fields<'a> {
    path: &'a str,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// The object at `path`, whichever fields it has.
    pub fn any(value: &'a Value, path: &'a str) -> Result<Self, ConfigError> {
        let map = value.as_object().ok_or_else(|| ConfigError::Value {
            field: if path.is_empty() { "the configuration" } else { path }.into(),
            value: shown(value),
            accepted: "an object with named fields".into(),
        })?;
        Ok(Fields { path, map })
    }

    /// The object at `path`, which may have only the `known` fields.
    pub fn of(value: &'a Value, path: &'a str, known: &[&str]) -> Result<Self, ConfigError> {
        let fields = Fields::any(value, path)?;
        match fields.map.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(fields),
            Some((name, value)) => Err(ConfigError::UnknownField {
                field: fields.path_of(name),
                value: shown(value),
                known: known.join(", "),
            }),
        }
    }

    /// The value of a field, `None` where it is missing.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name)
    }

    /// The error for a value that cannot be.
    pub fn refuse(&self, name: &str, value: &Value, accepted: &str) -> ConfigError {
        ConfigError::Value {
            field: self.path_of(name),
            value: shown(value),
            accepted: accepted.into(),
        }
    }

    /// A whole number within `range`.
    pub fn integer(
        &self,
        name: &str,
        default: u64,
        range: RangeInclusive<u64>,
    ) -> Result<u64, ConfigError> {
        Ok(self.optional_integer(name, range)?.unwrap_or(default))
    }

    /// A whole number within `range`, `None` where it is missing.
    pub fn optional_integer(
        &self,
        name: &str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, ConfigError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match whole_number(value).filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let accepted = format!("a whole number from {} to {}", range.start(), range.end());
                Err(self.refuse(name, value, &accepted))
            }
        }
    }

    /// A number within `range`.
    pub fn number(
        &self,
        name: &str,
        default: f64,
        range: RangeInclusive<f64>,
    ) -> Result<f64, ConfigError> {
        let Some(value) = self.get(name) else {
            return Ok(default);
        };
        value.as_f64().filter(|number| range.contains(number)).ok_or_else(|| {
            let accepted =
                format!("a number from {} to {}", short(*range.start()), short(*range.end()));
            self.refuse(name, value, &accepted)
        })
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str, default: bool) -> Result<bool, ConfigError> {
        match self.get(name) {
            None => Ok(default),
            Some(value) => value.as_bool().ok_or_else(|| self.refuse(name, value, "true or false")),
        }
    }

    /// One of `choices`, each known by its name.
    pub fn choice<T: Copy, const N: usize>(
        &self,
        name: &str,
        default: T,
        choices: [T; N],
        name_of: impl Fn(T) -> &'static str,
    ) -> Result<T, ConfigError> {
        let Some(value) = self.get(name) else {
            return Ok(default);
        };
        choices.into_iter().find(|&choice| value.as_str() == Some(name_of(choice))).ok_or_else(
            || {
                let names: Vec<String> =
                    choices.iter().map(|&choice| format!("{:?}", name_of(choice))).collect();
                self.refuse(name, value, &names.join(", "))
            },
        )
    }

    fn path_of(&self, name: &str) -> String {
        match self.path {
            "" => name.into(),
            path => format!("{path}.{name}"),
        }
    }
}

/// A number without dozens of zeros.
fn short(number: f64) -> String {
    let is_plain = number == 0.0 || (1e-6..1e9).contains(&number.abs());
    if is_plain { decimal::shortest(number) } else { decimal::exponential(number, None) }
}

/// JavaScript writes 500 and 500.0 alike, so both are whole.
fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && (0.0..1.8e19).contains(number))
            .map(|number| number as u64)
    })
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use serde_json::json;

    fn refusal(config: serde_json::Value) -> String {
        Config::from_json(&config).unwrap_err().to_string()
    }

    #[test]
    fn messages_name_the_field_its_value_and_what_would_do() {
        assert_eq!(
            refusal(json!({ "hidden": [{ "units": 8 }, { "units": 0 }] })),
            "hidden[1].units is 0; accepted: a whole number from 1 to 4096."
        );
        assert_eq!(
            refusal(json!({ "optimizer": { "learning_rate": -1 } })),
            "optimizer.learning_rate is -1; accepted: a number from 0 to 1e30."
        );
        let unknown = refusal(json!({ "optimizer": { "name": "sgd", "beta_1": 0.9 } }));
        assert!(unknown.starts_with("optimizer.beta_1 (with value 0.9) is no field"), "{unknown}");
        let slope = json!({ "hidden": [{ "activation": "relu", "negative_slope": 0.2 }] });
        assert!(refusal(slope).contains("hidden[0].negative_slope is 0.2"));
    }

    #[test]
    fn what_is_written_out_reads_back() {
        let activations = ["linear", "sigmoid", "tanh", "relu", "leaky_relu"];
        for optimizer in ["adam", "adamw", "sgd", "rmsprop"] {
            let hidden: Vec<_> =
                activations.iter().map(|name| json!({ "units": 3, "activation": name })).collect();
            let config = json!({ "hidden": hidden, "optimizer": { "name": optimizer } });
            let config = Config::from_json(&config).unwrap();
            assert_eq!(Config::from_json(&config.to_json()), Ok(config));
        }
        assert_eq!(Config::from_json(&json!({})), Ok(Config::default()));
    }

    #[test]
    fn long_values_are_cut() {
        let message = refusal(json!({ "hidden": "9".repeat(1000) }));
        assert!(message.len() < 200 && message.contains('…'), "{message}");
    }
}
