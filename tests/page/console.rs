//! `window.fitlab` as a notebook's author would use it.

use super::browser::{Host, Page, on_the_page};
use super::keras::{Golden, relative};
use serde_json::{Value, json};

/// Each backend with the name that a report gives it.
const BACKENDS: [(&str, &str); 2] = [("webgpu", "WebGPU"), ("wasm", "WebAssembly")];

/// A training that takes a second.
const SMALL: &str =
    "{dataset: 'synthetic', train_samples: 100, hidden: [{units: 16}], batch_size: 32, epochs: 3}";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn fit_resolves_with_the_history_and_repeats_it() {
    on_the_page(Host::Bare, async |page: Page| {
        for (backend, name) in BACKENDS {
            fits_and_repeats(&page, backend, name).await;
        }
        page
    });
}

async fn fits_and_repeats(page: &Page, backend: &str, name: &str) {
    let fit = format!("return await fitlab.fit({{...{SMALL}, backend: '{backend}'}});");
    let first = page.promise(&fit, Value::Null).await.unwrap();
    for curve in ["loss", "accuracy", "val_loss", "val_accuracy"] {
        let numbers = first["history"][curve].as_array().unwrap();
        assert_eq!(numbers.len(), 3, "{curve}");
        assert!(numbers.iter().all(Value::is_f64), "{curve}: {numbers:?}");
    }
    assert_eq!(first["steps"]["loss"].as_array().unwrap().len(), 3 * 4);
    assert_eq!(first["config"]["hidden"], json!([{ "units": 16, "activation": "relu" }]));
    assert_eq!((&first["backend"], &first["outcome"]), (&json!(name), &json!("completed")));
    assert!(first["seconds"].as_f64().unwrap() > 0.0 && first["network"].is_u64());
    assert!(first["adapter"].is_string() && first["dataset"].is_string(), "{first}");

    let again = page.promise(&fit, Value::Null).await.unwrap();
    assert_eq!(again["history"], first["history"], "the same configuration and seed");
    assert_eq!(again["steps"], first["steps"]);
    let weights = page
            .promise("return (await fitlab.weights(argument)).map(w => [w.name, w.shape, w.values.constructor.name, w.values.length]);", first["network"].clone())
            .await
            .unwrap();
    assert_eq!(
        weights,
        json!([
            ["dense/kernel", [784, 16], "Float32Array", 784 * 16],
            ["dense/bias", [16], "Float32Array", 16],
            ["dense_1/kernel", [16, 10], "Float32Array", 160],
            ["dense_1/bias", [10], "Float32Array", 10]
        ])
    );
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn an_imitated_gpu_is_left_for_the_processor_unless_it_is_asked_for() {
    on_the_page(Host::Bare, async |page: Page| {
        let fit = |more: &str| format!("return await fitlab.fit({{...{SMALL}, {more}}});");
        let before = page.value("fitlab.counters()").await;
        let chosen = page.promise(&fit("seed: 1"), Value::Null).await.unwrap();
        let after = page.value("fitlab.counters()").await;
        assert_eq!(chosen["backend"], "WebAssembly");
        assert_eq!(after["dispatches"], before["dispatches"]);
        assert_eq!(after["steps"].as_u64().unwrap() - before["steps"].as_u64().unwrap(), 3 * 4);
        let gpu = page.promise(&fit("backend: 'webgpu'"), Value::Null).await.unwrap();
        let losses = |report: &Value| report["steps"]["loss"].as_array().unwrap().clone();
        for (one, other) in losses(&chosen).iter().zip(&losses(&gpu)) {
            assert!(
                relative(one.as_f64().unwrap(), other.as_f64().unwrap()) < 2e-4,
                "{one} {other}"
            );
        }
        let mixed = fit("backend: 'wasm', precision: 'mixed_float16'");
        let refusal = page.promise(&mixed, Value::Null).await.unwrap_err();
        assert!(refusal.contains("mixed_float16") && refusal.contains("float32"), "{refusal}");
        page
    });
}

/// Networks at a time, of one shape and others: each comes to what it comes to alone, on either backend.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn fits_at_a_time_come_to_what_each_comes_to_alone() {
    on_the_page(Host::Bare, async |page: Page| {
        for (backend, _) in BACKENDS {
            let body = format!(
                "const config = (units, activation) =>
                     ({{...{SMALL}, backend: '{backend}', hidden: [{{units, activation}}]}});
                 const configs = [config(16, 'relu'), config(16, 'tanh'), config(24, 'sigmoid')];
                 const together = await Promise.all(configs.map(config => fitlab.fit(config)));
                 const alone = [];
                 for (const config of configs) alone.push(await fitlab.fit(config));
                 return [together, alone].map(reports => reports.map(report => report.history));"
            );
            let both = page.promise(&body, Value::Null).await.unwrap();
            assert_eq!(both[0], both[1], "{backend}");
        }
        page
    });
}

/// Networks of one shape that are asked for at a time share their launches.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn fits_of_one_shape_at_a_time_launch_no_more_than_one() {
    on_the_page(Host::Bare, async |page: Page| {
        let body = format!(
            "const fit = seed => fitlab.fit({{...{SMALL}, backend: 'webgpu', seed}});
             await fit(1);
             const before = fitlab.counters().dispatches;
             await fit(2);
             const between = fitlab.counters().dispatches;
             await Promise.all([fit(3), fit(4), fit(5)]);
             return [between - before, fitlab.counters().dispatches - between];"
        );
        let dispatches = page.promise(&body, Value::Null).await.unwrap();
        assert!(dispatches[0].as_u64() > Some(0), "{dispatches}");
        assert_eq!(dispatches[0], dispatches[1]);
        page
    });
}

/// A GPU that does not open, and one that gives up in the middle: each is told, and the next run has a new one.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_gpu_that_fails_is_told_and_asked_for_anew() {
    on_the_page(Host::Bare, async |page: Page| {
        let fit = format!("await fitlab.fit({{...{SMALL}, backend: 'webgpu'}})");
        // WebGPU tells of an error when it comes to it: the run must not be over by then.
        let long_fit = format!("await fitlab.fit({{...{SMALL}, backend: 'webgpu', epochs: 500}})");
        // More workgroups than WebGPU allows.
        for (kind, method, stand_in, expected) in [
            ("GPUAdapter", "requestDevice", "async () => { throw new Error('busy'); }", "busy"),
            (
                "GPUComputePassEncoder",
                "dispatchWorkgroups",
                "function () { original.call(this, 70000); }",
                "The GPU reported an error",
            ),
        ] {
            let body = format!(
                "const original = {kind}.prototype.{method};
                 {kind}.prototype.{method} = {stand_in};
                 try {{ {long_fit}; }} finally {{ {kind}.prototype.{method} = original; }}"
            );
            let told = page.promise(&body, Value::Null).await.unwrap_err();
            assert!(told.contains(expected), "{told}");
            let again = format!("return ({fit}).outcome;");
            assert_eq!(page.promise(&again, Value::Null).await.unwrap(), "completed");
        }
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn what_cannot_be_trained_is_refused_and_the_page_lives_on() {
    on_the_page(Host::Bare, async |page: Page| {
        for (call, expected) in [
            ("fit(null)", "the configuration is null; accepted: "),
            ("fit({epochs: 0})", "epochs is 0; accepted: a whole number from 1"),
            (
                "fit({optimizer: {learning_rate: NaN}})",
                "optimizer.learning_rate is NaN; accepted: ",
            ),
            ("fit({optimizer: {name: 'lion'}})", "optimizer.name is \"lion\"; accepted: "),
            ("fit({hiden: []})", "hiden (with value []) is no field"),
            ("fit({hidden: [{units: 1e9}]})", "hidden[0].units is 1000000000; accepted: "),
            ("fit({dataset: {train: {}}})", "dataset.train.images is missing; accepted: "),
            ("fit({initial_weights: []})", "initial_weights has 0 arrays; this network needs 6"),
            ("weights(99)", ""),
            ("weights('one')", "network is \"one\"; accepted: "),
            ("weights()", "network is missing; accepted: "),
        ] {
            let message = page.promise(&format!("return await fitlab.{call};"), Value::Null).await;
            let message = message.expect_err(call);
            assert!(!message.is_empty() && message.starts_with(expected), "{call}: {message}");
        }
        let one = "{images: new Uint8Array(784), labels: [1]}";
        let too_many = format!(
            "return await fitlab.fit({{train_samples: 2, dataset: {{train: {one}, test: {one}}}}});"
        );
        let message = page.promise(&too_many, Value::Null).await.unwrap_err();
        assert!(message.contains("train_samples is 2"), "{message}");
        page.promise(&format!("return await fitlab.fit({SMALL});"), Value::Null).await.unwrap();
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn stop_ends_training_early_with_what_there_is() {
    on_the_page(Host::Bare, async |page: Page| {
        let body = "const fitted = fitlab.fit({dataset: 'synthetic', train_samples: 64, hidden: [{units: 8}], epochs: 100000});
             setTimeout(() => fitlab.stop(), 3000);
             return await fitted;";
        let report = page.promise(body, Value::Null).await.unwrap();
        assert_eq!(report["outcome"], "stopped");
        let epochs = report["history"]["loss"].as_array().unwrap().len();
        assert!((1..100_000).contains(&epochs), "{epochs}");
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn own_arrays_and_given_weights_train_as_in_keras() {
    on_the_page(Host::Bare, async |page: Page| {
        let is_small = |golden: &Golden| golden.weights.0.iter().all(|t| t.values.len() < 110_000);
        let cases: Vec<Golden> = Golden::all().into_iter().filter(is_small).collect();
        assert!(cases.len() >= 3);
        let backends = BACKENDS.iter().map(|(backend, _)| backend);
        for (golden, backend) in cases.iter().flat_map(|g| backends.clone().map(move |b| (g, b))) {
            let report = page.promise(FIT_ARRAYS, arrays(golden, backend)).await.unwrap();
            let losses = report["steps"]["loss"].as_array().unwrap();
            assert_eq!(losses.len(), golden.steps.len(), "{golden}");
            for (step, (found, &[expected, _])) in losses.iter().zip(&golden.steps).enumerate() {
                let found = found.as_f64().unwrap();
                assert!(
                    relative(found, expected) < 1e-4,
                    "{golden}: step {step}: {found} {expected}"
                );
            }
            let val_loss = report["history"]["val_loss"].as_array().unwrap().last().unwrap();
            let val_loss = val_loss.as_f64().unwrap();
            assert!(relative(val_loss, golden.loss_after) < 1e-4, "{golden}: {val_loss}");
        }
        page
    });
}

/// The test images are the training images, as in Keras's runs.
const FIT_ARRAYS: &str = "
    const { config, images, labels, weights } = argument;
    const examples = { images: Uint8Array.from(images), labels: Uint8Array.from(labels) };
    return await fitlab.fit({
        ...config, dataset: { train: examples, test: examples },
        initial_weights: weights.map(values => Float32Array.from(values)),
    });";

fn arrays(golden: &Golden, backend: &str) -> Value {
    let mut config = golden.config.to_json();
    config.as_object_mut().unwrap().shift_remove("dataset");
    config["backend"] = json!(backend);
    let weights: Vec<&[f32]> = golden.weights.0.iter().map(|tensor| &tensor.values[..]).collect();
    json!({
        "config": config,
        "images": golden.examples.images(),
        "labels": golden.examples.labels(),
        "weights": weights,
    })
}
