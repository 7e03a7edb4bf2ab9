//! Networks of one shape that train in the same dispatches, each in its own slice of every buffer. What
//! one of them comes to does not depend on the others.

use super::error::TrainingError;
use super::gpu::Gpu;
use super::kept::{KeptWeights, layer_bytes};
use super::layout::{
    LayerUniform, LossScale, MAX_LAYERS, MAX_NETWORKS, OptimizerUniform, ShuffleUniform,
};
use super::order;
use super::pass::{self, Dispatch, Place};
use super::plan::{self, LayerPlan, Plan, VECTOR_BYTES};
use super::upload::{Uploaded, buffer, buffer_with};
use crate::config::{Activation, Config, Precision};
use crate::data::Dataset;
use crate::network::{Weights, layers};
use std::rc::Rc;
use wgpu::BufferUsages as Usage;

/// Bytes of a loss and whether the example was read right.
const LOSS_BYTES: u64 = 8;
/// Bytes of a `Schedule` without its order.
const SCHEDULE_BYTES: u64 = 16;

/// What all dispatches of a cohort share.
pub struct Buffers {
    /// Per layer W, b and their moments, of all networks; the same for each layer where they are joint.
    pub parameters: Vec<wgpu::Buffer>,
    /// dL/dZ of every layer.
    pub deltas: wgpu::Buffer,
    /// Losses of training and test examples, in the order taken.
    pub losses: wgpu::Buffer,
    /// `Optimizer`
    pub optimizer: wgpu::Buffer,
    /// `Shuffle`
    pub shuffle: wgpu::Buffer,
    /// Where training stands.
    pub schedule: wgpu::Buffer,
    /// Each network's `LossScale`, under mixed precision.
    pub loss_scales: Option<wgpu::Buffer>,
    /// For each layer, `Layer`s of it and of those above.
    pub backward_uniforms: Vec<wgpu::Buffer>,
    /// Bound where a dispatch has no second layer.
    pub nothing: wgpu::Buffer,
}

/// Networks side by side, and the dispatches that train and validate them.
pub struct Cohort {
    plan: Plan,
    buffers: Buffers,
    kept: Vec<Rc<KeptWeights>>,
    /// Keeps the examples on the GPU.
    _data: Rc<Uploaded>,
    /// The order of an epoch.
    pub shuffle: Dispatch,
    /// A training step.
    pub step: Vec<Dispatch>,
    /// Each chunk of a validation.
    pub validation: Vec<Vec<Dispatch>>,
    /// Test examples.
    pub test_count: usize,
}

impl Cohort {
    /// Networks that may differ in activations, seeds and weights alone; the first configuration stands
    /// for what they share.
    pub fn new(gpu: &Gpu, data: Rc<Uploaded>, configs: &[Config], weights: &[Weights]) -> Cohort {
        let config = &configs[0];
        let layers = layers(&config.hidden);
        let (networks, test_count) = (configs.len(), data.test.count);
        let mut plan = training_plan(config, data.train.count, networks);
        let rows = plan::validation_rows(&layers, networks, test_count);
        let mut validation = Plan::new(&layers, networks, rows, test_count)
            .in_precision(config.precision, sections(config));
        validation.metrics_offset = plan.examples;
        plan.metrics_stride += validation.examples;
        validation.metrics_stride = plan.metrics_stride;

        let activation = |layer: usize, network: usize| -> Activation {
            configs[network].hidden.get(layer).map_or(Activation::Linear, |dense| dense.activation)
        };
        let uniforms = |plan: &Plan| -> Vec<LayerUniform> {
            let uniform = |(index, layer): (usize, &LayerPlan)| {
                let own = |network| activation(index, network);
                let below = |network| match index {
                    0 => Activation::Linear,
                    _ => activation(index - 1, network),
                };
                LayerUniform::new(plan, layer, own, below)
            };
            plan.layers.iter().enumerate().map(uniform).collect()
        };
        let seeds: Vec<u64> = configs.iter().map(|config| config.seed).collect();
        let buffers = buffers(gpu, &plan, &uniforms(&plan), config, &seeds, weights);

        let bind = |uniforms: Vec<LayerUniform>| -> Vec<wgpu::Buffer> {
            uniforms.iter().map(|u| uniform_buffer(gpu, "layer", u)).collect()
        };
        let activations =
            |plan: &Plan| buffer(gpu, "activations", plan.slice_bytes(), Usage::STORAGE);
        let training = Place {
            training: true,
            uniforms: &bind(uniforms(&plan)),
            schedule: &buffers.schedule,
            images: &data.train.images,
            labels: &data.train.labels,
            activations: &activations(&plan),
        };
        let (validation_uniforms, validation_activations) =
            (bind(uniforms(&validation)), activations(&validation));
        let chunk = |index: usize| {
            // A chunk's place never changes, so a schedule of its own holds it.
            let begin = [(index * rows) as u32, 0, 0, 0, 0];
            let place = Place {
                training: false,
                uniforms: &validation_uniforms,
                schedule: &buffer_with(gpu, "chunk", bytemuck::cast_slice(&begin), Usage::STORAGE),
                images: &data.test.images,
                labels: &data.test.labels,
                activations: &validation_activations,
            };
            pass::validation(gpu, &validation, &buffers, &place)
        };
        let kept = (0..networks).map(|_| Rc::new(KeptWeights::new(gpu, &layers, &plan.layers)));
        let kept = kept.collect();
        Cohort {
            shuffle: pass::shuffle(gpu, &plan, &buffers, config.shuffle),
            step: pass::step(gpu, &plan, &buffers, &training, &config.optimizer),
            validation: (0..validation.batches()).map(chunk).collect(),
            kept,
            plan,
            buffers,
            _data: data,
            test_count,
        }
    }

    /// Networks side by side.
    pub fn networks(&self) -> usize {
        self.plan.networks as usize
    }

    /// Training examples of an epoch.
    pub fn examples(&self) -> usize {
        self.plan.examples as usize
    }

    /// Examples of a step but the last, which may have fewer.
    pub fn batch_size(&self) -> usize {
        self.plan.batch_size as usize
    }

    /// Training steps of an epoch.
    pub fn steps(&self) -> usize {
        self.plan.batches()
    }

    /// Bytes of all losses of one epoch: for each network, those of training, then those of the test.
    pub fn losses_bytes(&self) -> u64 {
        self.buffers.losses.size()
    }

    /// Appends a copy of the epoch's losses to `to`, at `offset`.
    pub fn copy_losses(&self, encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer, offset: u64) {
        let size = self.losses_bytes();
        encoder.copy_buffer_to_buffer(&self.buffers.losses, 0, to, offset, size);
    }

    /// Where the weights of network `index` are kept beyond training.
    pub fn kept(&self, index: usize) -> Rc<KeptWeights> {
        self.kept[index].clone()
    }

    /// Appends a copy of network `index`'s weights to where they are kept.
    pub fn keep_weights(&self, encoder: &mut wgpu::CommandEncoder, index: usize) {
        self.kept[index].keep(encoder, &self.buffers.parameters, index);
    }
}

fn buffers(
    gpu: &Gpu,
    plan: &Plan,
    uniforms: &[LayerUniform],
    config: &Config,
    seeds: &[u64],
    weights: &[Weights],
) -> Buffers {
    let from = |lower: usize| -> [LayerUniform; MAX_LAYERS] {
        std::array::from_fn(|above| uniforms[(lower + above).min(uniforms.len() - 1)])
    };
    let scales = || bytemuck::cast_slice(&[LossScale::initial(); MAX_NETWORKS]).to_vec();
    let half_bits = order::half_bits(plan.examples as usize);
    let networks = u64::from(plan.networks);
    let losses = networks * u64::from(plan.metrics_stride) * LOSS_BYTES;
    let order = networks * u64::from(plan.examples) * 4;
    Buffers {
        parameters: parameters(gpu, plan, sections(config), weights),
        deltas: buffer(gpu, "deltas", plan.slice_bytes(), Usage::STORAGE),
        losses: buffer(gpu, "losses", losses, Usage::STORAGE | Usage::COPY_SRC),
        optimizer: uniform_buffer(gpu, "optimizer", &OptimizerUniform::new(&config.optimizer)),
        shuffle: uniform_buffer(
            gpu,
            "shuffle",
            &ShuffleUniform::new(plan, half_bits, |network| order::key(seeds[network])),
        ),
        schedule: buffer(gpu, "schedule", SCHEDULE_BYTES + order, Usage::STORAGE),
        loss_scales: (config.precision == Precision::MixedFloat16)
            .then(|| buffer_with(gpu, "loss scales", &scales(), Usage::STORAGE)),
        backward_uniforms: (0..uniforms.len())
            .map(|lower| uniform_buffer(gpu, "layers", &from(lower)))
            .collect(),
        nothing: buffer(gpu, "nothing", VECTOR_BYTES, Usage::STORAGE),
    }
}

/// Each layer's buffer with the networks' weights and zeroed moments.
fn parameters(gpu: &Gpu, plan: &Plan, sections: usize, weights: &[Weights]) -> Vec<wgpu::Buffer> {
    let sizes = plan.layers.iter().map(|layer| parameters_bytes(plan, layer, sections));
    let new = |size| buffer(gpu, "parameters", size, Usage::STORAGE | Usage::COPY_SRC);
    let buffers: Vec<wgpu::Buffer> = match plan.has_joint_parameters() {
        true => vec![new(sizes.sum()); plan.layers.len()],
        false => sizes.map(new).collect(),
    };
    for (index, (layer, buffer)) in plan.layers.iter().zip(&buffers).enumerate() {
        let padded: Vec<f32> =
            weights.iter().flat_map(|weights| padded_layer(layer, weights, index)).collect();
        let first = u64::from(layer.first_parameter) * VECTOR_BYTES;
        gpu.queue.write_buffer(buffer, first, bytemuck::cast_slice(&padded));
    }
    buffers
}

/// Bytes of a layer's weights and their moments, of all networks.
fn parameters_bytes(plan: &Plan, layer: &LayerPlan, sections: usize) -> u64 {
    sections as u64 * u64::from(plan.networks) * layer_bytes(layer)
}

/// Numbers kept for a weight: itself and its moments.
fn sections(config: &Config) -> usize {
    1 + config.optimizer.moments()
}

/// One network's W and b of a layer, rows padded to vec4s and W to four rows.
fn padded_layer(layer: &LayerPlan, weights: &Weights, index: usize) -> Vec<f32> {
    let (units, stride) = (layer.units as usize, layer.unit_vectors as usize * 4);
    let mut padded = vec![0.0; layer.parameter_rows() * stride];
    if let Some((kernel, bias)) = weights.layer(index) {
        let rows = kernel.values.chunks(units).zip(padded.chunks_mut(stride));
        rows.for_each(|(row, padded)| padded[..units].copy_from_slice(row));
        let last = (layer.parameter_rows() - 1) * stride;
        padded[last..][..units].copy_from_slice(&bias.values);
    }
    padded
}

fn uniform_buffer<T: bytemuck::NoUninit>(gpu: &Gpu, label: &str, value: &T) -> wgpu::Buffer {
    buffer_with(gpu, label, bytemuck::bytes_of(value), Usage::UNIFORM)
}

/// Whether the buffers of so many networks stay within what the adapter allows.
///
/// # Errors
/// Names the buffer that would not.
pub fn check_sizes(
    gpu: &Gpu,
    config: &Config,
    data: &Dataset,
    networks: usize,
) -> Result<(), TrainingError> {
    let allowed = gpu.largest_buffer();
    let check = |what, bytes: u64, remedy| match bytes > allowed {
        true => {
            let (needed, allowed) = (bytes / 1_000_000, allowed / 1_000_000);
            Err(TrainingError::TooLarge { what, needed, allowed, remedy })
        }
        false => Ok(()),
    };
    let plan = training_plan(config, data.train.len(), networks);
    let of_layers =
        plan.layers.iter().map(|layer| parameters_bytes(&plan, layer, sections(config)));
    match plan.has_joint_parameters() {
        true => {
            let remedy = "precision \"float32\", fewer units, or sgd, which keeps no moments";
            check("weights", of_layers.sum(), remedy)?;
        }
        false => {
            let remedy = "fewer units a layer, or sgd, which keeps no moments";
            check("weights", of_layers.max().unwrap_or(0), remedy)?;
        }
    }
    check("layers' outputs", plan.slice_bytes(), "a smaller batch_size or fewer units")
}

fn training_plan(config: &Config, available: usize, networks: usize) -> Plan {
    let examples = config.train_samples.unwrap_or(available);
    Plan::new(&layers(&config.hidden), networks, config.batch_size.min(examples), examples)
        .in_precision(config.precision, sections(config))
}
