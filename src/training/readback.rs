//! From the GPU's memory to ours.

use super::gpu::Gpu;
use super::memory::buffer;
use futures_channel::oneshot;
use wgpu::BufferUsages as Usage;

/// A buffer that the GPU fills and we read.
pub fn staging(gpu: &Gpu, size: u64) -> wgpu::Buffer {
    buffer(gpu, "staging", size, Usage::MAP_READ)
}

/// Asks for the buffer's first `size` bytes; `then` hears when they are there, or why not.
pub fn map(
    gpu: &Gpu,
    buffer: &wgpu::Buffer,
    size: u64,
    then: impl FnOnce(MapResult) + Send + 'static,
) {
    gpu.count(|counters| counters.readbacks += 1);
    buffer.map_async(wgpu::MapMode::Read, ..size, then);
}

/// Whether bytes can be read.
pub type MapResult = Result<(), wgpu::BufferAsyncError>;

/// The buffer's first `size` bytes, which [`map`] asked for. The GPU may write to it again afterwards.
pub fn take(buffer: &wgpu::Buffer, size: u64) -> Result<Vec<u8>, String> {
    let bytes = buffer.get_mapped_range(..size).map(|view| view.to_vec());
    buffer.unmap();
    bytes.map_err(|error| format!("The GPU's results cannot be read: {error}"))
}

/// Copies what `record` puts into a staging buffer of `size` bytes, and reads it.
pub async fn read(
    gpu: &Gpu,
    size: u64,
    record: impl FnOnce(&mut wgpu::CommandEncoder, &wgpu::Buffer),
) -> Result<Vec<u8>, String> {
    let gpu = &gpu.with_memory();
    let buffer = staging(gpu, size);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    record(&mut encoder, &buffer);
    gpu.count(|counters| counters.submissions += 1);
    gpu.queue.submit([encoder.finish()]);
    let (sender, receiver) = oneshot::channel();
    map(gpu, &buffer, size, move |result| drop(sender.send(result)));
    gpu.drive();
    match receiver.await {
        Ok(Ok(())) => take(&buffer, size),
        Ok(Err(error)) => Err(format!("The GPU's results cannot be read: {error}")),
        Err(_) => Err("The GPU was closed before its results could be read.".into()),
    }
}
