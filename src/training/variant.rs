//! Ways in which the kernels can share out the same sums. Every number comes out the same, bit for bit:
//! what differs is how long it takes on which adapter.

use super::gpu::AdapterFacts;
use std::ops::RangeInclusive;

/// Rows of a batch that invocations can hold, all of them written out in `update_held.wgsl`, and from how many on
/// it pays.
const WORTH_HOLDING: RangeInclusive<u32> = 9..=32;
/// Invocations that are neighbours, as `tile.wgsl` has it.
pub const QUAD: u32 = 4;

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Whether neighbouring invocations take numbers from each other's registers instead of memory.
    pub quads: bool,
    /// Whether invocations hold a small batch's gradients by outputs when they update weights, and take a few rows
    /// through the upper layers by themselves where these are fused; needs quads.
    pub holds: bool,
    /// Whether several invocations add up the sums of a tile in training; needs a group of 64.
    pub split: bool,
    /// Whether the layers above the first are trained in one launch, where that pays.
    pub fused: bool,
    /// Invocations of a workgroup in training, whose few tiles must reach all cores.
    pub group: u32,
}

impl Variant {
    /// What is taken before anything was measured: on a processor numbers from memory are dear and
    /// cores few, on a graphics card the other way round.
    pub fn presumed(adapter: &AdapterFacts) -> Variant {
        match adapter.software {
            true => {
                let quads = adapter.subgroups;
                Variant { quads, holds: quads, split: false, fused: quads, group: 8 }
            }
            false => Variant { quads: false, holds: false, split: true, fused: true, group: 64 },
        }
    }

    /// Those that are worth measuring on an adapter. A graphics card has too few invocations at work where they
    /// hold gradients.
    pub fn all(adapter: &AdapterFacts) -> Vec<Variant> {
        let ways = [(false, false, 8), (false, false, 64), (true, false, 64), (true, true, 64)];
        let quads = [false, true].into_iter().filter(|&quads| adapter.subgroups || !quads);
        let new = |quads| {
            ways.map(|(split, fused, group)| Variant { quads, holds: false, split, fused, group })
        };
        let presumed = Variant::presumed(adapter);
        quads.flat_map(new).chain(Some(presumed).filter(|variant| variant.holds)).collect()
    }

    /// The same for batches of so many rows, padding included.
    pub fn for_rows(self, rows: u32) -> Variant {
        Variant { holds: self.holds && WORTH_HOLDING.contains(&rows), ..self }
    }

    /// Of the layers above the first, where they are fused: as few invocations to a workgroup as share numbers, as
    /// none waits for another.
    pub fn of_upper(self) -> Variant {
        Variant { group: if self.holds { QUAD } else { self.group }, ..self }
    }

    /// Multiply-adds that few workgroups do in the time of a launch, some 50 µs: on a graphics card at 40 a
    /// nanosecond; at 2.6, what two cores do of a software adapter.
    pub fn products_a_launch(self) -> f64 {
        f64::from(if self.holds { 1 << 17 } else { 1 << 21 })
    }

    /// Invocations that share a tile.
    pub fn parts(self) -> u32 {
        if self.split { 8 } else { 1 }
    }

    /// A word for it, to be kept for the next visit.
    pub fn name(self) -> String {
        let lanes = match (self.quads, self.holds) {
            (_, true) => "held",
            (true, false) => "quads",
            (false, false) => "alone",
        };
        let upper = if self.fused { "fused" } else { "apart" };
        format!("{lanes}-{}-{}-{upper}", self.parts(), self.group)
    }

    /// The one of that name, if the adapter can take it.
    pub fn named(name: &str, adapter: &AdapterFacts) -> Option<Variant> {
        Variant::all(adapter).into_iter().find(|variant| variant.name() == name)
    }
}
