//! What only a browser offers: WebGPU's presence, MNIST over the network, its storage, the reader's disk.

mod adapter;
mod download;
mod event_loop;
mod files;
mod gzip;
mod load_error;
mod mnist;
mod no_gpu;
mod source;
mod spawn;
mod storage;
mod subgroups;
mod variant;
mod webgpu;

pub use adapter::find_gpu;
pub use event_loop::{Breather, next_task};
pub use files::save_text;
pub use load_error::{Attempt, Failure, LoadError};
pub use mnist::{LoadProgress, load_mnist};
pub use no_gpu::NoGpu;
pub use source::Source;
pub use spawn::spawn;
pub use variant::{measure_variant, use_kept_variant};
pub use webgpu::request_gpu;
