//! `fitlab.diagnose` takes histories as JavaScript has them.

use super::javascript::js;
use fitlab::console::diagnoses;
use js_sys::JSON;
use wasm_bindgen_test::wasm_bindgen_test;

fn told(expression: &str) -> serde_json::Value {
    let answers = diagnoses(&js(expression)).unwrap();
    let text: String = JSON::stringify(&answers).unwrap().into();
    serde_json::from_str(&text).unwrap()
}

const SETTLED: &str = "loss: [0.5, 0.1, 0.1, 0.1, 0.1, 0.1], accuracy: [0.8, 0.97, 0.97, 0.97, 0.97, 0.97],
    val_loss: [0.3, 0.2, 0.12, 0.12, 0.12, 0.12], val_accuracy: [0.85, 0.9, 0.96, 0.96, 0.96, 0.96]";

#[wasm_bindgen_test]
fn histories_and_reports_are_diagnosed_in_their_order() {
    let told = told(&format!(
        "[{{{SETTLED}}}, {{history: {{{SETTLED}}}}},
          {{loss: [2, null], accuracy: [0.1, 0.1], val_loss: [2, NaN], val_accuracy: [0.1, 0.1]}}]"
    ));
    let verdict = |index: usize| told[index]["verdict"].as_str().map(str::to_owned);
    assert_eq!(verdict(0).as_deref(), Some("good_fit"), "{told}");
    assert_eq!(told[0]["indicators"]["best_epoch"], 3);
    assert_eq!(told[0], told[1]);
    assert_eq!(verdict(2).as_deref(), Some("diverged"), "{told}");
}

#[wasm_bindgen_test]
fn what_is_no_history_is_named() {
    for (expression, beginning) in [
        ("undefined", "histories is missing; accepted: a list of histories"),
        ("[3]", "histories[0] is 3; accepted: a history"),
        ("[{loss: [1]}]", "histories[0].accuracy is missing"),
        (
            "[{loss: [1, 'x'], accuracy: [], val_loss: [], val_accuracy: []}]",
            "histories[0].loss[1] is \"x\"; accepted: a number",
        ),
        (
            "[{loss: [1], accuracy: [1, 1], val_loss: [1], val_accuracy: [1]}]",
            "histories[0].accuracy has 2 numbers; accepted: 1",
        ),
    ] {
        let message = diagnoses(&js(expression)).unwrap_err();
        assert!(message.starts_with(beginning), "{message}");
    }
}
