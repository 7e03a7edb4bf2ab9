//! Examples on the GPU: images stay bytes, four to a word, and are normalised where they are read. Their pixels lie
//! in an order that leaves those at the end that no image inks of those trained on, so that training can stop before
//! them. They are put there piece by piece: all of MNIST at once would hold up the thread that the page shares.

use super::gpu::Gpu;
use super::memory::buffer;
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

/// What a run needs of a data set.
pub struct Uploaded {
    /// Learned from.
    pub train: Split,
    /// Tested on.
    pub test: Split,
    /// In which images have their pixels.
    pub order: Rc<PixelOrder>,
    is_filled: Cell<bool>,
}

/// What lies on the GPU already, for as long as someone trains on it.
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
    /// The place of the data set's first `examples` and of its test on the GPU, still to be filled if it is new.
    pub fn of(&mut self, gpu: &Gpu, data: &Rc<Dataset>, examples: usize) -> Rc<Uploaded> {
        self.0.retain(|(source, uploaded)| source.strong_count() * uploaded.strong_count() > 0);
        let of_data =
            self.0.iter().filter(|(source, _)| std::ptr::eq(source.as_ptr(), Rc::as_ptr(data)));
        let known = of_data.filter_map(|(_, uploaded)| uploaded.upgrade());
        if let Some(uploaded) = known.into_iter().find(|known| known.train.count == examples) {
            return uploaded;
        }
        let [train, test] = [examples, data.test.len()].map(|count| Split::of(gpu, count));
        let order = Rc::new(PixelOrder::of(&data.train.images()[..examples * PIXELS]));
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
    fn of(gpu: &Gpu, count: usize) -> Split {
        Split {
            images: buffer(gpu, "images", images_bytes(count), Usage::STORAGE),
            labels: buffer(gpu, "labels", (count * WORD) as u64, Usage::STORAGE),
            count,
        }
    }

    async fn fill(&self, gpu: &Gpu, examples: &Examples, order: &PixelOrder) {
        let labels = &examples.labels()[..self.count];
        let labels: Vec<u32> = labels.iter().map(|&label| label.into()).collect();
        gpu.queue.write_buffer(&self.labels, 0, bytemuck::cast_slice(&labels));
        let mut offset = 0;
        for piece in examples.images()[..self.count * PIXELS].chunks(PIECE * PIXELS) {
            if offset > 0 {
                gpu.catch_up().await;
            }
            let piece = with_ink(piece, order.pixels());
            gpu.queue.write_buffer(&self.images, offset, &piece);
            offset += piece.len() as u64;
        }
    }
}

impl Drop for Split {
    fn drop(&mut self) {
        self.images.destroy();
        self.labels.destroy();
    }
}

/// Bytes that the images of so many examples take.
pub fn images_bytes(examples: usize) -> u64 {
    (examples * IMAGE_WORDS * WORD) as u64
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
