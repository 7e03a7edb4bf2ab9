//! `fitlab.diagnose`: histories from here or from elsewhere, as Keras has them.

use super::object::{get, object, refusal};
use crate::diagnosis::{Curves, diagnose};
use crate::json::to_js;
use js_sys::{Array, Float64Array};
use wasm_bindgen::{JsCast, JsValue};

const ACCEPTED: &str = "a list of histories {loss, accuracy, val_loss, val_accuracy}, or of what fitlab.fit resolves with";

/// The four curves of one history.
struct Given {
    loss: Vec<f64>,
    accuracy: Vec<f64>,
    val_loss: Vec<f64>,
    val_accuracy: Vec<f64>,
}

/// A diagnosis for each history of a list.
///
/// # Errors
/// In words, if it is no such list.
pub fn diagnoses(value: &JsValue) -> Result<Array, String> {
    let list: &Array = value.dyn_ref().ok_or_else(|| refusal("histories", value, ACCEPTED))?;
    let read = |(item, index): (JsValue, usize)| Given::read(&item, &format!("histories[{index}]"));
    let given: Vec<Given> = list.iter().zip(0..).map(read).collect::<Result<_, _>>()?;
    let curves: Vec<Curves> = given.iter().map(Given::curves).collect();
    Ok(diagnose(&curves).iter().map(|diagnosis| to_js(&diagnosis.to_json())).collect())
}

impl Given {
    fn read(item: &JsValue, path: &str) -> Result<Given, String> {
        let fields = object(item, path, "a history {loss, accuracy, val_loss, val_accuracy}")?;
        let inner = get(fields, "history");
        let history: &JsValue = if inner.is_object() { &inner } else { fields };
        let curve = |name: &str| numbers(&get(history, name), &format!("{path}.{name}"));
        let given = Given {
            loss: curve("loss")?,
            accuracy: curve("accuracy")?,
            val_loss: curve("val_loss")?,
            val_accuracy: curve("val_accuracy")?,
        };
        given.of_equal_lengths(path)
    }

    fn of_equal_lengths(self, path: &str) -> Result<Given, String> {
        let epochs = self.loss.len();
        let others = [
            ("accuracy", &self.accuracy),
            ("val_loss", &self.val_loss),
            ("val_accuracy", &self.val_accuracy),
        ];
        match others.iter().find(|(_, curve)| curve.len() != epochs) {
            None => Ok(self),
            Some((name, curve)) => Err(format!(
                "{path}.{name} has {} numbers; accepted: {epochs}, as many as loss has.",
                curve.len()
            )),
        }
    }

    fn curves(&self) -> Curves<'_> {
        Curves {
            loss: &self.loss,
            accuracy: &self.accuracy,
            val_loss: &self.val_loss,
            val_accuracy: &self.val_accuracy,
        }
    }
}

/// One number an epoch; null, JSON's word for NaN, is one too.
fn numbers(value: &JsValue, path: &str) -> Result<Vec<f64>, String> {
    if let Some(array) = value.dyn_ref::<Float64Array>() {
        return Ok(array.to_vec());
    }
    let list: &Array = value.dyn_ref().ok_or_else(|| refusal(path, value, "a list of numbers"))?;
    let number = |(item, index): (JsValue, usize)| match item.as_f64() {
        None if item.is_null() => Ok(f64::NAN),
        None => Err(refusal(&format!("{path}[{index}]"), &item, "a number")),
        Some(number) => Ok(number),
    };
    list.iter().zip(0..).map(number).collect()
}
