//! From bytes to examples: MNIST's files, digits that the project draws itself, arrays of the reader's.

pub mod digits;
mod examples;
pub mod idx;
pub mod mnist;
pub mod synthetic;

pub use examples::{CLASSES, Dataset, Examples, ExamplesError, PIXELS, SIDE};
