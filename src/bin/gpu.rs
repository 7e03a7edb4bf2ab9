//! The program that trains on the GPU. It runs on the page's thread, which has WebGPU, and is loaded when the
//! first run goes to the GPU. Natively there is nothing to do.

#[cfg(target_arch = "wasm32")]
mod door {
    use js_sys::Function;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Tells by `tell`; resolves with the function that takes orders, or fails with why there is no GPU.
    #[wasm_bindgen]
    pub async fn serve(tell: Function) -> Result<Function, JsValue> {
        fitlab::workers::serve_gpu(tell).await.map_err(JsValue::from)
    }
}

/// Everything waits to be served.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is a part of fitlab's page: `cargo xtask serve` builds and serves it.");
}
