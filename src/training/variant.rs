//! Ways in which the kernels can share out the same sums. Every number comes out the same, bit for bit:
//! what differs is how long it takes on which adapter.

use super::gpu::AdapterFacts;

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Whether neighbouring invocations take numbers from each other's registers instead of memory.
    pub quads: bool,
    /// Whether several invocations add up the sums of a tile in training; needs a group of 64.
    pub split: bool,
    /// Invocations of a workgroup in training, whose few tiles must reach all cores.
    pub group: u32,
}

impl Variant {
    /// What is taken before anything was measured: on a processor numbers from memory are dear and
    /// cores few, on a graphics card the other way round.
    pub fn presumed(adapter: &AdapterFacts) -> Variant {
        match adapter.software {
            true => Variant { quads: adapter.subgroups, split: false, group: 8 },
            false => Variant { quads: false, split: true, group: 64 },
        }
    }

    /// Those that are worth measuring on an adapter.
    pub fn all(adapter: &AdapterFacts) -> Vec<Variant> {
        let ways = [(false, 8), (false, 64), (true, 64)];
        let quads = [false, true].into_iter().filter(|&quads| adapter.subgroups || !quads);
        quads.flat_map(|quads| ways.map(|(split, group)| Variant { quads, split, group })).collect()
    }

    /// Invocations that share a tile.
    pub fn parts(self) -> u32 {
        if self.split { 8 } else { 1 }
    }

    /// A word for it, to be kept for the next visit.
    pub fn name(self) -> String {
        let quads = if self.quads { "quads" } else { "alone" };
        format!("{quads}-{}-{}", self.parts(), self.group)
    }

    /// The one of that name, if the adapter can take it.
    pub fn named(name: &str, adapter: &AdapterFacts) -> Option<Variant> {
        Variant::all(adapter).into_iter().find(|variant| variant.name() == name)
    }
}
