//! By the browser.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Number;

    #[wasm_bindgen(method, js_name = toFixed)]
    fn to_fixed(this: &Number, decimals: usize) -> String;

    #[wasm_bindgen(method, js_name = toExponential)]
    fn to_exponential(this: &Number, decimals: Option<usize>) -> String;

    #[wasm_bindgen(method, js_name = toString)]
    fn to_text(this: &Number) -> String;
}

fn number(value: f64) -> Number {
    JsValue::from_f64(value).unchecked_into()
}

/// With so many decimals, at most 100: `fixed(0.5, 2)` is "0.50".
pub fn fixed(value: f64, decimals: usize) -> String {
    number(value).to_fixed(decimals)
}

/// With as many digits as tell it from its neighbours: "0.001".
pub fn shortest(value: f64) -> String {
    number(value).to_text()
}

/// With a power of ten and so many decimals, or as many as it takes: "1.2e3".
pub fn exponential(value: f64, decimals: Option<usize>) -> String {
    // JavaScript writes 1.2e+3.
    number(value).to_exponential(decimals).replace('+', "")
}

/// The finite number that a text is.
pub fn parse(text: &str) -> Option<f64> {
    let number = JsValue::from_str(text).unchecked_into_f64();
    // JavaScript reads an empty text as 0.
    (number.is_finite() && !text.trim().is_empty()).then_some(number)
}
