//! Training on the processor, off the page's thread: workers that each train some of the networks, and the
//! page's end of the line to them. It offers what [`Lab`](crate::training::Lab) offers for the GPU.

#[cfg(target_arch = "wasm32")]
mod crew;
#[cfg(target_arch = "wasm32")]
mod delivery;
#[cfg(target_arch = "wasm32")]
mod desk;
mod events;
#[cfg(target_arch = "wasm32")]
mod member;
#[cfg(target_arch = "wasm32")]
mod wire;

#[cfg(target_arch = "wasm32")]
pub use crew::Crew;
#[cfg(target_arch = "wasm32")]
pub use desk::serve;
