//! Which graphics adapter the browser offers, told without opening it for training: the program that trains on
//! it is loaded only when it is needed.

use super::no_gpu::{NoGpu, obstacle, refused};
use crate::training::{AdapterFacts, GpuError, is_software};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/adapter.js")]
extern "C" {
    type Adapter;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Adapter) -> String;
    #[wasm_bindgen(method, getter)]
    fn fallback(this: &Adapter) -> bool;
    #[wasm_bindgen(method, getter)]
    fn float16(this: &Adapter) -> bool;
    #[wasm_bindgen(method, getter)]
    fn subgroups(this: &Adapter) -> bool;

    #[wasm_bindgen(catch, js_name = describeAdapter)]
    async fn describe() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = tryAdapter)]
    async fn open_and_close() -> Result<JsValue, JsValue>;
}

/// What the page shows of the GPU, and chooses by.
///
/// # Errors
/// If the page may not ask, the browser cannot, or no adapter or device is given.
pub async fn find_gpu() -> Result<AdapterFacts, NoGpu> {
    if let Some(obstacle) = obstacle() {
        return Err(obstacle);
    }
    let none = || refused(GpuError::NoAdapter(String::new()));
    let facts = adapter_facts().await.ok_or_else(none)?;
    match open_and_close().await {
        Ok(_) => Ok(facts),
        Err(error) => {
            let cause = error
                .dyn_ref()
                .map_or_else(String::new, |error: &js_sys::Error| error.message().into());
            Err(refused(GpuError::NoDevice { name: facts.name, cause }))
        }
    }
}

/// `None` where the browser offers no adapter.
pub async fn adapter_facts() -> Option<AdapterFacts> {
    let adapter = describe().await.ok().filter(JsValue::is_object)?;
    let adapter: Adapter = adapter.unchecked_into();
    let told = adapter.name();
    let name = if told.is_empty() { "unnamed adapter".into() } else { told };
    Some(AdapterFacts {
        backend: "WebGPU".into(),
        software: adapter.fallback() || is_software(&name),
        shader_f16: adapter.float16(),
        subgroups: adapter.subgroups(),
        name,
    })
}
