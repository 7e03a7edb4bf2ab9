//! Drawn digits: handwritten-looking stand-ins for MNIST, made from pen strokes.
//!
//! Only integer hashing, `f32` arithmetic and `sqrt` are used, which give the
//! same bits everywhere, so native and wasm draw the same bytes.

mod bend;
mod curve;
mod frame;
mod glyphs;
mod hand;
mod pen;
mod random;
mod raster;

use pen::Pen;
use random::Random;

/// One drawn digit: 28×28 bytes, row by row, 0 = background, 255 = ink, and its label 0..=9.
///
/// A pair of `seed` and `index` always gives the same digit, so a data set is
/// a seed and a range of indexes, drawn in any order.
pub fn draw(seed: u64, index: u64) -> ([u8; 784], u8) {
    let mut random = Random::at(seed, index);
    let label = random.below(10);
    let strokes = hand::write(glyphs::styles(label), &mut random);
    let pen = Pen::pick(&mut random);
    let chains = frame::fit(curve::flatten(&strokes), pen.reach());
    let image = frame::centre(&raster::ink(&chains, &pen, &mut random));
    (image, label as u8)
}

#[cfg(test)]
mod tests {
    use super::draw;
    use super::raster::{Image, SIDE};

    fn many() -> impl Iterator<Item = (Image, u8)> {
        (0..2000).map(|index| draw(1, index))
    }

    #[test]
    fn the_same_pair_always_gives_the_same_bytes() {
        // FNV-1a over the first 64 digits and their labels, to compare platforms by.
        let checksum = (0..64)
            .map(|index| draw(7, index))
            .flat_map(|(image, label)| image.into_iter().chain([label]))
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
            });
        assert_eq!(checksum, 0xBF14_F469_C13F_86C5);
    }

    #[test]
    fn neighbours_and_seeds_differ() {
        for index in 0..200 {
            assert_ne!(draw(1, index).0, draw(1, index + 1).0);
            assert_ne!(draw(1, index).0, draw(2, index).0);
        }
    }

    #[test]
    fn every_label_is_about_as_common() {
        let mut counts = [0; 10];
        many().for_each(|(_, label)| counts[usize::from(label)] += 1);
        assert!(counts.iter().all(|count| (150..250).contains(count)), "{counts:?}");
    }

    #[test]
    fn ink_is_strong_and_keeps_off_the_border() {
        for (image, _) in many() {
            assert!(image.iter().max() > Some(&200));
            for (i, &byte) in image.iter().enumerate() {
                let edge = [i % SIDE, i / SIDE].iter().any(|&at| at == 0 || at == SIDE - 1);
                assert!(!edge || byte == 0);
            }
        }
    }

    #[test]
    fn the_centre_of_mass_is_in_the_middle() {
        let off = |image: &Image, axis: fn(usize) -> usize| {
            let mass: f32 = image.iter().map(|&byte| f32::from(byte)).sum();
            let weighed = |(i, &byte): (usize, &u8)| f32::from(byte) * (axis(i) as f32 + 0.5);
            let moment: f32 = image.iter().enumerate().map(weighed).sum();
            (moment / mass - 0.5 * SIDE as f32).abs()
        };
        let centred =
            |image: &Image| off(image, |i| i % SIDE) < 1.0 && off(image, |i| i / SIDE) < 1.0;
        // A few heavy-topped digits would reach over the border.
        assert!(many().filter(|(image, _)| !centred(image)).count() < 20);
    }
}
