//! In a real browser: what the console accepts and refuses, how MNIST's files are looked for, and
//! training on the browser's own WebGPU.
#![cfg(target_arch = "wasm32")]

mod bench;
mod diagnosis;
mod javascript;
#[path = "../keras/mod.rs"]
mod keras;
mod mnist;
mod reports;
mod requests;
mod training;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
