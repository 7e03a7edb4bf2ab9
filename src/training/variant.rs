//! Ways in which the kernels can share out the same sums. Every number comes out the same, bit for bit:
//! what differs is how long it takes on which adapter.

use super::gpu::AdapterFacts;

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Whether neighbouring invocations take numbers from each other's registers instead of memory.
    pub quads: bool,
    /// Invocations of a workgroup in training, whose few tiles must reach all cores.
    pub group: u32,
}

impl Variant {
    /// Those that an adapter can take.
    pub fn all(adapter: &AdapterFacts) -> Vec<Variant> {
        let quads = [false, true].into_iter().filter(|&quads| adapter.subgroups || !quads);
        quads.flat_map(|quads| [8, 64].map(|group| Variant { quads, group })).collect()
    }

    /// What is taken before anything was measured. On a processor a number from memory costs a dozen
    /// multiply-adds, and every workgroup of a few invocations fills a core.
    pub fn presumed(adapter: &AdapterFacts) -> Variant {
        Variant { quads: adapter.subgroups && adapter.software, group: 8 }
    }
}
