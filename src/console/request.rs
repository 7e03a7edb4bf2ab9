//! From the object given to `fitlab.fit` to what the session trains.

use super::examples::{ACCEPTED, dataset};
use super::object::{get, refusal};
use super::weights::initial_weights;
use crate::config::{Config, ConfigError};
use crate::data::Dataset;
use crate::json::{from_js, unmarked};
use crate::session::FitRequest;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

/// Reads the argument of `fitlab.fit`; without one, the defaults.
///
/// # Errors
/// In words, naming the field that is wrong, its value and what would be accepted.
pub fn request(argument: &JsValue) -> Result<FitRequest, String> {
    let given = get_from(argument, "dataset");
    let examples = own_examples(&given)?;
    let config = config(argument, examples.is_some()).map_err(told)?;
    let weights = get_from(argument, "initial_weights");
    let initial_weights = match weights.is_undefined() {
        true => None,
        false => Some(initial_weights(&weights, &config.hidden)?),
    };
    Ok(FitRequest { config, examples, initial_weights })
}

/// A field of an argument that may be no object at all.
fn get_from(argument: &JsValue, name: &str) -> JsValue {
    if argument.is_object() { get(argument, name) } else { JsValue::UNDEFINED }
}

fn own_examples(given: &JsValue) -> Result<Option<Dataset>, String> {
    if given.is_object() {
        return dataset(given).map(Some);
    }
    match given.as_string().as_deref() {
        Some("mnist" | "synthetic") => Ok(None),
        None if given.is_undefined() => Ok(None),
        _ => Err(refusal("dataset", given, ACCEPTED)),
    }
}

fn config(argument: &JsValue, has_examples: bool) -> Result<Config, ConfigError> {
    let mut json = match argument.is_undefined() {
        true => Value::Object(Map::new()),
        false => from_js(argument),
    };
    if let Value::Object(fields) = &mut json {
        fields.shift_remove("initial_weights");
        if has_examples {
            fields.shift_remove("dataset");
        }
    }
    match has_examples {
        true => Config::from_json_with_given_examples(&json),
        false => Config::from_json(&json),
    }
}

fn told(mut error: ConfigError) -> String {
    if let ConfigError::UnknownField { field, known, .. } = &mut error
        && !field.contains('.')
    {
        known.push_str(", initial_weights");
    }
    unmarked(&error.to_string())
}
