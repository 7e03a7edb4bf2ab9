//! Where page and console meet: the networks that are compared, their settings, the data and the
//! GPU, as signals. The pure parts know neither signals nor browser and are tested natively.

pub mod comparison;
pub mod experiment;
pub mod figures;
pub mod instruments;
pub mod layers;
pub mod log;
pub mod network;
pub mod progress;
pub mod report;
pub mod settings;
pub mod shared;
pub mod spread;
pub mod stage;
pub mod summary;

#[cfg(test)]
pub mod trial;

#[cfg(target_arch = "wasm32")]
mod data;
#[cfg(target_arch = "wasm32")]
mod editing;
#[cfg(target_arch = "wasm32")]
mod engine;
#[cfg(target_arch = "wasm32")]
mod fit;
#[cfg(target_arch = "wasm32")]
mod former;
#[cfg(target_arch = "wasm32")]
mod launch;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
pub mod time;

pub use report::FitReport;

#[cfg(target_arch = "wasm32")]
pub use data::DataState;
#[cfg(target_arch = "wasm32")]
pub use engine::GpuState;
#[cfg(target_arch = "wasm32")]
pub use fit::FitRequest;
#[cfg(target_arch = "wasm32")]
pub use state::{Notice, Refusal, Session};
