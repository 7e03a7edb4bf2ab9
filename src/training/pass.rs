//! The dispatches of a training step, of an epoch's shuffle and of a validation, in their order.

use super::buffers::Buffers;
use super::gpu::Gpu;
use super::kernels::{BackwardKind, Job, Kernel};
use super::plan::{LayerPlan, Plan, Upper};
use super::variant::QUAD;
use crate::config::Optimizer;

/// What a dispatch does for one layer, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Draws an epoch's order.
    Shuffle,
    /// A hidden layer's outputs.
    Forward(usize),
    /// The last layer's losses, and in training their gradient.
    Head(usize),
    /// The gradient by a layer's inputs.
    Delta(usize),
    /// The gradient by a layer's weights, and the optimizer's step.
    Update(usize),
}

/// One kernel launch, ready to be recorded any number of times.
#[derive(Clone)]
pub struct Dispatch {
    /// What it does, side by side.
    pub tasks: Vec<Task>,
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    groups: (u32, u32, u32),
    /// Multiply-adds it takes, for estimates of its time.
    pub work: f64,
}

/// Workgroups that one dimension of a dispatch may have.
const MOST_GROUPS: usize = 65_535;

impl Dispatch {
    /// So many invocations for each network, and the work of one of them.
    pub fn new(
        tasks: Vec<Task>,
        kernel: &Kernel,
        bindings: wgpu::BindGroup,
        invocations: usize,
        networks: u32,
        work: f64,
    ) -> Dispatch {
        let groups = invocations.div_ceil(kernel.variant.group as usize);
        let rows = groups.div_ceil(MOST_GROUPS);
        Dispatch {
            tasks,
            pipeline: kernel.pipeline.clone(),
            bindings,
            groups: (groups.div_ceil(rows) as u32, rows as u32, networks),
            work: work * f64::from(networks),
        }
    }

    /// One launch of all hidden layers, for each so many invocations of each network.
    pub fn of_layers(
        kernel: &Kernel,
        bindings: wgpu::BindGroup,
        invocations: usize,
        plan: &Plan,
        work: f64,
    ) -> Dispatch {
        let new = Dispatch::new(Vec::new(), kernel, bindings, invocations, plan.networks, work);
        let (x, _, z) = new.groups;
        Dispatch { groups: (x, plan.layers.len() as u32 - 1, z), ..new }
    }

    /// Appends the launch to a compute pass.
    pub fn record(&self, pass: &mut wgpu::ComputePass) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.bindings, &[]);
        let (x, y, z) = self.groups;
        pass.dispatch_workgroups(x, y, z);
    }
}

/// The hidden layers' outputs for the batch that stands next.
pub fn hidden(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place) -> Vec<Dispatch> {
    (0..plan.layers.len() - 1).map(|index| outputs(gpu, plan, buffers, at, index)).collect()
}

/// The outputs of a hidden layer.
fn outputs(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place, index: usize) -> Dispatch {
    let layer = &plan.layers[index];
    let kernel = Kernel::forward(gpu, plan.precision, index == 0, at.training);
    let parameters = &buffers.parameters[index];
    let bound = [&at.uniforms[index], at.schedule, at.images, parameters, at.activations];
    let tiles = tiles(plan.batch_rows, layer.unit_vectors) * kernel.variant.parts() as usize;
    let bindings = kernel.bind(gpu, &bound);
    let tasks = vec![Task::Forward(index)];
    let work = f64::from(plan.batch_rows) * layer.products();
    Dispatch::new(tasks, &kernel, bindings, tiles, plan.networks, work)
}

/// The last layer's losses, and in training their gradient.
fn head(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place) -> Dispatch {
    let index = plan.layers.len() - 1;
    let kernel = Kernel::head(gpu, plan.precision, index == 0, at.training);
    let bindings =
        kernel.bind(gpu, &up_to_loss(buffers, at, &at.uniforms[index], &buffers.parameters[index]));
    let rows = plan.batch_rows;
    let work = f64::from(rows) * plan.layers[index].products();
    let tasks = vec![Task::Head(index)];
    Dispatch::new(tasks, &kernel, bindings, rows as usize, plan.networks, work)
}

/// All layers above the first, forward and back.
fn upper(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place) -> Dispatch {
    let kernel = Kernel::upper(gpu, plan.precision);
    let bindings =
        kernel.bind(gpu, &up_to_loss(buffers, at, &at.uniforms[0], &buffers.parameters[1]));
    let last = plan.layers.len() - 1;
    let forward = (1..last).map(Task::Forward).chain([Task::Head(last)]);
    let tasks = forward.chain((1..=last).rev().map(Task::Delta)).collect();
    let groups = plan.batch_rows.div_ceil(QUAD_ROWS);
    let products: f64 = plan.layers[1..].iter().map(LayerPlan::products).sum();
    let work = 2.0 * f64::from(plan.batch_rows) * products;
    let invocations = (groups * kernel.variant.group) as usize;
    Dispatch::new(tasks, &kernel, bindings, invocations, plan.networks, work)
}

/// The bindings of `head.wgsl` and `upper.wgsl`, which both go as far as the losses.
fn up_to_loss<'a>(
    buffers: &'a Buffers,
    at: &Place<'a>,
    layers: &'a wgpu::Buffer,
    parameters: &'a wgpu::Buffer,
) -> Vec<&'a wgpu::Buffer> {
    let mut bound = vec![
        layers,
        at.schedule,
        at.images,
        at.labels,
        parameters,
        at.activations,
        &buffers.deltas,
        &buffers.losses,
    ];
    bound.extend(&buffers.loss_scales);
    bound
}

/// The way forward of the batch that stands next.
fn forward(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place) -> Vec<Dispatch> {
    let mut dispatches = hidden(gpu, plan, buffers, at);
    dispatches.push(head(gpu, plan, buffers, at));
    dispatches
}

/// What a way forward reads and writes.
pub struct Place<'a> {
    /// Whether it is a training step's.
    pub training: bool,
    /// For each layer, `Layer`s of it and of those above.
    pub uniforms: &'a [wgpu::Buffer],
    /// Where it stands.
    pub schedule: &'a wgpu::Buffer,
    /// The examples' pixels.
    pub images: &'a wgpu::Buffer,
    /// The examples' labels.
    pub labels: &'a wgpu::Buffer,
    /// Where outputs go.
    pub activations: &'a wgpu::Buffer,
}

/// A training step: L ways forward, then L back, 2L dispatches for L layers; three where the upper ones are fused.
/// Without a rule to move weights by, their gradients are stored where `buffers.updated` says.
pub fn step(
    gpu: &Gpu,
    plan: &Plan,
    buffers: &Buffers,
    at: &Place,
    rule: Option<&Optimizer>,
) -> Vec<Dispatch> {
    let mut dispatches = match plan.upper {
        Upper::Fused => vec![outputs(gpu, plan, buffers, at, 0), upper(gpu, plan, buffers, at)],
        Upper::Apart | Upper::Joint => forward(gpu, plan, buffers, at),
    };
    for (lower, kind) in backward_kinds(plan.layers.len(), plan.upper) {
        let kernel = Kernel::backward(gpu, plan.precision, kind, rule, plan.batch_rows);
        let of_lower = match kind.lower {
            Job::Delta => &buffers.parameters[lower],
            _ => &buffers.updated[lower],
        };
        let of_upper = match kind.upper {
            Job::Nothing => &buffers.nothing,
            _ => &buffers.updated[lower + 1],
        };
        let mut bound = vec![
            &buffers.backward_uniforms[lower],
            &buffers.optimizer,
            at.schedule,
            at.images,
            at.activations,
            &buffers.deltas,
            of_lower,
            of_upper,
        ];
        bound.extend(&buffers.loss_scales);
        let bindings = kernel.bind(gpu, &bound);
        let (mut tasks, mut invocations, mut work) = (Vec::new(), 0, 0.0);
        for (index, job) in jobs(kind, lower, plan.layers.len()) {
            let layer = &plan.layers[index];
            tasks.push(if job == Job::Delta { Task::Delta(index) } else { Task::Update(index) });
            invocations += self::invocations(&kernel, plan, layer, job);
            work += f64::from(plan.batch_rows) * layer.products();
        }
        dispatches.push(Dispatch::new(tasks, &kernel, bindings, invocations, plan.networks, work));
    }
    dispatches
}

/// The backward dispatches of a step, each with its lower layer, from the last layer downwards: a layer
/// is updated beside the delta of the one below, and the two lowest are updated together. Where the upper layers'
/// parameters are joint, all layers are updated at the end, and where they are fused, no delta is left to do.
fn backward_kinds(layers: usize, upper: Upper) -> Vec<(usize, BackwardKind)> {
    let is_fused = upper == Upper::Fused;
    let deltas = (1..layers).rev().filter(|_| !is_fused).map(|lower| {
        let updates = lower + 1 < layers && !upper.is_joint();
        let kind = BackwardKind {
            lower: Job::Delta,
            upper: if updates { Job::Update } else { Job::Nothing },
            lower_is_first: false,
            last_dispatch: false,
        };
        (lower, kind)
    });
    let end = BackwardKind {
        lower: Job::Update,
        upper: match upper {
            _ if layers == 1 => Job::Nothing,
            Upper::Apart => Job::Update,
            Upper::Joint | Upper::Fused => Job::UpdateEvery,
        },
        lower_is_first: true,
        last_dispatch: true,
    };
    deltas.chain([(0, end)]).collect()
}

/// What a backward dispatch does for which layers.
fn jobs(kind: BackwardKind, lower: usize, layers: usize) -> Vec<(usize, Job)> {
    let upper = match kind.upper {
        Job::UpdateEvery => (lower + 1..layers).map(|index| (index, Job::Update)).collect(),
        job => vec![(lower + 1, job)],
    };
    let jobs = [vec![(lower, kind.lower)], upper].concat();
    jobs.into_iter().filter(|(_, job)| *job != Job::Nothing).collect()
}

/// A validation of the examples from where `at.schedule` stands, as many as a chunk has.
pub fn validation(gpu: &Gpu, plan: &Plan, buffers: &Buffers, at: &Place) -> Vec<Dispatch> {
    forward(gpu, plan, buffers, at)
}

/// An epoch's order.
pub fn shuffle(
    gpu: &Gpu,
    plan: &Plan,
    uniform: &wgpu::Buffer,
    schedule: &wgpu::Buffer,
    shuffle: bool,
) -> Dispatch {
    let kernel = Kernel::shuffle(gpu, shuffle);
    let bindings = kernel.bind(gpu, &[uniform, schedule]);
    let tasks = vec![Task::Shuffle];
    Dispatch::new(tasks, &kernel, bindings, plan.examples as usize, plan.networks, 0.0)
}

/// Invocations that a job takes; `backward.wgsl` and `update_*.wgsl` count alike.
fn invocations(kernel: &Kernel, plan: &Plan, layer: &LayerPlan, job: Job) -> usize {
    match job {
        Job::Nothing => 0,
        Job::Delta => tiles(plan.batch_rows, layer.input_vectors) * kernel.variant.parts() as usize,
        Job::Update | Job::UpdateEvery if kernel.variant.holds => {
            let quads = layer.unit_vectors.div_ceil(QUAD_COLUMNS);
            (QUAD * quads * layer.input_vectors.div_ceil(MOST_HELD)) as usize
        }
        Job::Update | Job::UpdateEvery => {
            let bias = QUAD * layer.unit_vectors.div_ceil(2 * QUAD);
            tiles(4 * layer.input_vectors, layer.unit_vectors) + bias as usize
        }
    }
}

/// Invocations for a matrix of so many rows and vec4 columns, as `tile.wgsl` shares them out.
fn tiles(rows: u32, columns: u32) -> usize {
    (QUAD * rows.div_ceil(QUAD_ROWS) * columns.div_ceil(QUAD_COLUMNS)) as usize
}

/// Rows of a matrix that a quad computes.
const QUAD_ROWS: u32 = 16;
/// vec4 columns that it computes.
const QUAD_COLUMNS: u32 = 4;
/// vec4s of inputs that an invocation goes through that holds gradients.
const MOST_HELD: u32 = 28;

#[cfg(test)]
mod tests {
    use super::super::layout::MAX_LAYERS;
    use super::*;

    #[test]
    fn every_layer_is_updated_once_and_after_its_delta() {
        let uppers = [Upper::Apart, Upper::Joint, Upper::Fused];
        for (layers, upper) in (1..=MAX_LAYERS).flat_map(|n| uppers.map(|upper| (n, upper))) {
            let kinds = backward_kinds(layers, upper);
            let expected = if upper == Upper::Fused { 1 } else { layers };
            assert_eq!(kinds.len(), expected, "ways back of {layers} layers, {upper:?}");
            let mut updated = vec![false; layers];
            for (lower, kind) in kinds {
                if kind.lower == Job::Delta {
                    assert!(!updated[lower], "layer {lower}'s delta needs its old weights");
                    let none_yet = updated == vec![false; layers];
                    assert!(upper == Upper::Apart || none_yet, "all deltas come first");
                }
                let jobs = jobs(kind, lower, layers);
                for (layer, _) in jobs.into_iter().filter(|(_, job)| *job == Job::Update) {
                    assert!(!std::mem::replace(&mut updated[layer], true));
                }
            }
            assert!(updated.iter().all(|&done| done));
        }
    }
}
