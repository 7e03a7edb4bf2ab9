//! One training step in plain Rust on 64-bit floats: the oracle that every kernel is tested against.
//! It is itself tested against finite differences and against Keras (`tests/`).

mod activation;
mod instruments;
mod loss;
mod network;
mod optimizer;

pub use activation::{activate, derivative};
pub use instruments::{reading, update_ratios};
pub use loss::{Prediction, softmax_cross_entropy};
pub use network::{Gradient, Network, Step};
pub use optimizer::{Moments, update};

/// A setting as a 32-bit float, the precision in which Keras keeps slopes, and powers of β.
/// Left at 64 bits, this reference strays from Keras's float64 runs by more than 1e-6.
fn single(setting: f64) -> f64 {
    f64::from(setting as f32)
}
