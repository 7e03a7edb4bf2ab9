//! fitlab trains small dense networks on MNIST on the reader's own GPU, and shows why a network
//! underfits, fits or overfits. `ARCHITECTURE.md` follows a batch through these modules.

pub mod config;
pub mod data;
pub mod decimal;
pub mod diagnosis;
pub mod figure;
pub mod guide;
pub mod json;
pub mod network;
pub mod notebook;
pub mod page;
pub mod processor;
pub mod random;
pub mod reference;
pub mod report;
pub mod session;
pub mod training;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod console;
#[cfg(any(test, target_arch = "wasm32"))]
pub mod workers;
