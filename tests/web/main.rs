//! In a real browser: what the console accepts and refuses, how MNIST's files are looked for, and
//! training on the browser's own WebGPU.
#![cfg(target_arch = "wasm32")]

mod javascript;
mod mnist;
mod requests;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
