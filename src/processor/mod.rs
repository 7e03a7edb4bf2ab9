//! Training on the processor, natively and in WebAssembly alike: the step that the kernels in `shaders/`
//! compute, in 32-bit floats, one thread a network. Products are blocked for caches and registers; the first
//! layer leaves out blank pixels, four of five of a digit's.

mod activation;
mod dense;
mod head;
mod ink;
mod instruments;
mod network;
mod product;
mod trainer;
mod update;

pub use network::Network;
pub use trainer::Trainer;
