//! The data set of drawn digits: as many as MNIST has, for when MNIST cannot be had.

use super::digits;
use super::{Examples, ExamplesError};
use std::ops::Range;

/// Digits to learn from.
pub const TRAIN_COUNT: usize = 60_000;
/// Digits to test on.
pub const TEST_COUNT: usize = 10_000;

/// What all digits of the data set are drawn from.
const SEED: u64 = 28;

/// Gathers drawn digits piece by piece, so that whoever draws can pause between pieces.
#[derive(Default)]
pub struct Drawing {
    images: Vec<u8>,
    labels: Vec<u8>,
}

impl Drawing {
    /// Draws the digits of `range`; training digits come first, test digits after them.
    pub fn draw(&mut self, range: Range<usize>) {
        for index in range {
            let (image, label) = digits::draw(SEED, index as u64);
            self.images.extend_from_slice(&image);
            self.labels.push(label);
        }
    }

    /// The digits drawn so far.
    ///
    /// # Errors
    /// If none was drawn.
    pub fn finish(self) -> Result<Examples, ExamplesError> {
        Examples::new(self.images, self.labels)
    }
}

/// Where the training digits stand in the data set; a smaller training set is the first part of it.
pub fn train_range(count: usize) -> Range<usize> {
    0..count.min(TRAIN_COUNT)
}

/// Where the test digits stand in the data set.
pub fn test_range(count: usize) -> Range<usize> {
    TRAIN_COUNT..TRAIN_COUNT + count.min(TEST_COUNT)
}
