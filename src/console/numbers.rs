//! Arrays of numbers as they come from JavaScript.

use super::object::refusal;
use js_sys::{Array, ArrayBuffer, Float32Array, Float64Array, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::{JsCast, JsValue};

/// WebGPU's limit for one binding, and small enough to be copied here without running out of memory.
const MOST_BYTES: u32 = 128 << 20;

/// The kernel of the widest layers that a network may have.
const MOST_WEIGHTS: u32 = 4096 * 4096;

/// Bytes in any of the forms that are sure to hold bytes.
///
/// # Errors
/// In words, if `value` holds something else or too much.
pub fn bytes(value: &JsValue, path: &str) -> Result<Vec<u8>, String> {
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        few(array.length(), MOST_BYTES, path).map(|()| array.to_vec())
    } else if let Some(array) = value.dyn_ref::<Uint8ClampedArray>() {
        few(array.length(), MOST_BYTES, path).map(|()| array.to_vec())
    } else if let Some(buffer) = value.dyn_ref::<ArrayBuffer>() {
        few(buffer.byte_length(), MOST_BYTES, path).map(|()| Uint8Array::new(buffer).to_vec())
    } else if let Some(list) = value.dyn_ref::<Array>() {
        few(list.length(), MOST_BYTES, path)?;
        list.iter().zip(0..).map(|(item, index)| byte(&item, path, index)).collect()
    } else {
        let accepted =
            "a Uint8Array, Uint8ClampedArray, ArrayBuffer or list of whole numbers from 0 to 255";
        Err(refusal(path, value, accepted))
    }
}

fn byte(item: &JsValue, path: &str, index: u32) -> Result<u8, String> {
    let number = item.as_f64().filter(|number| number.fract() == 0.0);
    match number.filter(|number| (0.0..=255.0).contains(number)) {
        Some(number) => Ok(number as u8),
        None => Err(refusal(&format!("{path}[{index}]"), item, "a whole number from 0 to 255")),
    }
}

/// The numbers of a typed array or list as 32-bit floats.
///
/// # Errors
/// In words, if `value` holds something else or too much.
pub fn floats(value: &JsValue, path: &str) -> Result<Vec<f32>, String> {
    if let Some(array) = value.dyn_ref::<Float32Array>() {
        few(array.length(), MOST_WEIGHTS, path).map(|()| array.to_vec())
    } else if let Some(array) = value.dyn_ref::<Float64Array>() {
        few(array.length(), MOST_WEIGHTS, path)?;
        Ok(array.to_vec().into_iter().map(|number| number as f32).collect())
    } else if let Some(list) = value.dyn_ref::<Array>() {
        few(list.length(), MOST_WEIGHTS, path)?;
        list.iter().zip(0..).map(|(item, index)| float(&item, path, index)).collect()
    } else {
        Err(refusal(path, value, "a Float32Array, Float64Array or list of numbers"))
    }
}

fn float(item: &JsValue, path: &str, index: u32) -> Result<f32, String> {
    let number = item.as_f64().map(|number| number as f32);
    number.ok_or_else(|| refusal(&format!("{path}[{index}]"), item, "a number"))
}

fn few(count: u32, most: u32, path: &str) -> Result<(), String> {
    match count {
        count if count <= most => Ok(()),
        count => Err(format!("{path} has {count} entries; accepted: at most {most}.")),
    }
}
