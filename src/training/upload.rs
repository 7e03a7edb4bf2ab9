//! Examples on the GPU: images stay bytes, four to a word, and are normalised where they are read.

use super::gpu::Gpu;
use crate::data::{Dataset, Examples};
use std::rc::{Rc, Weak};
use wgpu::BufferUsages as Usage;

/// One part of a data set.
pub struct Split {
    /// 784 bytes an example.
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
}

/// Data sets that lie on the GPU already, for as long as someone trains on them.
#[derive(Default)]
pub struct Uploads(Vec<(Weak<Dataset>, Weak<Uploaded>)>);

impl Uploads {
    /// The data set on the GPU, put there unless it is there already.
    pub fn of(&mut self, gpu: &Gpu, data: &Rc<Dataset>) -> Rc<Uploaded> {
        self.0.retain(|(source, uploaded)| source.strong_count() * uploaded.strong_count() > 0);
        let known =
            self.0.iter().find(|(source, _)| std::ptr::eq(source.as_ptr(), &raw const **data));
        if let Some(uploaded) = known.and_then(|(_, uploaded)| uploaded.upgrade()) {
            return uploaded;
        }
        let uploaded =
            Rc::new(Uploaded { train: upload(gpu, &data.train), test: upload(gpu, &data.test) });
        self.0.push((Rc::downgrade(data), Rc::downgrade(&uploaded)));
        uploaded
    }
}

fn upload(gpu: &Gpu, examples: &Examples) -> Split {
    let labels: Vec<u32> = examples.labels().iter().map(|&label| label.into()).collect();
    Split {
        images: buffer_with(gpu, "images", examples.images(), Usage::STORAGE),
        labels: buffer_with(gpu, "labels", bytemuck::cast_slice(&labels), Usage::STORAGE),
        count: examples.len(),
    }
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
