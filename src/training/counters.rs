//! Running totals of what was done: launches and transfers of the GPU alone, steps wherever they are made.

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

impl Counters {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Counters) -> Counters {
        Counters {
            dispatches: self.dispatches + other.dispatches,
            submissions: self.submissions + other.submissions,
            readbacks: self.readbacks + other.readbacks,
            steps: self.steps + other.steps,
        }
    }
}
