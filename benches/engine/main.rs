//! Measures the engine on the machine's Vulkan, Metal or Dx12 adapter, without a browser:
//! `cargo bench`. Prints tables and writes `target/bench/native.json`.
//!
//! Rates count multiply-adds of the unpadded matrix products, two floating-point operations each, also those that
//! are left out because an image is blank there;
//! bytes are those that a kernel cannot avoid, every number read or written once.

#[cfg(not(target_arch = "wasm32"))]
mod adapter;
#[cfg(not(target_arch = "wasm32"))]
mod clock;
#[cfg(not(target_arch = "wasm32"))]
mod measure;
#[cfg(not(target_arch = "wasm32"))]
mod model;
#[cfg(not(target_arch = "wasm32"))]
mod report;
#[cfg(not(target_arch = "wasm32"))]
mod roof;
#[cfg(not(target_arch = "wasm32"))]
mod spread;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    if let Err(problem) = report::run() {
        eprintln!("{problem}");
        std::process::exit(1);
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
