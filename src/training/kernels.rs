//! The compiled kernels: which WGSL, which bindings, which constants.

use super::compiled::Recipe;
use super::gpu::Gpu;
use super::layout::{MAX_LAYERS, MAX_NETWORKS, optimizer_kind};
use super::variant::Variant;
use crate::config::{Optimizer, Precision};
use std::borrow::Cow;
use std::rc::Rc;
use wgpu::BufferBindingType::{Storage, Uniform};

const FLOAT32: &str = include_str!("../../shaders/float32.wgsl");
const MIXED_FLOAT16: &str = include_str!("../../shaders/mixed_float16.wgsl");
const WHOLE: &str = include_str!("../../shaders/whole.wgsl");
const PARTS: &str = include_str!("../../shaders/parts.wgsl");
const ALONE: &str = include_str!("../../shaders/alone.wgsl");
const QUADS: &str = include_str!("../../shaders/quads.wgsl");
const LAYOUT: &str = include_str!("../../shaders/layout.wgsl");
const INPUT: &str = include_str!("../../shaders/input.wgsl");
const TILE: &str = include_str!("../../shaders/tile.wgsl");
const PLACES: &str = include_str!("../../shaders/places.wgsl");
const OUTPUTS: &str = include_str!("../../shaders/outputs.wgsl");
const SOFTMAX: &str = include_str!("../../shaders/softmax.wgsl");
const DELTA: &str = include_str!("../../shaders/delta.wgsl");
const FORWARD: &str = include_str!("../../shaders/forward.wgsl");
const HEAD: &str = include_str!("../../shaders/head.wgsl");
const OPTIMIZER: &str = include_str!("../../shaders/optimizer.wgsl");
const ROWS: &str = include_str!("../../shaders/rows.wgsl");
const UPDATE_TILES: &str = include_str!("../../shaders/update_tiles.wgsl");
const UPDATE_HELD: &str = include_str!("../../shaders/update_held.wgsl");
const BACKWARD: &str = include_str!("../../shaders/backward.wgsl");
const UPPER_TILES: &str = include_str!("../../shaders/upper_tiles.wgsl");
const UPPER_ROWS: &str = include_str!("../../shaders/upper_rows.wgsl");
const UPPER: &str = include_str!("../../shaders/upper.wgsl");
const SHUFFLE: &str = include_str!("../../shaders/shuffle.wgsl");
const FINDINGS: &str = include_str!("../../shaders/findings.wgsl");
const SHARES: &str = include_str!("../../shaders/shares.wgsl");
const CENSUS: &str = include_str!("../../shaders/census.wgsl");
const NORMS: &str = include_str!("../../shaders/norms.wgsl");

/// Every kernel with the files that its text is made of, after those that open it for a precision and
/// say for a variant how it is shared out.
pub const SOURCES: [(&str, &[&str]); 8] = [
    ("forward", &[LAYOUT, PLACES, INPUT, TILE, OUTPUTS, FORWARD]),
    ("head", &[LAYOUT, PLACES, INPUT, SOFTMAX, HEAD]),
    ("upper", &[LAYOUT, PLACES, INPUT, TILE, SOFTMAX, UPPER]),
    ("backward", &[LAYOUT, PLACES, INPUT, TILE, DELTA, OPTIMIZER, BACKWARD]),
    ("shuffle", &[LAYOUT, SHUFFLE]),
    ("shares", &[LAYOUT, FINDINGS, SHARES]),
    ("census", &[LAYOUT, FINDINGS, CENSUS]),
    ("norms", &[LAYOUT, NORMS]),
];

/// A compiled kernel and how its buffers are bound.
pub struct Kernel {
    pub(super) pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroupLayout,
    /// How its sums are shared out.
    pub(super) variant: Variant,
}

/// How a binding is used.
#[derive(Clone, Copy)]
enum Use {
    Constant,
    Read,
    Write,
}
use Use::{Constant, Read, Write};

/// What one of the two layers that a backward dispatch names has done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Nothing.
    Nothing = 0,
    /// dL/dX of the layer.
    Delta = 1,
    /// The gradient of its weights, and the optimizer's step.
    Update = 2,
    /// The same for this layer and all above it, whose parameters lie in one buffer.
    UpdateEvery = 3,
}

/// What is special about a backward dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackwardKind {
    /// What is done for the lower layer.
    pub lower: Job,
    /// What is done for the layer above it: nothing, or its update, and those of all above.
    pub upper: Job,
    /// Whether the lower layer takes images.
    pub lower_is_first: bool,
    /// Whether it ends the step.
    pub last_dispatch: bool,
}

/// Invocations of a workgroup in validation.
const VALIDATION_GROUP: u32 = 64;

impl Kernel {
    /// `forward.wgsl`
    pub fn forward(
        gpu: &Gpu,
        precision: Precision,
        first_layer: bool,
        training: bool,
    ) -> Rc<Kernel> {
        let constants =
            [("first_layer", flag(first_layer)), ("shuffled", flag(training && first_layer))];
        let uses = [Constant, Read, Read, Read, Write];
        Kernel::get(gpu, ("forward", precision), variant(gpu, training), &constants, &uses)
    }

    /// `head.wgsl`
    pub fn head(gpu: &Gpu, precision: Precision, first_layer: bool, training: bool) -> Rc<Kernel> {
        let constants = [
            ("first_layer", flag(first_layer)),
            ("shuffled", flag(training)),
            ("training", flag(training)),
        ];
        let mut uses = vec![Constant, Write, Read, Read, Read, Read, Write, Write];
        uses.extend(loss_scales(precision));
        Kernel::get(gpu, ("head", precision), variant(gpu, training), &constants, &uses)
    }

    /// `upper.wgsl`
    pub fn upper(gpu: &Gpu, precision: Precision) -> Rc<Kernel> {
        let mut uses = vec![Constant, Write, Read, Read, Read, Write, Write, Write];
        uses.extend(loss_scales(precision));
        Kernel::get(gpu, ("upper", precision), gpu.variant().of_upper(), &[], &uses)
    }

    /// `backward.wgsl`, for batches of so many rows. Without a rule to move weights by, gradients are stored in
    /// their place.
    pub fn backward(
        gpu: &Gpu,
        precision: Precision,
        kind: BackwardKind,
        rule: Option<&Optimizer>,
        rows: u32,
    ) -> Rc<Kernel> {
        // One that updates nothing is the same under every rule.
        let rule = rule.filter(|_| kind.last_dispatch || kind.upper != Job::Nothing);
        let constants = [
            ("lower_job", f64::from(kind.lower as u32)),
            ("upper_job", f64::from(kind.upper as u32)),
            ("lower_is_first", flag(kind.lower_is_first)),
            ("last_dispatch", flag(kind.last_dispatch)),
            ("optimizer_kind", f64::from(optimizer_kind(rule))),
        ];
        let mut uses = vec![Constant, Constant, Write, Read, Read, Write, Write, Write];
        uses.extend(loss_scales(precision));
        // Most weights are updated at the end; the other dispatches are the same for batches of any size.
        let variant = match kind.last_dispatch {
            true => gpu.variant().for_rows(rows),
            false => variant(gpu, true),
        };
        Kernel::get(gpu, ("backward", precision), variant, &constants, &uses)
    }

    /// `shuffle.wgsl`
    pub fn shuffle(gpu: &Gpu, shuffle: bool) -> Rc<Kernel> {
        let constants = [("shuffled", flag(shuffle))];
        let name = ("shuffle", Precision::Float32);
        Kernel::get(gpu, name, variant(gpu, false), &constants, &[Constant, Write])
    }

    /// `shares.wgsl`
    pub fn shares(gpu: &Gpu, precision: Precision) -> Rc<Kernel> {
        let name = ("shares", precision);
        Kernel::get(gpu, name, variant(gpu, false), &[], &[Constant, Read, Write])
    }

    /// `census.wgsl`
    pub fn census(gpu: &Gpu, precision: Precision) -> Rc<Kernel> {
        let name = ("census", precision);
        Kernel::get(gpu, name, variant(gpu, false), &[], &[Constant, Read, Write])
    }

    /// `norms.wgsl`
    pub fn norms(gpu: &Gpu) -> Rc<Kernel> {
        let name = ("norms", Precision::Float32);
        let uses = [Constant, Constant, Read, Read, Read, Write];
        Kernel::get(gpu, name, variant(gpu, false), &[], &uses)
    }

    fn get(
        gpu: &Gpu,
        (name, precision): (&'static str, Precision),
        variant: Variant,
        constants: &[(&'static str, f64)],
        uses: &[Use],
    ) -> Rc<Kernel> {
        let group = [("group_size", f64::from(variant.group))];
        let constants = [constants, &group].concat();
        let recipe = Recipe { name, precision, variant, constants };
        gpu.compiled.kernel(recipe, |recipe| Kernel::compile(&gpu.device, recipe, uses))
    }

    fn compile(device: &wgpu::Device, recipe: &Recipe, uses: &[Use]) -> Kernel {
        let Recipe { name, precision, variant, ref constants } = *recipe;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(name),
            source: wgpu::ShaderSource::Wgsl(Cow::Owned(source(name, precision, variant))),
        });
        let entries: Vec<_> =
            uses.iter().zip(0..).map(|(&use_, binding)| layout_entry(binding, use_)).collect();
        let bindings = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some(name),
            entries: &entries,
        });
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(name),
            bind_group_layouts: &[Some(&bindings)],
            immediate_size: 0,
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(name),
            layout: Some(&layout),
            module: &module,
            entry_point: Some(name),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants,
                zero_initialize_workgroup_memory: false,
            },
            cache: None,
        });
        Kernel { pipeline, bindings, variant }
    }

    /// Binds buffers, in the order of the kernel's bindings.
    pub fn bind(&self, gpu: &Gpu, buffers: &[&wgpu::Buffer]) -> wgpu::BindGroup {
        let entries: Vec<_> = buffers
            .iter()
            .zip(0..)
            .map(|(buffer, binding)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &self.bindings,
            entries: &entries,
        })
    }
}

/// What a browser wants to read before a kernel may use subgroups; natively the feature is enough. Quads
/// stand or fall together in each of the kernels' branches, which a browser cannot see.
const SUBGROUPS: &str = match cfg!(target_arch = "wasm32") {
    true => "enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n",
    false => "",
};

/// A kernel's whole text.
pub fn source(name: &str, precision: Precision, variant: Variant) -> String {
    let parts = SOURCES.iter().find(|(kernel, _)| *kernel == name).map_or(&[][..], |(_, p)| p);
    let numbers = match precision {
        Precision::Float32 => FLOAT32,
        Precision::MixedFloat16 => MIXED_FLOAT16,
    };
    let (before, own) = if parts.contains(&TILE) { sharing(variant) } else { ("", String::new()) };
    let shared_out: &[&str] = match (name, variant.holds) {
        ("backward", false) => &[ROWS, UPDATE_TILES],
        ("backward", true) => &[ROWS, UPDATE_HELD],
        ("upper", false) => &[OUTPUTS, DELTA, UPPER_TILES],
        ("upper", true) => &[UPPER_ROWS],
        _ => &[],
    };
    [before, numbers, &own, &shared_out.concat(), &parts.concat()].concat()
}

/// What precedes a kernel that computes tiles: a directive, and how they are shared out.
fn sharing(variant: Variant) -> (&'static str, String) {
    let numbers = if variant.quads { QUADS } else { ALONE };
    let sums = if variant.split { PARTS } else { WHOLE };
    (if variant.quads { SUBGROUPS } else { "" }, [numbers, sums].concat())
}

/// The binding of the loss scales, where there are any.
fn loss_scales(precision: Precision) -> Option<Use> {
    (precision == Precision::MixedFloat16).then_some(Write)
}

fn layout_entry(binding: u32, use_: Use) -> wgpu::BindGroupLayoutEntry {
    let ty = match use_ {
        Constant => Uniform,
        Read => Storage { read_only: true },
        Write => Storage { read_only: false },
    };
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
        count: None,
    }
}

/// Of kernels that hold no gradients. Validation has tiles enough to fill large groups without splitting their
/// sums.
fn variant(gpu: &Gpu, training: bool) -> Variant {
    let variant = Variant { holds: false, ..gpu.variant() };
    match training {
        true => variant,
        false => Variant { split: false, group: VALIDATION_GROUP, ..variant },
    }
}

fn flag(set: bool) -> f64 {
    f64::from(u8::from(set))
}

const _: () = assert!(MAX_NETWORKS == 16, "layout.wgsl declares the same number");
const _: () = assert!(MAX_LAYERS == 9, "layout.wgsl declares the same number");
