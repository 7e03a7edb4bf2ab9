//! Training on the processor, natively and in WebAssembly alike: the step that the kernels in `shaders/`
//! compute, in 32-bit floats, one thread a network. Dense products are `matrixmultiply`'s, whose kernels use
//! WebAssembly's SIMD; the first layer is our own, since four of five pixels of a digit are blank.

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
