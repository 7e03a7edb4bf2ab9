//! What a training comes to, as the console hands it over.

use super::javascript::json;
use fitlab::config::Config;
use fitlab::console::report;
use fitlab::session::FitReport;
use fitlab::training::{EpochMetrics, Event, History, Outcome, Reading, StepMetrics};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn get(object: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(object.clone(), |value, name| Reflect::get(&value, &(*name).into()).unwrap())
}

/// A run whose second step overflowed.
fn diverged() -> FitReport {
    let before = Reading {
        gradient_norm: vec![0.5, f64::NAN],
        saturation: vec![f64::NAN],
        ..Reading::default()
    };
    let mut history = History::default();
    history.apply(&Event::Epoch(EpochMetrics {
        loss: f64::NAN,
        accuracy: 0.25,
        val_loss: f64::INFINITY,
        val_accuracy: 0.125,
        steps: [2.5, f64::NAN].map(|loss| StepMetrics { loss, accuracy: 0.25 }).into(),
        readings: vec![before, Reading::default()],
        ..EpochMetrics::of(0, &[], &[], 1, 0.5)
    }));
    FitReport {
        config: Config::default(),
        network: 3,
        name: "128-64".into(),
        backend: "WebGPU".into(),
        history,
        seconds: 0.5,
        outcome: Outcome::Diverged,
        dataset_note: "MNIST".into(),
        adapter: "an adapter".into(),
    }
}

#[wasm_bindgen_test]
fn a_report_is_a_plain_object_in_which_nan_stays_nan() {
    let report: JsValue = report(&diverged()).into();
    for (name, expected) in [
        ("network", "3"),
        ("backend", "\"WebGPU\""),
        ("adapter", "\"an adapter\""),
        ("dataset", "\"MNIST\""),
        ("outcome", "\"diverged\""),
        ("seconds", "0.5"),
        (
            "history",
            r#"{"loss":[null],"accuracy":[0.25],"val_loss":[null],"val_accuracy":[0.125]}"#,
        ),
        ("steps", r#"{"loss":[2.5,null],"accuracy":[0.25,0.25]}"#),
    ] {
        assert_eq!(json(&get(&report, &[name])), expected, "{name}");
    }
    for (name, expected) in [
        ("gradient_norm", "[[0.5,null],[]]"),
        ("saturation", "[[null],[]]"),
        ("step_seconds", "[null]"),
    ] {
        assert_eq!(json(&get(&report, &["instruments", name])), expected, "{name}");
    }
    let first = |curve: &str| get(&report, &["history", curve]).unchecked_into::<Array>().get(0);
    assert!(first("loss").as_f64().unwrap().is_nan());
    assert_eq!(first("val_loss").as_f64(), Some(f64::INFINITY));
    assert_eq!(get(&report, &["config", "epochs"]).as_f64(), Some(20.0));
}
