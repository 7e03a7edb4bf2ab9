//! Every argument of `fitlab.fit` is either understood or refused with the field, its value and what
//! would be accepted.

use super::javascript::js;
use fitlab::config::{Config, DatasetName};
use fitlab::console::request;
use wasm_bindgen_test::wasm_bindgen_test;

fn refusal(expression: &str) -> String {
    match request(&js(expression)) {
        Ok(_) => panic!("{expression} was accepted"),
        Err(message) => message,
    }
}

#[wasm_bindgen_test]
fn nothing_and_no_fields_mean_the_defaults() {
    for expression in ["undefined", "{}", "{epochs: undefined}", "Object.create(null)"] {
        let request = request(&js(expression)).unwrap();
        assert_eq!(request.config, Config::default(), "{expression}");
        assert!(request.examples.is_none() && request.initial_weights.is_none());
    }
}

#[wasm_bindgen_test]
fn fields_are_read() {
    let request = request(&js(
        "{dataset: 'synthetic', train_samples: 64, hidden: [{units: 7, activation: 'tanh'}],
          optimizer: {name: 'sgd', momentum: 0.9}, epochs: 2e0, shuffle: false}",
    ));
    let config = request.unwrap().config;
    assert_eq!(config.dataset, DatasetName::Synthetic);
    assert_eq!((config.train_samples, config.epochs), (Some(64), 2));
    assert_eq!((config.hidden[0].units, config.hidden[0].activation.name()), (7, "tanh"));
    assert_eq!((config.optimizer.name(), config.shuffle), ("sgd", false));
}

#[wasm_bindgen_test]
fn what_json_has_no_word_for_is_named_as_it_is() {
    for (value, name) in [
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("-1/0", "-Infinity"),
        ("10n", "the BigInt 10n"),
        ("() => 1", "a function"),
        ("Symbol('x')", "a symbol"),
        ("new Date()", "a Date"),
        ("new Map()", "a Map"),
        ("new Uint8Array(3)", "a Uint8Array"),
        ("new Number(3)", "a Number"),
        ("null", "null"),
        ("'3'", "\"3\""),
        ("[3]", "[3]"),
        ("{units: NaN}", "{\"units\":NaN}"),
        ("new Array(4294967295)", "a list of 4294967295"),
    ] {
        let message = refusal(&format!("{{optimizer: {{learning_rate: {value}}}}}"));
        let expected = format!("optimizer.learning_rate is {name}; accepted: a number from 0 to ");
        assert!(message.starts_with(&expected), "{value}: {message}");
    }
}

#[wasm_bindgen_test]
fn objects_that_hold_themselves_or_cannot_be_read_are_refused() {
    let cycle = refusal("(() => { const c = {}; c.optimizer = {name: c}; return c; })()");
    assert!(cycle.starts_with("optimizer.name is an object that contains itself;"), "{cycle}");
    let throws = refusal("{get epochs() { throw 1; }}");
    assert!(throws.starts_with("epochs is a field that cannot be read;"), "{throws}");
    let hostile = refusal("new Proxy({}, {ownKeys() { throw 1; }})");
    assert!(hostile.contains("an object that cannot be read"), "{hostile}");
}

#[wasm_bindgen_test]
fn wrong_values_are_named_with_their_place() {
    for (expression, expected) in [
        ("null", "the configuration is null; accepted: an object"),
        ("3", "the configuration is 3; accepted: an object"),
        ("[]", "the configuration is []; accepted: an object"),
        ("() => ({})", "the configuration is a function; accepted: an object"),
        ("{epochs: 0}", "epochs is 0; accepted: a whole number from 1"),
        ("{epochs: 1.5}", "epochs is 1.5; accepted"),
        ("{epochs: '20'}", "epochs is \"20\"; accepted"),
        ("{epoch: 3}", "epoch (with value 3) is no field"),
        ("{hidden: [{units: 4}, undefined]}", "hidden[1] is undefined; accepted"),
        ("{hidden: [{units: 5000}]}", "hidden[0].units is 5000; accepted"),
        ("{hidden: [{activation: 'swish'}]}", "hidden[0].activation is \"swish\"; accepted"),
        ("{optimizer: 'adam'}", "optimizer is \"adam\"; accepted"),
        ("{optimizer: {name: 'sgd', beta_1: 0.9}}", "optimizer.beta_1 (with value 0.9)"),
        ("{shuffle: 1}", "shuffle is 1; accepted: true or false"),
        ("{seed: -1}", "seed is -1; accepted"),
        ("{seed: 2**60}", "seed is 1152921504606847000; accepted"),
        ("{precision: 'bfloat16'}", "precision is \"bfloat16\"; accepted"),
        (
            "{dataset: 'mnits'}",
            "dataset is \"mnits\"; accepted: \"mnist\", \"synthetic\" or own arrays",
        ),
        ("{dataset: null}", "dataset is null; accepted: \"mnist\", \"synthetic\" or own arrays"),
        ("{dataset: 7}", "dataset is 7; accepted"),
    ] {
        let message = refusal(expression);
        assert!(message.starts_with(expected), "{expression}: {message}");
    }
    let unknown = refusal("{initial_weight: []}");
    assert!(unknown.contains("initial_weights"), "the remedy is among the known: {unknown}");
}

/// Two training images, one test image.
fn with_arrays(images: &str, labels: &str) -> String {
    format!(
        "{{train_samples: 2, dataset: {{train: {{images: {images}, labels: {labels}}},
          test: {{images: new Uint8Array(784).fill(9), labels: [3]}}}}}}"
    )
}

#[wasm_bindgen_test]
fn own_arrays_come_in_every_form_that_holds_bytes() {
    for (images, labels) in [
        ("new Uint8Array(1568).fill(7)", "new Uint8Array([1, 2])"),
        ("new Uint8ClampedArray(1568).fill(7)", "new Uint8ClampedArray([1, 2])"),
        ("new Uint8Array(1568).fill(7).buffer", "new Uint8Array([1, 2]).buffer"),
        ("Array(1568).fill(7)", "[1, 2]"),
        ("new Uint8Array(2000).fill(7).subarray(0, 1568)", "[1, 2.0]"),
    ] {
        let request = request(&js(&with_arrays(images, labels))).unwrap();
        assert_eq!(request.config.dataset, DatasetName::Given);
        let examples = request.examples.unwrap();
        assert!(examples.train.images() == [7; 1568] && examples.test.images() == [9; 784]);
        assert!(examples.train.labels() == [1, 2] && examples.test.labels() == [3]);
    }
}

#[wasm_bindgen_test]
fn wrong_arrays_are_refused() {
    let images = "new Uint8Array(1568)";
    for (images, labels, expected) in [
        ("new Float32Array(1568)", "[1, 2]", "dataset.train.images is a Float32Array; accepted"),
        ("'abc'", "[1, 2]", "dataset.train.images is \"abc\"; accepted"),
        ("undefined", "[1, 2]", "dataset.train.images is missing; accepted"),
        (
            "new Uint8Array(1567)",
            "[1, 2]",
            "dataset.train cannot be used: The images are 1567 bytes",
        ),
        ("new Uint8Array(0)", "[]", "dataset.train cannot be used: There are no images"),
        (images, "[1]", "dataset.train cannot be used: There are 2 images but 1 labels"),
        (images, "[1, 10]", "dataset.train cannot be used: Label 1 is 10"),
        (images, "[1, -1]", "dataset.train.labels[1] is -1; accepted"),
        (images, "[1, 2.5]", "dataset.train.labels[1] is 2.5; accepted"),
        (images, "[1, NaN]", "dataset.train.labels[1] is NaN; accepted"),
        (images, "[1, ,]", "dataset.train.labels[1] is missing; accepted"),
        (images, "['1', 2]", "dataset.train.labels[0] is \"1\"; accepted"),
        (images, "new Int32Array([1, 2])", "dataset.train.labels is an Int32Array; accepted"),
        (images, "{length: 2}", "dataset.train.labels is {\"length\":2}; accepted"),
    ] {
        let message = refusal(&with_arrays(images, labels));
        assert!(message.starts_with(expected), "{images}, {labels}: {message}");
    }
    let one = "{images: new Uint8Array(784), labels: [3]}";
    for (dataset, expected) in [
        ("{}".into(), "dataset.train is missing; accepted"),
        (format!("{{train: {one}}}"), "dataset.test is missing; accepted"),
        (format!("{{train: {one}, test: {one}, val: 1}}"), "dataset.val is no field of dataset"),
        (format!("{{train: {one}, test: [1]}}"), "dataset.test is [1]; accepted"),
        ("[]".into(), "dataset is []; accepted"),
        ("new Array(5e6)".into(), "dataset is a list of 5000000; accepted"),
    ] {
        let message = refusal(&format!("{{dataset: {dataset}}}"));
        assert!(message.starts_with(expected), "{dataset}: {message}");
    }
    let vast = refusal(&with_arrays("new Uint8Array(784 * 200000)", "[1]"));
    assert!(vast.starts_with("dataset.train.images has 156800000 entries; accepted"), "{vast}");
}

/// Weights of a network without hidden layers.
fn with_weights(weights: &str) -> String {
    format!("{{hidden: [], initial_weights: {weights}}}")
}

#[wasm_bindgen_test]
fn given_weights_come_as_tensors_or_arrays() {
    for weights in [
        "[new Float32Array(7840).fill(0.5), new Float32Array(10)]",
        "[new Float64Array(7840).fill(0.5), Array(10).fill(0)]",
        "[{name: 'a', shape: [784, 10], values: new Float32Array(7840).fill(0.5)}, {values: Array(10).fill(0)}]",
    ] {
        let request = request(&js(&with_weights(weights))).unwrap();
        let tensors = request.initial_weights.unwrap().0;
        assert_eq!(tensors[0].shape, [784, 10]);
        assert!(tensors[0].values == [0.5; 7840] && tensors[1].values == [0.0; 10]);
    }
}

#[wasm_bindgen_test]
fn wrong_weights_are_refused() {
    let kernel = "new Float32Array(7840)";
    for (weights, expected) in [
        ("null".into(), "initial_weights is null; accepted: a list"),
        ("new Float32Array(10)".into(), "initial_weights is a Float32Array; accepted: a list"),
        ("[]".into(), "initial_weights has 0 arrays; this network needs 2"),
        (format!("[{kernel}]"), "initial_weights has 1 arrays; this network needs 2"),
        (format!("[{kernel}, new Float32Array(9)]"), "initial_weights[1] has 9 values"),
        (format!("[{kernel}, 'x']"), "initial_weights[1] is \"x\"; accepted"),
        (format!("[{kernel}, [1, 'x']]"), "initial_weights[1][1] is \"x\"; accepted: a number"),
        (format!("[{kernel}, new Int8Array(10)]"), "initial_weights[1] is an Int8Array; accepted"),
        (format!("[{kernel}, {{vals: []}}]"), "initial_weights[1].vals is no field of"),
        (format!("[{kernel}, {{name: 'b'}}]"), "initial_weights[1].values is missing; accepted"),
        (format!("[{kernel}.fill(1e39), Array(10).fill(0)]"), "initial_weights[0] holds a value"),
        (format!("[{kernel}, Array(10).fill(NaN)]"), "initial_weights[1] holds a value"),
        (
            format!("[{{shape: [10, 784], values: {kernel}}}, Array(10).fill(0)]"),
            "initial_weights[0].shape is [10, 784]; accepted: [784, 10], the shape of dense/kernel",
        ),
    ] {
        let message = refusal(&with_weights(&weights));
        assert!(message.starts_with(expected), "{weights}: {message}");
    }
}
