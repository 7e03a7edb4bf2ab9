//! Seeded random numbers, the same on every machine: SplitMix64 (Steele, Lea, Flood 2014),
//! used as a hash of a counter, so that any number can be had without those before it.

/// The `index`-th number of the stream that `key` names.
pub fn hash(key: u64, index: u64) -> u64 {
    mix(mix(key).wrapping_add(index))
}

/// SplitMix64's output function, applied to `(k + 1)` times its increment.
pub fn mix(k: u64) -> u64 {
    scramble(k.wrapping_add(1).wrapping_mul(INCREMENT))
}

/// SplitMix64's increment, 2⁶⁴ over the golden ratio.
pub const INCREMENT: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's finaliser.
pub fn scramble(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number of `[0, 1)` with 24 bits, exact in a 32-bit float.
pub fn unit(bits: u64) -> f32 {
    (bits >> 40) as f32 / (1_u32 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_evenly() {
        let numbers: Vec<f32> = (0..100_000).map(|index| unit(hash(7, index))).collect();
        let mean = numbers.iter().sum::<f32>() / numbers.len() as f32;
        assert!((mean - 0.5).abs() < 0.005, "{mean}");
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
    }

    #[test]
    fn streams_differ() {
        assert!((0..1000).all(|index| hash(1, index) != hash(2, index)));
        assert_ne!(hash(0, 1), hash(1, 0));
    }
}
