//! What only a browser offers: WebGPU's presence, MNIST over the network, its storage, the reader's disk.

mod adapter_name;
mod download;
mod event_loop;
mod files;
mod gzip;
mod load_error;
mod mnist;
mod source;
mod spawn;
mod storage;
mod subgroups;
mod variant;
mod webgpu;

pub use event_loop::{Breather, next_task};
pub use files::save_text;
pub use load_error::{Attempt, Failure, LoadError};
pub use mnist::{LoadProgress, load_mnist};
pub use source::Source;
pub use spawn::spawn;
pub use webgpu::{NoGpu, request_gpu};
