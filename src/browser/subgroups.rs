//! WebGPU's feature "subgroups", of which wgpu does not know.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/subgroups.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = askForSubgroups)]
    async fn ask() -> Result<JsValue, JsValue>;
}

/// Has the next device come with subgroups, if its adapter has them. Says whether it has.
pub async fn ask_for_subgroups() -> bool {
    ask().await.is_ok_and(|has| has.is_truthy())
}
