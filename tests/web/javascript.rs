//! Values as someone at the console would type them.

use js_sys::{JSON, eval};
use wasm_bindgen::JsValue;

/// The value of an expression.
pub fn js(expression: &str) -> JsValue {
    eval(&format!("({expression})")).unwrap_or_else(|error| panic!("{expression}: {error:?}"))
}

/// A value as JSON text.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}
