//! Which pixels a training set ever inks. From one that is always blank nothing can be learned: the gradient of
//! its weights is 0 in every step. Of MNIST's 784 pixels 67 are blank in all images, 205 in the first 500.

use super::examples::PIXELS;

/// All pixels, those first that an example inks. Among either they stand as in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixelOrder {
    pixels: Vec<usize>,
    inked: usize,
}

impl PixelOrder {
    /// The order for these images of [`PIXELS`] bytes: all that a network learns from, and none else, so that what
    /// it comes to depends on nothing else.
    pub fn of(images: &[u8]) -> PixelOrder {
        let is_inked = inked_in(images);
        let (mut pixels, blank): (Vec<usize>, Vec<usize>) =
            (0..PIXELS).partition(|&pixel| is_inked[pixel]);
        let inked = pixels.len();
        pixels.extend(blank);
        PixelOrder { pixels, inked }
    }

    /// The pixel at each place.
    pub fn pixels(&self) -> &[usize] {
        &self.pixels
    }

    /// The place of each pixel.
    pub fn places(&self) -> [usize; PIXELS] {
        let mut places = [0; PIXELS];
        self.pixels.iter().enumerate().for_each(|(place, &pixel)| places[pixel] = place);
        places
    }

    /// How many places, from the first on, hold the pixels that an example inks.
    pub fn inked(&self) -> usize {
        self.inked
    }
}

/// Of each pixel whether one of these images inks it. Eight at a time: there are 47 million in MNIST.
fn inked_in(images: &[u8]) -> [bool; PIXELS] {
    let mut inked = [0; PIXELS / 8];
    for image in images.chunks_exact(PIXELS) {
        let (eights, _) = image.as_chunks::<8>();
        inked.iter_mut().zip(eights).for_each(|(all, eight)| *all |= u64::from_le_bytes(*eight));
    }
    std::array::from_fn(|pixel| inked[pixel / 8].to_le_bytes()[pixel % 8] != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::hash;

    #[test]
    fn what_an_example_inks_comes_first() {
        for count in [0, 1, 3, 500, 3000] {
            // One pixel an example, and never the first.
            let inked = |n: usize| 1 + hash(3, n as u64) as usize % (PIXELS - 1);
            let mut images = vec![0; count * PIXELS];
            (0..count).for_each(|n| images[n * PIXELS + inked(n)] = 1);
            let order = PixelOrder::of(&images);
            let places = order.places();
            assert!((0..PIXELS).all(|pixel| order.pixels()[places[pixel]] == pixel));
            let (first, last) = order.pixels().split_at(order.inked());
            assert!(first.is_sorted() && last.is_sorted());
            assert!((0..count).all(|n| places[inked(n)] < order.inked()), "{count}");
            assert!(last.iter().all(|&blank| (0..count).all(|n| inked(n) != blank)), "{count}");
        }
    }
}
