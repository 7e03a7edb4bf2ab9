//! MNIST's four files: their names, checksums and contents. Unpacking them is left to others, the browser
//! among them.

use super::idx::{self, IdxError};
use super::{Dataset, Examples, ExamplesError};
use sha2::{Digest, Sha256};

/// The files' names: training before test, images before labels.
pub const FILES: [&str; 4] = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
];

/// The bytes that all four files are, compressed: what a progress bar counts up to.
pub const TOTAL_BYTES: usize = 9_912_422 + 28_881 + 1_648_877 + 4_542;

/// No file of MNIST is larger when unpacked; a larger one need not be unpacked to its end.
pub const LARGEST_UNPACKED: usize = 48 << 20;

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

/// One file's bytes as they arrive, and their checksum.
pub struct Arriving {
    file: &'static str,
    bytes: Vec<u8>,
    checksum: Sha256,
}

impl Arriving {
    /// Nothing yet of one of [`FILES`].
    pub fn new(file: &'static str) -> Self {
        Arriving { file, bytes: Vec::new(), checksum: Sha256::new() }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// What has arrived so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it arrived as gzip.
    pub fn is_packed(&self) -> bool {
        const GZIP_MAGIC: u8 = 0x1f;
        self.bytes.first() == Some(&GZIP_MAGIC)
    }

    /// The bytes as they came and the contents, checked. `unpacked` is what packed bytes hold, or why
    /// they cannot be unpacked.
    ///
    /// # Errors
    /// If what arrived is malformed, or is not MNIST's file.
    pub fn finish(self, unpacked: Result<Vec<u8>, String>) -> Result<Arrived, MnistError> {
        let Arriving { file, bytes, checksum } = self;
        let malformed = |problem: String| MnistError::Malformed { file: file.into(), problem };
        let contents = unpacked.map_err(malformed)?;
        parse(file, &contents).map_err(|error| malformed(error.to_string()))?;
        let found: String = checksum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if sums_of(file).any(|sum| sum == found) {
            Ok(Arrived { bytes, contents })
        } else {
            Err(MnistError::Checksum { file: file.into(), found })
        }
    }
}

/// A file of MNIST's.
pub struct Arrived {
    /// As it came.
    pub bytes: Vec<u8>,
    /// Unpacked.
    pub contents: Vec<u8>,
}

fn parse<'a>(file: &str, contents: &'a [u8]) -> Result<&'a [u8], IdxError> {
    // Images have three dimensions, which their files' names tell.
    if file.ends_with("idx3-ubyte.gz") { idx::images(contents) } else { idx::labels(contents) }
}

/// The checksums under which `file` may arrive, packed or unpacked.
fn sums_of(file: &str) -> impl Iterator<Item = &'static str> {
    let unpacked = file.strip_suffix(".gz").unwrap_or(file);
    SUMS.lines()
        .filter_map(|line| line.split_once(' '))
        .filter(move |(_, name)| [file, unpacked].contains(&name.trim_start()))
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
    use super::{Arrived, Arriving, Dataset, FILES, LARGEST_UNPACKED, MnistError, dataset};
    use flate2::read::GzDecoder;
    use std::io::Read;
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
            let arrived = read_file(file, &bytes).map_err(|error| error.to_string())?;
            Ok::<_, String>(arrived.contents)
        };
        let [a, b, c, d] = FILES;
        dataset(&[read(a)?, read(b)?, read(c)?, read(d)?]).map_err(|error| error.to_string())
    }

    pub(super) fn read_file(file: &'static str, bytes: &[u8]) -> Result<Arrived, MnistError> {
        let mut arriving = Arriving::new(file);
        arriving.push(bytes);
        let unpacked = if arriving.is_packed() { unpack(bytes) } else { Ok(bytes.to_vec()) };
        arriving.finish(unpacked)
    }

    fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
        let mut contents = Vec::new();
        let mut decoder = GzDecoder::new(packed).take(LARGEST_UNPACKED as u64 + 1);
        decoder
            .read_to_end(&mut contents)
            .map_err(|error| format!("it does not unpack ({error})"))?;
        Ok(contents)
    }
}
#[cfg(not(target_arch = "wasm32"))]
pub use folder::read_folder;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::folder::read_file;
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn labels_file(count: u32) -> Vec<u8> {
        let header = [0x0801_u32.to_be_bytes(), count.to_be_bytes()].concat();
        header.into_iter().chain((0..count).map(|n| (n % 10) as u8)).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap()
    }

    fn refusal(bytes: &[u8]) -> MnistError {
        read_file(FILES[1], bytes).map(|_| ()).unwrap_err()
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
            let error = refusal(&file);
            assert!(matches!(error, MnistError::Checksum { .. }), "{error}");
        }
    }

    #[test]
    fn unreadable_files_are_malformed() {
        let packed = gzip(&labels_file(500));
        let cut = &packed[..packed.len() - 9];
        let mut damaged = packed.clone();
        damaged[40] ^= 0xff;
        for bytes in [&b""[..], b"<!doctype html>", cut, &damaged, &gzip(&labels_file(5)[..11])] {
            let error = refusal(bytes);
            assert!(matches!(error, MnistError::Malformed { .. }), "{error}");
        }
    }

    #[test]
    fn a_file_that_unpacks_without_end_is_given_up() {
        let bomb = gzip(&vec![0; LARGEST_UNPACKED + (1 << 20)]);
        assert!(matches!(refusal(&bomb), MnistError::Malformed { .. }));
    }
}
