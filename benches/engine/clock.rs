//! Two clocks: the processor's, around a submission, and the adapter's own, around each dispatch.

use fitlab::training::{Dispatch, Gpu};
use std::time::Instant;
use wgpu::{BufferUsages, CommandEncoder, ComputePass};

/// Dispatches that one instrumented submission may hold.
pub const MOST_TIMED: u32 = 2048;
const STAMP_BYTES: u64 = 8;

/// Seconds from the submission of what `record` records to its end.
pub fn wall(gpu: &Gpu, record: impl FnOnce(&mut ComputePass)) -> f64 {
    let mut encoder = gpu.device().create_command_encoder(&Default::default());
    record(&mut encoder.begin_compute_pass(&Default::default()));
    let commands = encoder.finish();
    let began = Instant::now();
    gpu.queue().submit([commands]);
    wait(gpu);
    began.elapsed().as_secs_f64()
}

fn wait(gpu: &Gpu) {
    let polled = gpu.device().poll(wgpu::PollType::wait_indefinitely());
    polled.expect("the adapter finishes what it was given");
}

/// The adapter's clock.
pub struct Clock<'a> {
    gpu: &'a Gpu,
    stamps: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    staging: wgpu::Buffer,
}

impl<'a> Clock<'a> {
    /// Needs an adapter with timestamp queries.
    pub fn new(gpu: &'a Gpu) -> Clock<'a> {
        let buffer = |label, usage| {
            gpu.device().create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: u64::from(2 * MOST_TIMED) * STAMP_BYTES,
                usage,
                mapped_at_creation: false,
            })
        };
        Clock {
            gpu,
            stamps: gpu.device().create_query_set(&wgpu::QuerySetDescriptor {
                label: Some("stamps"),
                ty: wgpu::QueryType::Timestamp,
                count: 2 * MOST_TIMED,
            }),
            resolved: buffer("stamps", BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC),
            staging: buffer("read stamps", BufferUsages::MAP_READ | BufferUsages::COPY_DST),
        }
    }

    /// Seconds that each dispatch takes in a compute pass of its own.
    pub fn dispatches(&self, dispatches: &[&Dispatch]) -> Vec<f64> {
        let record = |index: usize, pass: &mut ComputePass| dispatches[index].record(pass);
        self.passes(dispatches.len() as u32, record)
    }

    /// Seconds that each of `count` compute passes takes, at most [`MOST_TIMED`].
    pub fn passes(&self, count: u32, record: impl Fn(usize, &mut ComputePass)) -> Vec<f64> {
        let mut encoder = self.gpu.device().create_command_encoder(&Default::default());
        for index in 0..count {
            record(index as usize, &mut self.timed_pass(&mut encoder, index));
        }
        let size = u64::from(2 * count) * STAMP_BYTES;
        encoder.resolve_query_set(&self.stamps, 0..2 * count, &self.resolved, 0);
        encoder.copy_buffer_to_buffer(&self.resolved, 0, &self.staging, 0, size);
        self.gpu.queue().submit([encoder.finish()]);
        self.staging.map_async(wgpu::MapMode::Read, ..size, |_| ());
        wait(self.gpu);
        let bytes = self.staging.get_mapped_range(..size).map(|view| view.to_vec());
        self.staging.unmap();
        let stamps: Vec<u64> =
            bytemuck::pod_collect_to_vec(&bytes.expect("the adapter gives its stamps"));
        let tick = f64::from(self.gpu.queue().get_timestamp_period()) * 1e-9;
        stamps.chunks(2).map(|pair| pair[1].saturating_sub(pair[0]) as f64 * tick).collect()
    }

    fn timed_pass<'e>(&self, encoder: &'e mut CommandEncoder, index: u32) -> ComputePass<'e> {
        encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: None,
            timestamp_writes: Some(wgpu::ComputePassTimestampWrites {
                query_set: &self.stamps,
                beginning_of_pass_write_index: Some(2 * index),
                end_of_pass_write_index: Some(2 * index + 1),
            }),
        })
    }
}
