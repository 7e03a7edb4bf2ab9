//! What the page hears of a program on its thread that panics: a worker's end is told by the browser, this one's
//! by nobody else.

use super::wire::Answer;
use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static TELL: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// What helps, as nothing of the program is to be trusted any more.
const FAILED: &str = "The program that trains on the GPU failed; the browser's console has the details. Reload the \
                      page, or choose the processor in its settings.";

/// Has the page told of a panic, and the console of its details.
pub fn prepare(tell: &Function) {
    TELL.set(Some(tell.clone()));
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        let answer = Answer::Broken(FAILED.into());
        TELL.with_borrow(|tell| {
            if let Some(tell) = tell {
                // Nobody else is left to be told.
                drop(tell.call1(&JsValue::NULL, &answer.to_message()));
            }
        });
    }));
}
