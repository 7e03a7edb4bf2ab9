//! Weights as the console takes and gives them: a list in Keras's order.

use super::numbers::floats;
use super::object::{get, object, only_fields, refusal, set};
use crate::config::Dense;
use crate::decimal::shortest;
use crate::network::{Tensor, Weights, layers};
use js_sys::{Array, Float32Array, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Reads `initial_weights` for a network with these hidden layers.
///
/// # Errors
/// In words, if they are no such list or do not fit the network.
pub fn initial_weights(value: &JsValue, hidden: &[Dense]) -> Result<Weights, String> {
    let accepted =
        "a list of arrays, or of {name, shape, values}, in the order kernel, bias, kernel, …";
    let list = value.dyn_ref::<Array>();
    let list = list.ok_or_else(|| refusal("initial_weights", value, accepted))?;
    let read = |(item, index)| Given::read(&item, &format!("initial_weights[{index}]"));
    let given: Vec<Given> = list.iter().zip(0..).map(read).collect::<Result<_, _>>()?;
    let (shapes, values) = given.into_iter().map(|given| (given.shape, given.values)).unzip();
    let weights =
        Weights::from_values(&layers(hidden), values).map_err(|error| error.to_string())?;
    check_shapes(&weights, shapes)?;
    Ok(weights)
}

/// One array, with its shape where that was told.
struct Given {
    shape: Option<Vec<f32>>,
    values: Vec<f32>,
}

impl Given {
    fn read(item: &JsValue, path: &str) -> Result<Given, String> {
        let values = get(item, "values");
        if item.is_array() || !item.is_object() || values.is_function() {
            return Ok(Given { shape: None, values: floats(item, path)? });
        }
        let fields = object(item, path, "an array of numbers or {name, shape, values}")?;
        only_fields(fields, path, &["name", "shape", "values"])?;
        let shape = Some(get(fields, "shape")).filter(|shape| !shape.is_undefined());
        Ok(Given {
            shape: shape.map(|shape| floats(&shape, &format!("{path}.shape"))).transpose()?,
            values: floats(&values, &format!("{path}.values"))?,
        })
    }
}

/// A kernel handed over the wrong way round has the right length, but not the right shape.
fn check_shapes(weights: &Weights, shapes: Vec<Option<Vec<f32>>>) -> Result<(), String> {
    for (index, (tensor, shape)) in weights.0.iter().zip(shapes).enumerate() {
        let needed: Vec<f32> = tensor.shape.iter().map(|&size| size as f32).collect();
        if let Some(shape) = shape.filter(|shape| *shape != needed) {
            let (found, needed, name) = (sizes(&shape), sizes(&needed), &tensor.name);
            return Err(format!(
                "initial_weights[{index}].shape is {found}; accepted: {needed}, the shape of {name}."
            ));
        }
    }
    Ok(())
}

fn sizes(shape: &[f32]) -> String {
    let sizes: Vec<String> = shape.iter().map(|&size| shortest(size.into())).collect();
    format!("[{}]", sizes.join(", "))
}

/// `[{name, shape, values: Float32Array}, …]`
pub fn to_js(weights: &Weights) -> Array {
    weights.0.iter().map(tensor_to_js).collect()
}

fn tensor_to_js(tensor: &Tensor) -> Object {
    let object = Object::new();
    let shape: Array = tensor.shape.iter().map(|&size| JsValue::from(size as f64)).collect();
    set(&object, "name", tensor.name.as_str());
    set(&object, "shape", shape);
    set(&object, "values", Float32Array::from(&tensor.values[..]));
    object
}
