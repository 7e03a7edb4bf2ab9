//! JSON as a JavaScript value, and as text by the browser's own hand.

use js_sys::{Array, JSON, Object};
use serde_json::Value;
use wasm_bindgen::JsValue;

/// The value in one line.
pub fn text(value: &Value) -> String {
    let text = JSON::stringify(&to_js(value));
    // It refuses cycles and BigInts, and JSON has neither.
    text.map(String::from).unwrap_or_default()
}

/// The value over many lines.
pub fn pretty(value: &Value) -> String {
    let text = JSON::stringify_with_replacer_and_space(
        &to_js(value),
        &JsValue::NULL,
        &JsValue::from_f64(2.0),
    );
    text.map(String::from).unwrap_or_default()
}

/// The value as JavaScript has it.
pub fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => JsValue::from_bool(*truth),
        Value::Number(number) => JsValue::from_f64(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Object(fields) => {
            let entry = |(name, value): (&String, &Value)| Array::of2(&name.into(), &to_js(value));
            // Only what is no list of pairs is refused.
            Object::from_entries(&fields.iter().map(entry).collect::<Array>())
                .unwrap_or_default()
                .into()
        }
    }
}
