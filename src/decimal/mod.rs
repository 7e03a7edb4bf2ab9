//! Numbers in decimal digits, to and from text. The page leaves the arithmetic to the browser, which has
//! it anyway, and the tables that it takes are not loaded twice. For the same reason floats are not clamped by
//! `f64::clamp`, whose panic prints them.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use browser::{exponential, fixed, parse, shortest};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{exponential, fixed, parse, shortest};
