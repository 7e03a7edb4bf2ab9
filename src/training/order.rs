//! The order in which an epoch takes its examples, drawn without a table: the twin of
//! `shaders/shuffle.wgsl`, for tests and for whoever wants to repeat a run elsewhere.

use crate::random::hash;

/// What a network's orders are drawn from; initial weights use other streams of the seed.
pub fn key(seed: u64) -> u32 {
    (hash(seed, u64::MAX) >> 32) as u32
}

/// Half the bits of the smallest even number of bits in which `examples` numbers fit.
pub fn half_bits(examples: usize) -> u32 {
    let bits = usize::BITS - examples.saturating_sub(1).leading_zeros();
    bits.div_ceil(2).max(1)
}

/// The shuffled order of an epoch that begins after `steps` steps.
pub fn order(seed: u64, steps: u32, examples: usize) -> Vec<u32> {
    let half = half_bits(examples);
    let key = mix(key(seed) ^ mix(steps));
    (0..examples as u32)
        .map(|position| {
            let mut example = permute(position, key, half);
            while example as usize >= examples {
                example = permute(example, key, half);
            }
            example
        })
        .collect()
}

fn permute(number: u32, key: u32, half: u32) -> u32 {
    let mask = (1 << half) - 1;
    let (mut left, mut right) = (number >> half, number & mask);
    for round in 0..6 {
        let next = left ^ (mix(right ^ mix(key.wrapping_add(round))) & mask);
        (left, right) = (right, next);
    }
    (left << half) | right
}

/// lowbias32, a 32-bit hash by C. Wellons.
fn mix(number: u32) -> u32 {
    let h = number.wrapping_add(0x9e37_79b9);
    let h = (h ^ (h >> 16)).wrapping_mul(0x7feb_352d);
    let h = (h ^ (h >> 15)).wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_taken_once() {
        for examples in [1, 2, 3, 4, 5, 16, 17, 500, 1000, 4097] {
            let mut order = order(5, 3, examples);
            order.sort_unstable();
            assert!(order.iter().zip(0..).all(|(&example, n)| example == n), "{examples}");
        }
    }

    #[test]
    fn positions_are_spread_evenly() {
        let (examples, epochs) = (20, 4000);
        let mut counts = vec![[0_u32; 20]; examples];
        for epoch in 0..epochs {
            for (position, example) in order(11, epoch, examples).into_iter().enumerate() {
                counts[example as usize][position] += 1;
            }
        }
        let expected = f64::from(epochs) / examples as f64;
        let counts = counts.iter().flatten().map(|&count| f64::from(count));
        let chi_square: f64 = counts.map(|count| (count - expected).powi(2) / expected).sum();
        // 361 degrees of freedom: mean 361, deviation 27.
        assert!((250.0..480.0).contains(&chi_square), "{chi_square}");
    }

    #[test]
    fn epochs_and_seeds_differ() {
        assert_ne!(order(1, 0, 500), order(1, 16, 500));
        assert_ne!(order(1, 0, 500), order(2, 0, 500));
    }
}
