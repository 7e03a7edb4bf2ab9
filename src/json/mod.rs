//! JSON as text. The page leaves it to the browser, which reads and writes it anyway: the tables that
//! this takes would be a tenth of what a reader loads.

#[cfg(target_arch = "wasm32")]
mod from_js;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod to_js;

#[cfg(target_arch = "wasm32")]
pub use from_js::{from_js, kind, parse, shown, unmarked};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{parse, pretty, text};
#[cfg(target_arch = "wasm32")]
pub use to_js::{pretty, text, to_js};
