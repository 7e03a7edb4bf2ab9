//! Training on the GPU, natively and in the browser alike: jobs go in, events come out.
//!
//! [`Lab`] interleaves the networks that are being trained; a [`cohort`] is networks of one shape in the
//! same dispatches; [`pass`] lists these dispatches and [`plan`] says where everything lies.

mod buffers;
mod cohort;
mod compiled;
mod counters;
mod error;
mod event;
mod findings;
mod gpu;
mod history;
mod initial;
mod instruments;
mod job;
mod kept;
pub mod kernels;
mod lab;
mod layout;
mod memory;
mod metrics;
pub mod order;
mod pace;
mod pass;
mod plan;
mod probe;
mod readback;
mod reading;
mod running;
mod tick;
mod transfer;
mod tuning;
mod upload;
mod variant;
mod workload;

pub use counters::Counters;
pub use error::TrainingError;
pub use event::{EpochMetrics, Event, Outcome, RunId, StepMetrics};
pub use gpu::{AdapterFacts, Gpu, GpuError, is_software};
pub use history::History;
pub use job::{Job, learned_pixels};
pub use lab::Lab;
pub use metrics::Loss;
pub use pass::{Dispatch, Task};
pub use reading::{PROBE, Reading, saturation_limit};
pub use variant::Variant;
pub use workload::Workload;
