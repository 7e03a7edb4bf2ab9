//! Training on the browser's own WebGPU.

use super::bench::{Bench, banded};
use super::javascript::js;
use super::keras::{Golden, relative};
use fitlab::config::{Activation, Config, Precision, dense};
use fitlab::console::request;
use fitlab::processor::Trainer;
use fitlab::training::{History, Job};
use futures_util::future::join;
use js_sys::{Array, Float32Array, JSON, Object, Reflect, Uint8Array};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn job(hidden: &[usize], epochs: usize) -> Job {
    let config = Config {
        train_samples: Some(100),
        hidden: dense(hidden, Activation::Relu),
        epochs,
        ..Config::default()
    };
    Job { config, data: banded(100, 50), initial_weights: None }
}

#[wasm_bindgen_test]
async fn a_network_learns_and_learns_the_same_again() {
    let bench = Bench::new().await;
    let job = job(&[13], 20);
    let (_, first) = bench.train(job.clone()).await;
    assert_eq!((first.epochs(), first.steps.len()), (20, 20 * 4));
    assert!(first.loss[19] < 0.3 * first.loss[0], "{:?}", first.loss);
    assert!(first.val_loss[19] < 0.3 * first.val_loss[0], "{:?}", first.val_loss);
    assert!(first.val_accuracy[19] > 0.9, "{:?}", first.val_accuracy);
    let (_, again) = bench.train(job).await;
    assert_eq!((&again.steps, &again.val_loss), (&first.steps, &first.val_loss));
}

/// Who waits for the end, as the page does to measure variants, must not be told of it at the beginning.
#[wasm_bindgen_test]
async fn a_laboratory_is_idle_when_all_is_trained_and_not_before() {
    let Bench { lab, .. } = Bench::new().await;
    lab.start(vec![job(&[13], 2), job(&[9], 2)]).unwrap();
    let second_driver = async {
        lab.work().await;
        assert!(!lab.is_idle(), "another call trains");
    };
    join(lab.work(), second_driver).await;
    assert!(lab.is_idle());
}

/// The browser's own compiler has made the kernels.
#[wasm_bindgen_test]
async fn the_instruments_show_what_they_show_on_the_processor() {
    let bench = Bench::new().await;
    for hidden in [dense(&[40, 13], Activation::Relu), dense(&[9], Activation::Tanh), vec![]] {
        let mut job = job(&[], 2);
        job.config.hidden = hidden;
        let mut trainer = Trainer::new(&job);
        let mut expected = History::default();
        while expected.epochs() < 2 {
            trainer.advance(Duration::MAX).iter().for_each(|event| expected.apply(event));
        }
        let (_, history) = bench.train(job).await;
        assert_eq!(history.readings.len(), 3);
        for (found, expected) in history.readings.iter().zip(&expected.readings) {
            let about = format!("{found:?} {expected:?}");
            let all = |found: &[f64], expected: &[f64], agree: fn(f64, f64) -> bool| {
                assert_eq!(found.len(), expected.len(), "{about}");
                for (&f, &e) in found.iter().zip(expected) {
                    assert!((f.is_nan() && e.is_nan()) || agree(f, e), "{f} for {e}: {about}");
                }
            };
            // As natively, in `tests/agreement/instruments.rs`.
            let near = |f, e| f == e || relative(f, e) < 2e-3;
            all(&found.gradient_norm, &expected.gradient_norm, near);
            all(&found.update_ratio, &expected.update_ratio, near);
            all(&found.saturation, &expected.saturation, |f, e| (f - e).abs() <= 2e-3);
            all(&found.sparsity, &expected.sparsity, |f, e| (f - e).abs() <= 2e-3);
            all(&found.dead_units, &expected.dead_units, |f, e| f == e);
        }
    }
}

#[wasm_bindgen_test]
async fn given_arrays_and_weights_train_as_in_keras() {
    let bench = Bench::new().await;
    for golden in Golden::all() {
        let request = request(&argument(&golden)).unwrap();
        let (_, history) = bench
            .train(Job {
                config: request.config,
                data: Rc::new(request.examples.unwrap()),
                initial_weights: request.initial_weights,
            })
            .await;
        for (step, (found, &[loss, accuracy])) in
            history.steps.iter().zip(&golden.steps).enumerate()
        {
            assert!(relative(found.loss, loss) < 1e-4, "{golden}: step {step}: {found:?}, {loss}");
            assert!((found.accuracy - accuracy).abs() < 1e-6, "{golden}: step {step}: {found:?}");
        }
        assert_eq!(history.steps.len(), golden.steps.len());
        let val_loss = history.val_loss.last().copied().unwrap();
        assert!(relative(val_loss, golden.loss_after) < 1e-4, "{golden}: {val_loss}");
    }
}

/// Trained where the adapter has 16-bit floats; elsewhere refused with the reason and what would do.
#[wasm_bindgen_test]
async fn mixed_float16_is_trained_or_refused_in_words() {
    let bench = Bench::new().await;
    let mut job = job(&[13], 20);
    job.config.precision = Precision::MixedFloat16;
    if bench.lab.gpu().facts().shader_f16 {
        let (_, history) = bench.train(job).await;
        assert!(history.loss[19] < 0.3 * history.loss[0], "{:?}", history.loss);
    } else {
        let refusal = bench.lab.start(vec![job]).unwrap_err().to_string();
        assert!(refusal.starts_with("precision is \"mixed_float16\", and"), "{refusal}");
        assert!(refusal.contains(&bench.lab.gpu().facts().name), "{refusal}");
        assert!(refusal.ends_with("accepted here: \"float32\"."), "{refusal}");
    }
}

/// As someone at the console would hand it over.
fn argument(golden: &Golden) -> JsValue {
    let argument = JSON::parse(&golden.config.to_json().to_string()).unwrap();
    let set = |object: &JsValue, name: &str, value: &JsValue| {
        Reflect::set(object, &name.into(), value).unwrap();
    };
    let (examples, dataset) = (Object::new(), Object::new());
    set(&examples, "images", &Uint8Array::from(golden.examples.images()));
    set(&examples, "labels", &Uint8Array::from(golden.examples.labels()));
    set(&dataset, "train", &examples);
    set(&dataset, "test", &examples);
    let arrays = golden.weights.0.iter().map(|tensor| Float32Array::from(&tensor.values[..]));
    set(&argument, "dataset", &dataset);
    set(&argument, "initial_weights", &arrays.collect::<Array>());
    argument
}

#[wasm_bindgen_test]
async fn training_keeps_to_its_budgets() {
    let bench = Bench::new().await;
    let calls = count_calls();
    let before = bench.lab.counters();
    bench.train(job(&[128, 64], 250)).await;
    let after = bench.lab.counters();
    let steps = after.steps - before.steps;
    assert_eq!(steps, 1000);
    for (name, count) in [
        ("dispatches", after.dispatches - before.dispatches),
        ("submissions", after.submissions - before.submissions),
        ("readbacks", after.readbacks - before.readbacks),
    ] {
        let seen = Reflect::get(&calls, &name.into()).unwrap().as_f64();
        assert_eq!(seen, Some(count as f64), "{name} by the browser's own count");
    }
    // Four steps an epoch here; each epoch ends with a validation of a few dispatches.
    assert!(after.dispatches - before.dispatches <= 8 * steps + 8 * 250);
    assert!((after.submissions - before.submissions) * 10 <= steps);
    assert!(after.readbacks - before.readbacks <= 250);
}

/// Wraps the browser's WebGPU calls; the object returned counts them from now on.
fn count_calls() -> JsValue {
    js_sys::eval(include_str!("count_webgpu_calls.js")).unwrap();
    js("webgpuCalls")
}
