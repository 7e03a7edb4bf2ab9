//! Which pixels a training set ever inks. From one that is always blank nothing can be learned: the gradient of
//! its weights is 0 in every step. Of MNIST's 784 pixels 67 are blank in all images, 205 in the first 500.

use super::examples::PIXELS;

/// Fewer examples than this are not told apart, so that most neighbouring pixels stay neighbours.
const FEWEST: usize = 512;

/// All pixels, in groups by how many examples, from the first on, it takes until one inks them: up to 512, then
/// twice as many each time, those that none inks last. Within a group they stand as in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixelOrder {
    pixels: Vec<usize>,
    /// Of each of them its group's number of examples.
    groups: Vec<usize>,
}

impl PixelOrder {
    /// The order for these images of [`PIXELS`] bytes.
    pub fn of(images: &[u8]) -> PixelOrder {
        let mut group_of = [usize::MAX; PIXELS];
        let mut rest = images;
        let (mut taken, mut next) = (0, FEWEST);
        while !rest.is_empty() {
            let (group, others) = rest.split_at(rest.len().min((next - taken) * PIXELS));
            let new = inked_in(group).into_iter().zip(&mut group_of);
            new.filter(|(inked, _)| *inked)
                .for_each(|(_, of_pixel)| *of_pixel = next.min(*of_pixel));
            (rest, taken, next) = (others, next, 2 * next);
        }
        let mut pixels: Vec<usize> = (0..PIXELS).collect();
        pixels.sort_by_key(|&pixel| group_of[pixel]);
        let groups = pixels.iter().map(|&pixel| group_of[pixel]).collect();
        PixelOrder { pixels, groups }
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

    /// How many places hold all pixels that so many examples, the first ones, ink, and perhaps a few more.
    pub fn inked(&self, examples: usize) -> usize {
        self.groups.partition_point(|&of_place| of_place <= group(examples))
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

fn group(examples: usize) -> usize {
    examples.next_power_of_two().max(FEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::hash;

    #[test]
    fn what_the_first_examples_ink_comes_first() {
        // One pixel an example, and never the first.
        let inked = |n: usize| 1 + hash(3, n as u64) as usize % (PIXELS - 1);
        let count = 1500;
        let mut images = vec![0; count * PIXELS];
        (0..count).for_each(|n| images[n * PIXELS + inked(n)] = 1);
        let order = PixelOrder::of(&images);
        let places = order.places();
        assert!((0..PIXELS).all(|pixel| order.pixels()[places[pixel]] == pixel));
        for examples in [1, 511, 512, 513, 1024, 1025, count] {
            let first = order.inked(examples);
            assert!((0..examples).all(|n| places[inked(n)] < first), "{examples}");
            assert!(places[0] >= first, "{examples}");
        }
        assert!(order.inked(512) < order.inked(513));
        let first_group = &order.pixels()[..order.inked(1)];
        assert!(first_group.is_sorted());
    }
}
