//! Why training cannot start, in words for the reader.

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrainingError {
    /// More training examples are asked for than there are.
    #[error(
        "train_samples is {asked}; accepted: a whole number from 1 to {available}, the examples there are."
    )]
    TooManySamples {
        /// The configuration's.
        asked: usize,
        /// The data set's.
        available: usize,
    },
    /// A buffer would exceed what the adapter allows.
    #[error(
        "This network needs a buffer of {needed} MB for its {what}, and the adapter allows {allowed} MB. Choose {remedy}."
    )]
    TooLarge {
        /// What the buffer is for.
        what: &'static str,
        /// Its size in millions of bytes.
        needed: u64,
        /// The adapter's limit.
        allowed: u64,
        /// What would fit.
        remedy: &'static str,
    },
    /// The adapter lacks the 16-bit floats that the precision asks for.
    #[error(
        "precision is \"mixed_float16\", and this adapter ({adapter}) has no 16-bit floats in shaders; accepted here: \"float32\"."
    )]
    Precision {
        /// Its name.
        adapter: String,
    },
    /// The run is unknown, or its weights were given up.
    #[error("There is no network {0} whose weights could be read.")]
    UnknownRun(u32),
    /// The GPU failed.
    #[error("{0}")]
    Gpu(String),
}
