//! The program that trains on the GPU, as the page sees it.

use super::wire::{Answer, Order};
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/programs.js")]
extern "C" {
    #[wasm_bindgen(js_name = hireGpu)]
    fn hire_gpu(tell: &Closure<dyn Fn(JsValue)>) -> Function;
}

/// The program on its way or at work.
pub struct GpuProgram {
    obey: Function,
    _tell: Closure<dyn Fn(JsValue)>,
}

impl GpuProgram {
    /// Has it loaded, and opens the GPU; it tells `hear` what it has to say, never while it is given an order.
    pub fn hire(hear: impl Fn(Answer) + 'static) -> GpuProgram {
        let tell = Closure::<dyn Fn(JsValue)>::new(move |message| {
            if let Some(answer) = Answer::from_message(&message) {
                hear(answer);
            }
        });
        GpuProgram { obey: hire_gpu(&tell), _tell: tell }
    }

    /// Gives it an order, which it follows after those before.
    pub fn order(&self, order: &Order) {
        let (message, _) = order.to_message();
        // It only puts the order in the queue.
        drop(self.obey.call1(&JsValue::NULL, &message));
    }
}
