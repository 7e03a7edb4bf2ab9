//! From bytes to examples: MNIST's files, digits that the project draws itself, arrays of the reader's.

pub mod digits;
mod examples;
pub mod idx;
pub mod mnist;
mod pixel_order;
pub mod synthetic;

pub use examples::{CLASSES, Dataset, Examples, ExamplesError, PIXELS, SIDE};
pub use pixel_order::PixelOrder;
