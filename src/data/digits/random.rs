//! Seeded random numbers: splitmix64, started afresh for every digit.

use crate::random::{INCREMENT, scramble};

/// A stream of random numbers.
pub struct Random(u64);

impl Random {
    /// The stream of the digit `index` in the data set `seed`.
    pub fn at(seed: u64, index: u64) -> Self {
        Self(scramble(scramble(seed).wrapping_add(index)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(INCREMENT);
        scramble(self.0)
    }

    /// A whole number in `0..end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number in `0.0..1.0`.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// A number in `low..high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A bell-shaped number: the sum of three uniform ones, at most three deviations out.
    pub fn bell(&mut self, mean: f32, deviation: f32) -> f32 {
        let sum = self.unit() + self.unit() + self.unit();
        mean + deviation * (2.0 * sum - 3.0)
    }
}
