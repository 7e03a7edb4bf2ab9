//! The reader's own images and labels.

use super::numbers::bytes;
use super::object::{get, object, only_fields};
use crate::data::{Dataset, Examples};
use wasm_bindgen::JsValue;

/// What `dataset` may be.
pub const ACCEPTED: &str =
    r#""mnist", "synthetic" or own arrays {train: {images, labels}, test: {images, labels}}"#;

/// Reads `{train: {images, labels}, test: {images, labels}}`.
///
/// # Errors
/// In words, naming the field that is wrong.
pub fn dataset(value: &JsValue) -> Result<Dataset, String> {
    let fields = object(value, "dataset", ACCEPTED)?;
    only_fields(fields, "dataset", &["train", "test"])?;
    Ok(Dataset { train: examples(fields, "train")?, test: examples(fields, "test")? })
}

fn examples(dataset: &JsValue, part: &str) -> Result<Examples, String> {
    let path = format!("dataset.{part}");
    let value = get(dataset, part);
    let fields = object(&value, &path, "{images, labels}")?;
    only_fields(fields, &path, &["images", "labels"])?;
    let images = bytes(&get(fields, "images"), &format!("{path}.images"))?;
    let labels = bytes(&get(fields, "labels"), &format!("{path}.labels"))?;
    Examples::new(images, labels).map_err(|error| format!("{path} cannot be used: {error}"))
}
