//! The built page in headless Chromium, driven as a person would drive it.
//!
//! `cargo xtask test` builds the page and runs this with `FITLAB_DIST` (the built folder),
//! `CHROMEDRIVER`, `CHROMIUM` and, for what needs MNIST, `MNIST_DIR`.
#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod budgets;
mod changes;
mod chromium;
mod console;
mod data;
mod device;
mod graphics_card;
mod guide;
mod history;
mod inside;
#[path = "../keras/mod.rs"]
mod keras;
mod look;
mod person;
mod repeats;
mod site;
#[path = "../skipped/mod.rs"]
mod skipped;
