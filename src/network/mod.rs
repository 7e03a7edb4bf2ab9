//! What a network is: its layers' shapes and its weights, before any of it is computed.

mod layers;
mod weights;

pub use layers::{Layer, layers, parameters};
pub use weights::{InitialKernel, Tensor, Weights, WeightsError};
