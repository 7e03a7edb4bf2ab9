//! The instruments on the GPU. A reading is taken by a training step's kernels on the probe, which then store
//! gradients in a place of their own instead of moving weights; by `shares.wgsl` on the probe's outputs; by
//! `census.wgsl` on those of the test examples, which are validated anyway; and by `norms.wgsl`.
//!
//! Before the first update the test examples have not been validated. They are taken chunk by chunk, and as soon
//! as every unit was seen at work, the kernels find nothing left to do.

use super::buffers::{Buffers, layer_buffers, layers_buffer, parameters, uniforms};
use super::findings::Findings;
use super::gpu::Gpu;
use super::kept::layer_bytes;
use super::layout::LayerUniform;
use super::pass::{self, Dispatch, Place};
use super::plan::{LayerPlan, Plan, VECTOR_BYTES};
use super::probe::Probe;
use super::reading::Reading;
use super::transfer::Transfer;
use super::upload::Uploaded;
use crate::config::Config;
use crate::network::layers;
use wgpu::Buffer;

/// Test examples at a time before the first update: few, as those of the first chunk mostly suffice.
const OPENING_ROWS: u32 = 1024;

/// Work that is not divided.
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
                        &probe.gradient_uniforms[index],
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
    Plan::new(&layers(&config.hidden), networks, 1, 1).stored(config.precision, plan.upper, 1)
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
    let mut plan = Plan::new(&layers, networks as usize, rows, examples as usize)
        .with_parameters_of(around.plan);
    plan.precision = precision;
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
    let Some(census) = findings.census(gpu, &plan, &bound[0], place.activations) else {
        return Vec::new();
    };
    let chunk = |_| {
        let mut dispatches = pass::hidden(gpu, &plan, around.buffers, &place);
        dispatches.push(census.clone());
        Piece { transfers: Vec::new(), dispatches }
    };
    (0..plan.batches()).map(chunk).collect()
}
