//! Why MNIST could not be loaded, in words for the reader and with a way out.

use super::Source;
use crate::data::mnist::MnistError;
use std::fmt;

/// What happened at one place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no such file.
    #[error("not found")]
    NotFound,
    /// The server answered with another status than success.
    #[error("the server refused with status {0}")]
    Refused(u16),
    /// No answer, or one that broke off.
    #[error("the network failed ({0})")]
    Network(String),
    /// Nothing arrived for so many seconds.
    #[error("the network failed (nothing arrived for {0} s)")]
    Silent(u64),
    /// What arrived is malformed or has the wrong checksum.
    #[error("{0}")]
    Wrong(#[from] MnistError),
}

impl Failure {
    fn is_of_the_network(&self) -> bool {
        !matches!(self, Failure::NotFound | Failure::Wrong(_))
    }
}

/// A place that was asked in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The place.
    pub source: Source,
    /// What happened there.
    pub failure: Failure,
}

/// Why there is no MNIST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// No place had this file.
    Nowhere {
        /// The file.
        file: &'static str,
        /// Each place that was asked.
        attempts: Vec<Attempt>,
    },
    /// Every file came, but together they are no data set.
    Mismatch(MnistError),
}

impl std::error::Error for LoadError {}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            LoadError::Mismatch(error) => error.fmt(out),
            LoadError::Nowhere { file, attempts } => {
                let told: Vec<String> = attempts.iter().map(Attempt::told).collect();
                let places = told.join("; ");
                write!(out, "{file} could not be loaded: {places}. {}", remedy(attempts))
            }
        }
    }
}

impl Attempt {
    fn told(&self) -> String {
        let failure = self.failure.to_string();
        format!("{}: {}", self.source, failure.trim_end_matches('.'))
    }
}

fn remedy(attempts: &[Attempt]) -> &'static str {
    if attempts.iter().any(|attempt| attempt.failure.is_of_the_network()) {
        "Check the connection and try again, or run `cargo xtask mnist`, which puts the files beside the page."
    } else {
        "Run `cargo xtask mnist`, which puts the right files beside the page, and reload it."
    }
}
