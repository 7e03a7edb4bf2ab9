//! The instruments on the GPU. A reading is taken by a training step's kernels on the probe, which then store
//! gradients in a place of their own instead of moving weights; by `shares.wgsl` on the probe's outputs; by
//! `census.wgsl` on those of the test examples, which are validated anyway; and by `norms.wgsl`.
//!
//! Before the first update the test examples have not been validated. They are taken chunk by chunk, and as soon
//! as every unit was seen at work, the kernels find nothing left to do.

use super::buffers::{
    Buffers, SCHEDULE_BYTES, backward_uniforms, layer_buffers, layers_buffer, parameters,
    uniform_buffer, uniforms,
};
use super::cohort::probe_plan;
use super::findings::Findings;
use super::gpu::Gpu;
use super::kept::layer_bytes;
use super::layout::{LayerUniform, OptimizerUniform};
use super::metrics::Loss;
use super::pass::{self, Dispatch, Place};
use super::plan::{LayerPlan, Plan, VECTOR_BYTES};
use super::reading::Reading;
use super::transfer::Transfer;
use super::upload::{Uploaded, buffer, buffer_with};
use crate::config::Config;
use crate::network::layers;
use wgpu::{Buffer, BufferUsages as Usage};

/// Test examples at a time before the first update: few, as those of the first chunk mostly suffice.
const OPENING_ROWS: u32 = 1024;

/// Work that is not divided.
#[derive(Default)]
pub struct Piece {
    /// What comes first, outside a compute pass.
    pub transfers: Vec<Transfer>,
    /// What is launched then.
    pub dispatches: Vec<Dispatch>,
}

/// What it takes to read the instruments of a cohort, and where the readings lie.
pub struct Instruments {
    /// The reading before the first update but its norms, in pieces.
    pub opening: Vec<Piece>,
    /// Before a step that is measured: the weights as they are.
    pub before_step: Vec<Transfer>,
    /// After the first step: the norms of the reading before it.
    pub after_first_step: Vec<Dispatch>,
    /// After an epoch's last step: its reading but the units at work.
    pub probe: Piece,
    /// After each chunk of the epoch's validation: the units at work.
    pub census: Option<Dispatch>,
    first: Findings,
    latest: Findings,
}

/// What the instruments share with training and validation.
pub struct Surroundings<'a> {
    /// Of training.
    pub buffers: &'a Buffers,
    /// Of training.
    pub plan: &'a Plan,
    /// Of validation.
    pub validation: &'a Plan,
    /// Of validation.
    pub validation_uniforms: &'a [LayerUniform],
    /// Where validation leaves its outputs.
    pub validation_activations: &'a Buffer,
    /// The examples.
    pub data: &'a Uploaded,
}

impl Instruments {
    /// Those of networks that are trained side by side.
    pub fn new(gpu: &Gpu, configs: &[Config], around: &Surroundings) -> Instruments {
        let copies = copies_plan(&configs[0], around.plan);
        let before = parameters(gpu, &copies, 1);
        let gradients = parameters(gpu, &copies, 1);
        let probe = Probe::new(gpu, configs, around, &copies, &gradients);
        let findings = || Findings::new(gpu, &probe.plan, configs);
        let (first, latest) = (findings(), findings());
        let norms = |findings: &Findings| -> Vec<Dispatch> {
            let of_layer = |index: usize| {
                findings.norms(
                    gpu,
                    &probe.plan,
                    index,
                    [
                        &probe.uniforms[index],
                        &probe.copied_uniforms[index],
                        &around.buffers.parameters[index],
                        &before[index],
                        &gradients[index],
                    ],
                )
            };
            (0..copies.layers.len()).map(of_layer).collect()
        };
        let read = |findings: &Findings| Piece {
            transfers: probe.transfers(around.buffers, findings),
            dispatches: probe.dispatches(gpu, findings),
        };
        let mut closing = read(&latest);
        closing.dispatches.extend(norms(&latest));
        let mut opening = vec![read(&first)];
        opening.extend(opening_census(gpu, configs, around, &first));
        let validated = layers_buffer(gpu, around.validation_uniforms);
        let outputs = around.validation_activations;
        Instruments {
            opening,
            before_step: keep_weights(around, &copies, &before),
            after_first_step: norms(&first),
            probe: closing,
            census: latest.census(gpu, around.validation, &validated, outputs),
            first,
            latest,
        }
    }

    /// Bytes of the readings that an epoch may bring.
    pub fn bytes(&self) -> u64 {
        self.first.bytes() + self.latest.bytes()
    }

    /// Appends a copy of them to `to`, at `offset`.
    pub fn copy(&self, encoder: &mut wgpu::CommandEncoder, to: &Buffer, offset: u64) {
        self.first.copy(encoder, to, offset);
        self.latest.copy(encoder, to, offset + self.first.bytes());
    }

    /// The readings of network `index` that an epoch brings, from the bytes copied.
    pub fn readings(&self, epoch: usize, bytes: &[u8], index: usize) -> Vec<Reading> {
        let (first, latest) = bytes.split_at(self.first.bytes() as usize);
        let first = (epoch == 0).then(|| self.first.reading(first, index));
        first.into_iter().chain([self.latest.reading(latest, index)]).collect()
    }
}

/// Where copies of the weights lie, and their gradients: as the weights do, but without moments.
fn copies_plan(config: &Config, plan: &Plan) -> Plan {
    let networks = plan.networks as usize;
    Plan::new(&layers(&config.hidden), networks, 1, 1).in_precision(config.precision, 1)
}

/// Copies of all networks' weights.
fn keep_weights(around: &Surroundings, copies: &Plan, before: &[Buffer]) -> Vec<Transfer> {
    let layers = around.plan.layers.iter().zip(&copies.layers);
    let buffers = around.buffers.parameters.iter().zip(before);
    let copy = |((layer, copy), (from, to)): ((&LayerPlan, &LayerPlan), (&Buffer, &Buffer))| {
        Transfer::Copy {
            from: from.clone(),
            from_offset: u64::from(layer.first_parameter) * VECTOR_BYTES,
            to: to.clone(),
            to_offset: u64::from(copy.first_parameter) * VECTOR_BYTES,
            size: u64::from(around.plan.networks) * layer_bytes(layer),
        }
    };
    layers.zip(buffers).map(copy).collect()
}

/// The way forward and back on the probe, with everything that training would not want touched of its own.
struct Probe {
    plan: Plan,
    uniforms: Vec<Buffer>,
    copied_uniforms: Vec<Buffer>,
    layers: Buffer,
    activations: Buffer,
    schedule: Buffer,
    loss_scales: Option<Buffer>,
    step: Vec<Dispatch>,
}

impl Probe {
    fn new(
        gpu: &Gpu,
        configs: &[Config],
        around: &Surroundings,
        copies: &Plan,
        gradients: &[Buffer],
    ) -> Probe {
        let config = &configs[0];
        let plan = probe_plan(config, around.data.train.count, configs.len());
        // Where weights are updated, gradients are stored instead.
        let gradient_plan = Plan { layers: with_places(&plan, copies), ..plan.clone() };
        let (of_plan, copied) = (uniforms(&plan, configs), uniforms(&gradient_plan, configs));
        let order: Vec<u32> = (0..plan.networks).flat_map(|_| 0..plan.examples).collect();
        let schedule = [&[0; SCHEDULE_BYTES as usize / 4], &order[..]].concat();
        let schedule = buffer_with(gpu, "probe", bytemuck::cast_slice(&schedule), Usage::STORAGE);
        let activations = buffer(gpu, "activations", plan.slice_bytes(), Usage::STORAGE);
        let losses = u64::from(plan.networks * plan.examples) * size_of::<Loss>() as u64;
        let scales = around.buffers.loss_scales.as_ref();
        let loss_scales = scales.map(|s| buffer(gpu, "loss scales", s.size(), Usage::STORAGE));
        let buffers = Buffers {
            parameters: around.buffers.parameters.clone(),
            updated: gradients.to_vec(),
            deltas: buffer(gpu, "deltas", plan.slice_bytes(), Usage::STORAGE),
            losses: buffer(gpu, "losses", losses, Usage::STORAGE),
            optimizer: uniform_buffer(gpu, "optimizer", &OptimizerUniform::storing_gradient()),
            loss_scales: loss_scales.clone(),
            backward_uniforms: backward_uniforms(gpu, &of_plan, &copied),
            nothing: around.buffers.nothing.clone(),
        };
        let of_layers = layer_buffers(gpu, &of_plan);
        let place = Place {
            training: true,
            uniforms: &of_layers,
            schedule: &schedule,
            images: &around.data.train.images,
            labels: &around.data.train.labels,
            activations: &activations,
        };
        Probe {
            step: pass::step(gpu, &plan, &buffers, &place, &config.optimizer),
            layers: layers_buffer(gpu, &of_plan),
            copied_uniforms: layer_buffers(gpu, &copied),
            uniforms: of_layers,
            activations,
            schedule,
            loss_scales,
            plan,
        }
    }

    /// What begins a reading.
    fn transfers(&self, training: &Buffers, findings: &Findings) -> Vec<Transfer> {
        let at_begin = Transfer::Clear { buffer: self.schedule.clone(), size: SCHEDULE_BYTES };
        let scales = training.loss_scales.iter().zip(&self.loss_scales);
        let scales = scales.map(|(from, to)| Transfer::whole(from, to, 0));
        [at_begin, findings.forget()].into_iter().chain(scales).collect()
    }

    /// What takes it.
    fn dispatches(&self, gpu: &Gpu, findings: &Findings) -> Vec<Dispatch> {
        let shares = findings.shares(gpu, &self.plan, &self.layers, &self.activations);
        self.step.iter().cloned().chain(shares).collect()
    }
}

/// A plan's layers, with their parameters where those of `copies` are.
fn with_places(plan: &Plan, copies: &Plan) -> Vec<LayerPlan> {
    let mut layers = plan.layers.clone();
    for (layer, copy) in layers.iter_mut().zip(&copies.layers) {
        layer.first_parameter = copy.first_parameter;
    }
    layers
}

/// The census of the test examples before the first update, a piece a chunk.
fn opening_census(
    gpu: &Gpu,
    configs: &[Config],
    around: &Surroundings,
    findings: &Findings,
) -> Vec<Piece> {
    let Plan { networks, examples, precision, .. } = *around.validation;
    let rows = around.validation.batch_size.min(OPENING_ROWS) as usize;
    let layers = layers(&configs[0].hidden);
    let mut plan = Plan::new(&layers, networks as usize, rows, examples as usize);
    (plan.precision, plan.layers) = (precision, with_places(&plan, around.plan));
    let uniforms = uniforms(&plan, configs);
    let bound = layer_buffers(gpu, &uniforms);
    let place = Place {
        training: false,
        uniforms: &bound,
        schedule: findings.as_schedule(),
        images: &around.data.test.images,
        labels: &around.data.test.labels,
        activations: around.validation_activations,
    };
    let layers = layers_buffer(gpu, &uniforms);
    let Some(census) = findings.census(gpu, &plan, &layers, place.activations) else {
        return Vec::new();
    };
    let chunk = |index: usize| {
        let mut dispatches = pass::hidden(gpu, &plan, around.buffers, &place);
        dispatches.push(census.clone());
        if index > 0 {
            // Mostly nothing is left to do.
            dispatches.iter_mut().for_each(|dispatch| dispatch.work = 0.0);
        }
        Piece { transfers: Vec::new(), dispatches }
    };
    (0..plan.batches()).map(chunk).collect()
}
