//! What the adapter reaches at best, in kernels that do nothing else.

use super::clock::Clock;
use fitlab::training::Gpu;
use wgpu::{BufferUsages, ComputePipeline};

/// Two operations for each multiply-add.
pub const FLOPS: f64 = 2.0;
/// Sizes of copies, in bytes: they lie in a cache, or beyond it.
const COPIES: [u64; 4] = [1 << 18, 1 << 21, 1 << 24, 1 << 26];
const GROUP: u32 = 64;
/// Enough to fill any card.
const GROUPS: u32 = 2048;
const VECTOR_BYTES: u64 = 16;
/// Multiply-adds of an invocation in a round, for each vec4.
const ROUND: f64 = 8.0 * 4.0;
/// Seconds that a multiply-add kernel should take.
const LONG_ENOUGH: f64 = 0.02;
const REPEATS: u32 = 5;

/// The adapter's best rates.
pub struct Roof {
    /// Operations a second, and how the multiply-add was written that reached it.
    pub flops: f64,
    pub form: String,
    /// Bytes a second, read and written together, for copies of so many bytes.
    pub copies: Vec<(u64, f64)>,
}

impl Roof {
    /// Measures them.
    pub fn measure(gpu: &Gpu, clock: &Clock) -> Roof {
        let forms = [(false, false), (false, true), (true, false), (true, true)];
        let rates =
            forms.map(|(fused, wide)| (multiply_adds(gpu, clock, fused, wide), fused, wide));
        let best = rates.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
        let (flops, fused, wide) = best.expect("there are forms");
        let written = if fused { "fma(a, b, c)" } else { "a * b + c" };
        let form = format!("{written} on {} vec4s", if wide { 4 } else { 2 });
        let copies = COPIES.map(|bytes| (bytes, copy(gpu, clock, bytes)));
        Roof { flops, form, copies: copies.to_vec() }
    }

    /// The rate of the copy that moves about as many bytes as a kernel does.
    pub fn copy_rate(&self, bytes: f64) -> f64 {
        let distance = |moved: u64| (bytes / moved as f64).ln().abs();
        let nearest =
            self.copies.iter().min_by(|(a, _), (b, _)| distance(2 * a).total_cmp(&distance(2 * b)));
        nearest.map_or(f64::NAN, |(_, rate)| *rate)
    }
}

fn multiply_adds(gpu: &Gpu, clock: &Clock, fused: bool, wide: bool) -> f64 {
    let vectors = if wide { 4.0 } else { 2.0 };
    let mut rounds = 16.0;
    loop {
        let flag = |set| f64::from(u8::from(set));
        let constants = [("fused", flag(fused)), ("wide", flag(wide)), ("rounds", rounds)];
        let pipeline = pipeline(gpu, "multiply_add", &constants);
        let bytes = u64::from(GROUPS * GROUP) * VECTOR_BYTES;
        let seconds = fastest(gpu, clock, &pipeline, bytes, (GROUPS, 1));
        if seconds > LONG_ENOUGH {
            let invocations = f64::from(GROUPS * GROUP);
            return FLOPS * ROUND * rounds * vectors * invocations / seconds;
        }
        rounds *= 4.0;
    }
}

fn copy(gpu: &Gpu, clock: &Clock, bytes: u64) -> f64 {
    let groups = (bytes / VECTOR_BYTES) as u32 / GROUP;
    let rows = groups.div_ceil(1 << 15);
    let pipeline = pipeline(gpu, "copy", &[]);
    2.0 * bytes as f64 / fastest(gpu, clock, &pipeline, bytes, (groups / rows, rows))
}

fn pipeline(gpu: &Gpu, entry: &str, constants: &[(&str, f64)]) -> ComputePipeline {
    let device = gpu.device();
    let module = device.create_shader_module(wgpu::include_wgsl!("roof.wgsl"));
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(entry),
        layout: None,
        module: &module,
        entry_point: Some(entry),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants,
            zero_initialize_workgroup_memory: false,
        },
        cache: None,
    })
}

/// The least seconds that a kernel takes on two buffers of `bytes` bytes, after a first run.
fn fastest(
    gpu: &Gpu,
    clock: &Clock,
    pipeline: &ComputePipeline,
    bytes: u64,
    (x, y): (u32, u32),
) -> f64 {
    let device = gpu.device();
    let buffers = ["from", "to"].map(|label| {
        device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size: bytes,
            usage: BufferUsages::STORAGE,
            mapped_at_creation: false,
        })
    });
    let entry = |binding: u32| wgpu::BindGroupEntry {
        binding,
        resource: buffers[binding as usize].as_entire_binding(),
    };
    let bindings = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[entry(0), entry(1)],
    });
    let seconds = clock.passes(1 + REPEATS, |_, pass| {
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &bindings, &[]);
        pass.dispatch_workgroups(x, y, 1);
    });
    seconds[1..].iter().copied().fold(f64::INFINITY, f64::min)
}
