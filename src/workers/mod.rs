//! Those who train, and the page's end of the line to them: workers on the processor, off the page's thread,
//! each with some of the networks; and the program that trains on the GPU, on the page's thread. All obey the
//! same orders.

#[cfg(target_arch = "wasm32")]
mod crew;
#[cfg(target_arch = "wasm32")]
mod delivery;
#[cfg(target_arch = "wasm32")]
mod desk;
mod events;
#[cfg(target_arch = "wasm32")]
mod gpu_desk;
#[cfg(target_arch = "wasm32")]
mod gpu_program;
#[cfg(target_arch = "wasm32")]
mod last_words;
#[cfg(target_arch = "wasm32")]
mod member;
#[cfg(any(target_arch = "wasm32", test))]
mod numbered;
#[cfg(target_arch = "wasm32")]
mod received;
#[cfg(target_arch = "wasm32")]
mod wire;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use crew::Crew;
#[cfg(target_arch = "wasm32")]
pub use desk::serve;
#[cfg(target_arch = "wasm32")]
pub use gpu_desk::serve_gpu;
#[cfg(target_arch = "wasm32")]
pub use member::Place;
#[cfg(target_arch = "wasm32")]
pub use wire::{events_from_list, events_to_list};
