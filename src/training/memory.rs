//! Buffers on the GPU, and when they are given back. A browser sees no more of a buffer than a small handle and
//! frees it when it next clears up, so whoever is done with much of the GPU's memory says so.

use super::gpu::Gpu;
use std::cell::RefCell;
use wgpu::BufferUsages as Usage;

/// Buffers that are given back together, when this is dropped.
#[derive(Default)]
pub struct Memory(RefCell<Vec<wgpu::Buffer>>);

impl Memory {
    /// Has a buffer be one of them.
    pub fn add(&self, buffer: wgpu::Buffer) {
        self.0.borrow_mut().push(buffer);
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.get_mut().iter().for_each(wgpu::Buffer::destroy);
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
    let usage = usage | Usage::COPY_DST;
    let descriptor =
        wgpu::BufferDescriptor { label: Some(label), size, usage, mapped_at_creation: false };
    let buffer = gpu.device.create_buffer(&descriptor);
    if let Some(memory) = &gpu.memory {
        memory.add(buffer.clone());
    }
    buffer
}
