//! JSON's text outside a browser.

use serde_json::Value;

/// The value that a text describes.
///
/// # Errors
/// In words, if it is no JSON.
pub fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// The value in one line.
pub fn text(value: &Value) -> String {
    value.to_string()
}

/// The value over many lines.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
