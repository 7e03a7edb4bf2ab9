//! The IDX format of MNIST's files: a magic number, big-endian sizes, then bytes.
//! <http://yann.lecun.com/exdb/mnist/> describes it.

use super::{CLASSES, SIDE};

const LABELS_MAGIC: u32 = 0x0000_0801;
const IMAGES_MAGIC: u32 = 0x0000_0803;

/// What is wrong with a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdxError {
    /// Too short for its own header.
    #[error("it ends within its header")]
    Header,
    /// Another kind of file.
    #[error("it begins with {found:#010x} where {expected:#010x} should stand")]
    Magic {
        /// What stands there.
        found: u32,
        /// What a file of this kind begins with.
        expected: u32,
    },
    /// Images of another size.
    #[error("its images are {rows}×{columns} pixels instead of {SIDE}×{SIDE}")]
    Size {
        /// Its number of rows.
        rows: u32,
        /// Its number of columns.
        columns: u32,
    },
    /// Fewer or more bytes than its header announces.
    #[error("it holds {found} bytes of data where its header announces {announced}")]
    Length {
        /// Bytes after the header.
        found: usize,
        /// Bytes that there should be.
        announced: u64,
    },
    /// A label that is no digit.
    #[error("its label {index} is {label}, above 9")]
    Label {
        /// Its position, from 0.
        index: usize,
        /// Its value.
        label: u8,
    },
}

/// The pixels in a file of images, 28×28 bytes each.
///
/// # Errors
/// If it is no such file, or holds less or more than it announces.
pub fn images(file: &[u8]) -> Result<&[u8], IdxError> {
    expect_magic(file, IMAGES_MAGIC)?;
    let (count, rows, columns) = (word(file, 1)?, word(file, 2)?, word(file, 3)?);
    if (rows as usize, columns as usize) != (SIDE, SIDE) {
        return Err(IdxError::Size { rows, columns });
    }
    body(&file[16..], u64::from(count) * u64::from(rows * columns))
}

/// The labels in a file of labels, each 0 to 9.
///
/// # Errors
/// As [`images`], and if a label is above 9.
pub fn labels(file: &[u8]) -> Result<&[u8], IdxError> {
    expect_magic(file, LABELS_MAGIC)?;
    let count = word(file, 1)?;
    let labels = body(&file[8..], u64::from(count))?;
    match labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        Some(index) => Err(IdxError::Label { index, label: labels[index] }),
        None => Ok(labels),
    }
}

fn expect_magic(file: &[u8], expected: u32) -> Result<(), IdxError> {
    match word(file, 0)? {
        found if found == expected => Ok(()),
        found => Err(IdxError::Magic { found, expected }),
    }
}

fn word(file: &[u8], index: usize) -> Result<u32, IdxError> {
    let bytes = file.get(4 * index..4 * index + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u32::from_be_bytes).ok_or(IdxError::Header)
}

fn body(bytes: &[u8], announced: u64) -> Result<&[u8], IdxError> {
    if bytes.len() as u64 == announced {
        Ok(bytes)
    } else {
        Err(IdxError::Length { found: bytes.len(), announced })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(words: &[u32], body: &[u8]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).chain(body.iter().copied()).collect()
    }

    #[test]
    fn reads_what_the_header_announces() {
        let pixels: Vec<u8> = (0..2 * 784).map(|p| (p % 251) as u8).collect();
        assert_eq!(images(&file(&[IMAGES_MAGIC, 2, 28, 28], &pixels)), Ok(&pixels[..]));
        assert_eq!(labels(&file(&[LABELS_MAGIC, 3], &[0, 9, 4])), Ok(&[0, 9, 4][..]));
    }

    #[test]
    fn refuses_files_of_another_kind() {
        let swapped = file(&[LABELS_MAGIC, 1, 28, 28], &[0; 784]);
        let expected = IMAGES_MAGIC;
        assert_eq!(images(&swapped), Err(IdxError::Magic { found: LABELS_MAGIC, expected }));
        let wide = file(&[IMAGES_MAGIC, 1, 28, 29], &[0; 28 * 29]);
        assert_eq!(images(&wide), Err(IdxError::Size { rows: 28, columns: 29 }));
    }

    #[test]
    fn refuses_truncated_and_trailing_bytes() {
        assert_eq!(labels(&[0, 0, 8]), Err(IdxError::Header));
        assert_eq!(labels(&file(&[LABELS_MAGIC], &[])), Err(IdxError::Header));
        for length in [0, 783, 785] {
            assert_eq!(
                images(&file(&[IMAGES_MAGIC, 1, 28, 28], &vec![0; length])),
                Err(IdxError::Length { found: length, announced: 784 })
            );
        }
        let announced = u64::from(u32::MAX) * 784;
        let huge = file(&[IMAGES_MAGIC, u32::MAX, 28, 28], &[]);
        assert_eq!(images(&huge), Err(IdxError::Length { found: 0, announced }));
    }

    #[test]
    fn refuses_labels_above_nine() {
        let file = file(&[LABELS_MAGIC, 3], &[0, 10, 4]);
        assert_eq!(labels(&file), Err(IdxError::Label { index: 1, label: 10 }));
    }
}
