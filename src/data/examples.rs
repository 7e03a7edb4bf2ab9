//! Labelled images as bytes, the form in which they reach the GPU.

/// Pixels along one side of an image.
pub const SIDE: usize = 28;
/// Pixels of an image: the inputs of every network.
pub const PIXELS: usize = SIDE * SIDE;
/// Classes told apart: the outputs of every network.
pub const CLASSES: usize = 10;

/// Images of [`PIXELS`] bytes each, one after the other, and a label for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples {
    images: Vec<u8>,
    labels: Vec<u8>,
}

/// Why images and labels do not belong together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExamplesError {
    /// There is nothing to learn from.
    #[error("There are no images; at least one is needed.")]
    Empty,
    /// The bytes do not divide into images.
    #[error("The images are {0} bytes, which is no multiple of {PIXELS} (28×28 bytes an image).")]
    Bytes(usize),
    /// As many labels as images are needed.
    #[error("There are {images} images but {labels} labels; each image needs one label.")]
    Count {
        /// Images found.
        images: usize,
        /// Labels found.
        labels: usize,
    },
    /// A label that is no digit.
    #[error("Label {index} is {label}; labels are digits from 0 to 9.")]
    Label {
        /// Its position, from 0.
        index: usize,
        /// Its value.
        label: u8,
    },
}

impl Examples {
    /// Pairs n×784 bytes of images with n labels.
    ///
    /// # Errors
    /// If there is none, if their numbers differ, or if a label is above 9.
    pub fn new(images: Vec<u8>, labels: Vec<u8>) -> Result<Examples, ExamplesError> {
        if images.is_empty() && labels.is_empty() {
            return Err(ExamplesError::Empty);
        }
        if !images.len().is_multiple_of(PIXELS) {
            return Err(ExamplesError::Bytes(images.len()));
        }
        let count = images.len() / PIXELS;
        if count != labels.len() {
            return Err(ExamplesError::Count { images: count, labels: labels.len() });
        }
        match labels.iter().position(|&label| usize::from(label) >= CLASSES) {
            Some(index) => Err(ExamplesError::Label { index, label: labels[index] }),
            None => Ok(Examples { images, labels }),
        }
    }

    /// Adds more, which were checked as [`Examples::new`] checks.
    pub fn append(&mut self, more: Examples) {
        self.images.extend(more.images);
        self.labels.extend(more.labels);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Never: [`Examples::new`] refuses an empty set.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// All images, [`PIXELS`] bytes each.
    pub fn images(&self) -> &[u8] {
        &self.images
    }

    /// All labels, 0 to 9.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// The pixels of example `index`.
    ///
    /// # Panics
    /// If there are not so many examples.
    pub fn image(&self, index: usize) -> &[u8] {
        &self.images[index * PIXELS..(index + 1) * PIXELS]
    }
}

/// What a network learns from and what it is tested on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Learned from.
    pub train: Examples,
    /// Tested on after every epoch.
    pub test: Examples,
}
