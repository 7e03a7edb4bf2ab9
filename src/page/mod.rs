//! The page: one screen on which networks are set up, trained and compared. It shows the session's
//! signals and calls its methods; it knows nothing of how a network is trained.

pub mod chart;
pub mod look;
pub mod numbers;
pub mod standing;

#[cfg(target_arch = "wasm32")]
mod answer;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod controls;
#[cfg(target_arch = "wasm32")]
mod header;
#[cfg(target_arch = "wasm32")]
mod icon;
#[cfg(target_arch = "wasm32")]
mod inside;
#[cfg(target_arch = "wasm32")]
mod legend;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod log;
#[cfg(target_arch = "wasm32")]
mod network_editor;
#[cfg(target_arch = "wasm32")]
mod network_row;
#[cfg(target_arch = "wasm32")]
mod networks;
#[cfg(target_arch = "wasm32")]
mod notebook;
#[cfg(target_arch = "wasm32")]
mod notices;
#[cfg(target_arch = "wasm32")]
mod part;
#[cfg(target_arch = "wasm32")]
mod questions;
#[cfg(target_arch = "wasm32")]
mod results;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod theme;
#[cfg(target_arch = "wasm32")]
mod writer;

#[cfg(target_arch = "wasm32")]
pub use app::open;
#[cfg(target_arch = "wasm32")]
pub use link::to as link_to;
