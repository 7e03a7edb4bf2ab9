//! Reading and writing the fields of JavaScript objects.

use crate::json::shown;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An object with fields; arrays, functions and plain values are none.
///
/// # Errors
/// In words, if the value at `path` is something else.
pub fn object<'a>(value: &'a JsValue, path: &str, accepted: &str) -> Result<&'a Object, String> {
    let found = value.dyn_ref::<Object>().filter(|_| value.is_object() && !value.is_array());
    found.ok_or_else(|| refusal(path, value, accepted))
}

/// Refuses fields that nobody reads, since they are likely misspelt.
///
/// # Errors
/// In words, for the first such field.
pub fn only_fields(object: &Object, path: &str, known: &[&str]) -> Result<(), String> {
    let mut names = Object::keys(object).into_iter().filter_map(|name| name.as_string());
    match names.find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            Err(format!("{path}.{name} is no field of {path}; known here: {}.", known.join(", ")))
        }
    }
}

/// A field's value; `undefined` where it is missing or cannot be read.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Gives a new object a field.
pub fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // A new object takes any field.
    Reflect::set(object, &name.into(), &value.into()).ok();
}

/// `path` is what it must not be.
pub fn refusal(path: &str, value: &JsValue, accepted: &str) -> String {
    if value.is_undefined() {
        format!("{path} is missing; accepted: {accepted}.")
    } else {
        format!("{path} is {}; accepted: {accepted}.", shown(value))
    }
}
