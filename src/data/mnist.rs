//! MNIST's four files: their names, checksums and decoding, piece by piece as they arrive.

use super::idx::{self, IdxError};
use super::{Dataset, Examples, ExamplesError};
use flate2::write::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::Write;

/// The files' names: training before test, images before labels.
pub const FILES: [&str; 4] = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
];

/// The bytes that all four files are, compressed: what a progress bar counts up to.
pub const TOTAL_BYTES: usize = 9_912_422 + 28_881 + 1_648_877 + 4_542;

/// No file of MNIST is larger when unpacked; a larger one is not unpacked to its end.
const LARGEST_UNPACKED: usize = 48 << 20;

/// Checksums of the files and, since servers may unpack `.gz` on the way, of their contents.
const SUMS: &str = include_str!("../../data/mnist.sha256");

/// What is wrong with a file that arrived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MnistError {
    /// It cannot be read at all.
    #[error("{file} is malformed: {problem}.")]
    Malformed {
        /// Its name.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// It can be read but is not MNIST's.
    #[error(
        "{file} has the wrong checksum: its SHA-256 is {found}, which is not that of MNIST's file."
    )]
    Checksum {
        /// Its name.
        file: String,
        /// The checksum of what arrived.
        found: String,
    },
    /// Images and labels that do not belong together.
    #[error("MNIST's files do not fit each other: {0}")]
    Mismatch(#[from] ExamplesError),
}

/// Takes one file's bytes as they arrive.
pub struct FileDecoder {
    file: &'static str,
    checksum: Sha256,
    contents: Contents,
    problem: Option<String>,
}

enum Contents {
    Nothing,
    Gzip(Box<GzDecoder<Vec<u8>>>),
    Plain(Vec<u8>),
}

impl FileDecoder {
    /// A decoder for one of [`FILES`].
    pub fn new(file: &'static str) -> Self {
        FileDecoder { file, checksum: Sha256::new(), contents: Contents::Nothing, problem: None }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
        if self.problem.is_none() {
            self.problem = self.contents.push(bytes).err();
        }
    }

    /// The file's unpacked contents.
    ///
    /// # Errors
    /// If what arrived is malformed, or is not MNIST's file.
    pub fn finish(self) -> Result<Vec<u8>, MnistError> {
        let file = self.file;
        let malformed = |problem: String| MnistError::Malformed { file: file.into(), problem };
        let contents = match self.problem {
            None => self.contents.finish().map_err(malformed)?,
            Some(problem) => return Err(malformed(problem)),
        };
        parse(file, &contents).map_err(|error| malformed(error.to_string()))?;
        let found: String =
            self.checksum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if sums_of(file).any(|sum| sum == found) {
            Ok(contents)
        } else {
            Err(MnistError::Checksum { file: file.into(), found })
        }
    }
}

impl Contents {
    fn push(&mut self, bytes: &[u8]) -> Result<(), String> {
        if let (Contents::Nothing, Some(&first)) = (&self, bytes.first()) {
            const GZIP_MAGIC: u8 = 0x1f;
            *self = match first {
                GZIP_MAGIC => Contents::Gzip(Box::new(GzDecoder::new(Vec::new()))),
                _ => Contents::Plain(Vec::new()),
            };
        }
        let unpacked = match self {
            Contents::Nothing => 0,
            Contents::Plain(plain) => {
                plain.extend_from_slice(bytes);
                plain.len()
            }
            Contents::Gzip(decoder) => {
                decoder
                    .write_all(bytes)
                    .map_err(|error| format!("it does not unpack ({error})"))?;
                decoder.get_ref().len()
            }
        };
        if unpacked > LARGEST_UNPACKED {
            return Err("it unpacks to more than any file of MNIST holds".into());
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, String> {
        match self {
            Contents::Nothing => Err("it is empty".into()),
            Contents::Plain(plain) => Ok(plain),
            Contents::Gzip(decoder) => {
                decoder.finish().map_err(|error| format!("it does not unpack to its end ({error})"))
            }
        }
    }
}

fn parse<'a>(file: &str, contents: &'a [u8]) -> Result<&'a [u8], IdxError> {
    if file.contains("images") { idx::images(contents) } else { idx::labels(contents) }
}

/// The checksums under which `file` may arrive, packed or unpacked.
fn sums_of(file: &str) -> impl Iterator<Item = &'static str> {
    let unpacked = file.trim_end_matches(".gz");
    SUMS.lines()
        .filter_map(|line| line.split_once("  "))
        .filter(move |(_, name)| *name == file || *name == unpacked)
        .map(|(sum, _)| sum)
}

/// The data set in the unpacked contents of [`FILES`], in their order.
///
/// # Errors
/// If a file is malformed, or images and labels differ in number.
pub fn dataset(contents: &[Vec<u8>; 4]) -> Result<Dataset, MnistError> {
    let part = |index: usize| {
        parse(FILES[index], &contents[index]).map(<[u8]>::to_vec).map_err(|error| {
            MnistError::Malformed { file: FILES[index].into(), problem: error.to_string() }
        })
    };
    Ok(Dataset {
        train: Examples::new(part(0)?, part(1)?)?,
        test: Examples::new(part(2)?, part(3)?)?,
    })
}

#[cfg(not(target_arch = "wasm32"))]
mod folder {
    use super::{Dataset, FILES, FileDecoder, dataset};
    use std::path::Path;

    /// Reads MNIST from a folder that holds its four files.
    ///
    /// # Errors
    /// In words: which file could not be read, or what is wrong with it.
    pub fn read_folder(folder: &Path) -> Result<Dataset, String> {
        let read = |file: &'static str| {
            let path = folder.join(file);
            let bytes = std::fs::read(&path)
                .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
            let mut decoder = FileDecoder::new(file);
            decoder.push(&bytes);
            decoder.finish().map_err(|error| error.to_string())
        };
        let [a, b, c, d] = FILES;
        dataset(&[read(a)?, read(b)?, read(c)?, read(d)?]).map_err(|error| error.to_string())
    }
}
#[cfg(not(target_arch = "wasm32"))]
pub use folder::read_folder;

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn labels_file(count: u32) -> Vec<u8> {
        let header = [0x0801_u32.to_be_bytes(), count.to_be_bytes()].concat();
        header.into_iter().chain((0..count).map(|n| (n % 10) as u8)).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap()
    }

    fn decode(bytes: &[u8], piece: usize) -> Result<Vec<u8>, MnistError> {
        let mut decoder = FileDecoder::new(FILES[1]);
        bytes.chunks(piece).for_each(|bytes| decoder.push(bytes));
        decoder.finish()
    }

    #[test]
    fn every_file_has_a_checksum_packed_and_unpacked() {
        for file in FILES {
            assert_eq!(sums_of(file).filter(|sum| sum.len() == 64).count(), 2, "{file}");
        }
    }

    #[test]
    fn readable_files_of_others_have_the_wrong_checksum() {
        for file in [gzip(&labels_file(60_000)), labels_file(60_000)] {
            for piece in [1000, file.len()] {
                let error = decode(&file, piece).unwrap_err();
                assert!(matches!(error, MnistError::Checksum { .. }), "{error}");
            }
        }
    }

    #[test]
    fn unreadable_files_are_malformed() {
        let packed = gzip(&labels_file(500));
        let cut = &packed[..packed.len() - 9];
        let mut damaged = packed.clone();
        damaged[40] ^= 0xff;
        for bytes in [&b""[..], b"<!doctype html>", cut, &damaged, &gzip(&labels_file(5)[..11])] {
            let error = decode(bytes, 64).unwrap_err();
            assert!(matches!(error, MnistError::Malformed { .. }), "{error}");
        }
    }

    #[test]
    fn a_file_that_unpacks_without_end_is_given_up() {
        let bomb = gzip(&vec![0; LARGEST_UNPACKED + (1 << 20)]);
        assert!(matches!(decode(&bomb, 4096), Err(MnistError::Malformed { .. })));
    }
}
