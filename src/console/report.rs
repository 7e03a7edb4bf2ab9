//! What `fitlab.fit` resolves with: the saved history's object, but that JavaScript can tell NaN.

use super::object::set;
use crate::json::to_js;
use crate::session::FitReport;
use crate::training::{History, StepMetrics};
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

/// The report as a JavaScript object.
pub fn report(report: &FitReport) -> Object {
    let object: Object = to_js(&report.to_json()).unchecked_into();
    set(&object, "history", history(&report.history));
    set(&object, "steps", steps(&report.history.steps));
    object
}

fn history(history: &History) -> Object {
    let object = Object::new();
    set(&object, "loss", list(history.loss.iter().copied()));
    set(&object, "accuracy", list(history.accuracy.iter().copied()));
    set(&object, "val_loss", list(history.val_loss.iter().copied()));
    set(&object, "val_accuracy", list(history.val_accuracy.iter().copied()));
    object
}

fn steps(steps: &[StepMetrics]) -> Object {
    let object = Object::new();
    set(&object, "loss", list(steps.iter().map(|step| step.loss)));
    set(&object, "accuracy", list(steps.iter().map(|step| step.accuracy)));
    object
}

fn list(numbers: impl Iterator<Item = f64>) -> Array {
    numbers.map(JsValue::from).collect()
}
