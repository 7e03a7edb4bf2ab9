//! Running totals of what the GPU was asked to do.

/// Totals since the GPU was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Kernels launched.
    pub dispatches: u64,
    /// Command buffers' submissions to the queue.
    pub submissions: u64,
    /// Buffers mapped for reading.
    pub readbacks: u64,
    /// Training steps of all networks.
    pub steps: u64,
}
