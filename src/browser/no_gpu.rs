//! Why there is no GPU, and what to do about it.

use crate::training::GpuError;
use js_sys::Reflect;
use std::fmt;
use wasm_bindgen::JsValue;
use web_sys::Window;

/// Why nothing can be trained here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoGpu {
    /// What is missing.
    pub reason: String,
    /// What the reader can do.
    pub remedy: String,
}

impl NoGpu {
    fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        NoGpu { reason: reason.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for NoGpu {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{} {}", self.reason, self.remedy)
    }
}

/// What stands in the way before an adapter is even asked for.
pub(super) fn obstacle() -> Option<NoGpu> {
    let window = web_sys::window()?;
    if !window.is_secure_context() {
        return Some(insecure_page(&window.location().origin().unwrap_or_default()));
    }
    (!has_webgpu(&window)).then(no_webgpu)
}

/// Whether there is WebGPU, and not one so old that it does not describe its adapters.
fn has_webgpu(window: &Window) -> bool {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
    let adapter = of(&of(window, "GPUAdapter"), "prototype");
    of(&window.navigator(), "gpu").is_object()
        && adapter.is_object()
        && Reflect::has(&adapter, &"info".into()).unwrap_or(false)
}

fn insecure_page(origin: &str) -> NoGpu {
    NoGpu::new(
        format!("Browsers offer WebGPU to secure pages only, and {origin} is not one."),
        "Open this page by https, or from your own machine as http://localhost.",
    )
}

fn no_webgpu() -> NoGpu {
    NoGpu::new(
        "This browser does not offer WebGPU, or only an early form of it.",
        "Use Chrome or Edge 127 or later, Firefox 141 or later (145 on a Mac), or Safari 26 or later. \
         On Linux, Chrome may need to be started with --enable-unsafe-webgpu or have \
         chrome://flags/#enable-unsafe-webgpu switched on.",
    )
}

/// What it means to the reader.
pub(super) fn refused(error: GpuError) -> NoGpu {
    match error {
        // What the library adds concerns programs outside browsers.
        GpuError::NoAdapter(_) => NoGpu::new(
            "This browser has WebGPU, but no graphics card to offer through it.",
            "Switch on graphics acceleration in the browser's settings and restart it; \
             chrome://gpu or about:support tell why it withholds the graphics card. On Linux, \
             Chrome may need to be started with --enable-unsafe-webgpu.",
        ),
        GpuError::NoDevice { .. } => NoGpu::new(
            format!("{error}."),
            "Close other pages that use the graphics card, reload this one, and update the \
             graphics driver if that does not help.",
        ),
    }
}
