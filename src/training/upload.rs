//! Examples on the GPU: images stay bytes, four to a word, and are normalised where they are read. Their pixels lie
//! in an order that leaves those at the end that no training image inks, so that training can stop before them. They
//! are put there piece by piece: all of MNIST at once would hold up the thread that the page shares.

use super::gpu::Gpu;
use crate::data::{Dataset, Examples, PIXELS, PixelOrder};
use std::cell::Cell;
use std::rc::{Rc, Weak};
use wgpu::BufferUsages as Usage;

/// One part of a data set.
pub struct Split {
    /// 784 bytes an example, then its ink.
    pub images: wgpu::Buffer,
    /// One word an example.
    pub labels: wgpu::Buffer,
    /// How many there are.
    pub count: usize,
}

/// A data set.
pub struct Uploaded {
    /// Learned from.
    pub train: Split,
    /// Tested on.
    pub test: Split,
    /// In which images have their pixels.
    pub order: Rc<PixelOrder>,
    is_filled: Cell<bool>,
}

/// Data sets that lie on the GPU already, for as long as someone trains on them.
#[derive(Default)]
pub struct Uploads(Vec<(Weak<Dataset>, Weak<Uploaded>)>);

/// Images of a piece: a few milliseconds' work.
const PIECE: usize = 1_000;
/// Pixels of a word.
const WORD: usize = size_of::<u32>();
/// Words of an image: its pixels, then a bit for each of these.
const IMAGE_WORDS: usize = PIXELS / WORD + (PIXELS / WORD).div_ceil(u32::BITS as usize);
const _: () = assert!(IMAGE_WORDS == 196 + 7, "input.wgsl declares the same numbers");

impl Uploads {
    /// The data set's place on the GPU, still to be filled if it is new.
    pub fn of(&mut self, gpu: &Gpu, data: &Rc<Dataset>) -> Rc<Uploaded> {
        self.0.retain(|(source, uploaded)| source.strong_count() * uploaded.strong_count() > 0);
        let known =
            self.0.iter().find(|(source, _)| std::ptr::eq(source.as_ptr(), &raw const **data));
        if let Some(uploaded) = known.and_then(|(_, uploaded)| uploaded.upgrade()) {
            return uploaded;
        }
        let [train, test] = [&data.train, &data.test].map(|examples| Split::of(gpu, examples));
        let order = Rc::new(PixelOrder::of(data.train.images()));
        let uploaded = Rc::new(Uploaded { train, test, order, is_filled: Cell::new(false) });
        self.0.push((Rc::downgrade(data), Rc::downgrade(&uploaded)));
        uploaded
    }
}

impl Uploaded {
    /// Puts the data set there, unless it is there already.
    pub async fn fill(&self, gpu: &Gpu, data: &Dataset) {
        if !self.is_filled.get() {
            self.train.fill(gpu, &data.train, &self.order).await;
            self.test.fill(gpu, &data.test, &self.order).await;
            self.is_filled.set(true);
        }
    }
}

impl Split {
    fn of(gpu: &Gpu, examples: &Examples) -> Split {
        let [images, labels] = [IMAGE_WORDS, 1].map(|words| examples.len() * words * WORD);
        Split {
            images: buffer(gpu, "images", images as u64, Usage::STORAGE),
            labels: buffer(gpu, "labels", labels as u64, Usage::STORAGE),
            count: examples.len(),
        }
    }

    async fn fill(&self, gpu: &Gpu, examples: &Examples, order: &PixelOrder) {
        let labels: Vec<u32> = examples.labels().iter().map(|&label| label.into()).collect();
        gpu.queue.write_buffer(&self.labels, 0, bytemuck::cast_slice(&labels));
        let mut offset = 0;
        for piece in examples.images().chunks(PIECE * PIXELS) {
            if offset > 0 {
                gpu.catch_up().await;
            }
            let piece = with_ink(piece, order.pixels());
            gpu.queue.write_buffer(&self.images, offset, &piece);
            offset += piece.len() as u64;
        }
    }
}

/// Images as the kernels read them: each one's pixels in their order, then bits that tell which of their words are
/// not blank.
fn with_ink(images: &[u8], pixels: &[usize]) -> Vec<u8> {
    let mut all = Vec::with_capacity(images.len() / PIXELS * IMAGE_WORDS * WORD);
    for image in images.chunks_exact(PIXELS) {
        let begin = all.len();
        all.extend(pixels.iter().map(|&pixel| image[pixel]));
        let words = all[begin..].chunks_exact(WORD);
        let words: Vec<bool> = words.map(|word| word != [0; WORD]).collect();
        for chunk in words.chunks(u32::BITS as usize) {
            let bits = chunk.iter().rev().fold(0_u32, |bits, &ink| bits << 1 | u32::from(ink));
            all.extend_from_slice(&bits.to_le_bytes());
        }
    }
    all
}

/// A buffer of these bytes, a multiple of four.
pub fn buffer_with(gpu: &Gpu, label: &str, bytes: &[u8], usage: Usage) -> wgpu::Buffer {
    let buffer = buffer(gpu, label, bytes.len() as u64, usage);
    gpu.queue.write_buffer(&buffer, 0, bytes);
    buffer
}

/// A buffer of zeros.
pub fn buffer(gpu: &Gpu, label: &str, size: u64, usage: Usage) -> wgpu::Buffer {
    gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        size,
        usage: usage | Usage::COPY_DST,
        mapped_at_creation: false,
    })
}
