//! Networks of one shape that train in the same dispatches, each in its own slice of every buffer. What
//! one of them comes to does not depend on the others.

use super::buffers::{
    Buffers, SCHEDULE_BYTES, largest_parameters, layer_buffers, sections, uniform_buffer, uniforms,
};
use super::error::TrainingError;
use super::gpu::Gpu;
use super::instruments::{Instruments, Surroundings};
use super::job::{Job, learned_pixels};
use super::kept::{KeptWeights, kept_bytes, layer_bytes};
use super::layout::ShuffleUniform;
use super::memory::{buffer, buffer_with};
use super::order;
use super::pass::{self, Dispatch, Place};
use super::plan::{self, LayerPlan, Plan, Upper, VECTOR_BYTES};
use super::reading::PROBE;
use super::upload::{Uploaded, images_bytes};
use crate::config::{Config, Precision};
use crate::network::layers;
use std::rc::Rc;
use wgpu::BufferUsages as Usage;

/// Networks side by side, and the dispatches that train and validate them.
pub struct Cohort {
    /// With the memory that all but the examples and the kept weights lie in.
    gpu: Gpu,
    plan: Plan,
    buffers: Buffers,
    kept: Vec<Rc<KeptWeights>>,
    /// The examples.
    data: Rc<Uploaded>,
    /// The order of an epoch.
    pub shuffle: Dispatch,
    /// A training step.
    pub step: Vec<Dispatch>,
    /// Each chunk of a validation.
    pub validation: Vec<Vec<Dispatch>>,
    /// What reads the networks' instruments.
    pub instruments: Instruments,
    /// Test examples.
    pub test_count: usize,
}

impl Cohort {
    /// Networks that may differ in activations, seeds and weights alone; the first configuration stands
    /// for what they share. Examples and weights are still to be written.
    pub fn new(gpu: &Gpu, data: Rc<Uploaded>, configs: &[Config]) -> Cohort {
        let config = &configs[0];
        let layers = layers(&config.hidden);
        let (networks, test_count) = (configs.len(), data.test.count);
        let keep =
            |plan: &Plan| Rc::new(KeptWeights::new(gpu, &layers, &plan.layers, data.order.clone()));
        let gpu = &gpu.with_memory();
        let mut plan = training_plan(gpu, config, data.train.count, networks)
            .of_inputs(learned_pixels(config, &data.order));
        let rows = plan::validation_rows(&layers, networks, test_count);
        let mut validation = Plan::new(&layers, networks, rows, test_count).stored(
            config.precision,
            plan.upper,
            sections(config),
        );
        validation.metrics_offset = plan.examples;
        plan.metrics_stride += validation.examples;
        validation.metrics_stride = plan.metrics_stride;

        let uniforms_of = |plan: &Plan| uniforms(plan, configs);
        let (uniforms, validation_uniforms) = (uniforms_of(&plan), uniforms_of(&validation));
        let buffers = Buffers::new(gpu, &plan, &uniforms, config);
        let activations =
            |plan: &Plan| buffer(gpu, "activations", plan.slice_bytes(), Usage::STORAGE);
        let order = u64::from(plan.networks) * u64::from(plan.examples) * 4;
        let schedule = buffer(gpu, "schedule", SCHEDULE_BYTES + order, Usage::STORAGE);
        let half_bits = order::half_bits(plan.examples as usize);
        let key = |network: usize| order::key(configs[network].seed);
        let shuffle = ShuffleUniform::new(&plan, half_bits, key);
        let shuffle = uniform_buffer(gpu, "shuffle", &shuffle);
        let training = Place {
            training: true,
            uniforms: &buffers.backward_uniforms,
            schedule: &schedule,
            images: &data.train.images,
            labels: &data.train.labels,
            activations: &activations(&plan),
        };
        let validation_activations = activations(&validation);
        let of_validation = layer_buffers(gpu, &validation_uniforms);
        let chunk = |index: usize| {
            // A chunk's place never changes, so a schedule of its own holds it.
            let begin = [(index * rows) as u32, 0, 0, 0, 0];
            let place = Place {
                training: false,
                uniforms: &of_validation,
                schedule: &buffer_with(gpu, "chunk", bytemuck::cast_slice(&begin), Usage::STORAGE),
                images: &data.test.images,
                labels: &data.test.labels,
                activations: &validation_activations,
            };
            pass::validation(gpu, &validation, &buffers, &place)
        };
        let kept = (0..networks).map(|_| keep(&plan)).collect();
        let around = Surroundings {
            buffers: &buffers,
            plan: &plan,
            validation: &validation,
            validation_uniforms: &validation_uniforms,
            validation_activations: &validation_activations,
            data: &data,
        };
        Cohort {
            gpu: gpu.clone(),
            shuffle: pass::shuffle(gpu, &plan, &shuffle, &schedule, config.shuffle),
            step: pass::step(gpu, &plan, &buffers, &training, Some(&config.optimizer)),
            validation: (0..validation.batches()).map(chunk).collect(),
            instruments: Instruments::new(gpu, configs, &around),
            kept,
            plan,
            buffers,
            data,
            test_count,
        }
    }

    /// What it trains on; buffers made through it are given back with the cohort.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// The examples' place.
    pub fn data(&self) -> &Uploaded {
        &self.data
    }

    /// How the parameters of layer `index` lie.
    pub fn layer(&self, index: usize) -> &LayerPlan {
        &self.plan.layers[index]
    }

    /// Writes `padded` numbers into a network's W and b of a layer, from the number `first` on.
    pub fn write_weights(&self, network: usize, layer: usize, first: usize, padded: &[f32]) {
        let plan = &self.plan.layers[layer];
        let slice =
            u64::from(plan.first_parameter) * VECTOR_BYTES + network as u64 * layer_bytes(plan);
        let offset = slice + (first * size_of::<f32>()) as u64;
        let bytes = bytemuck::cast_slice(padded);
        self.gpu.queue.write_buffer(&self.buffers.parameters[layer], offset, bytes);
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

    /// Bytes of all that an epoch comes to: the losses, then the instruments' readings.
    pub fn results_bytes(&self) -> u64 {
        self.losses_bytes() + self.instruments.bytes()
    }

    /// Appends a copy of that to `to`, at `offset`.
    pub fn copy_results(&self, encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer, offset: u64) {
        self.copy_losses(encoder, to, offset);
        self.instruments.copy(encoder, to, offset + self.losses_bytes());
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

/// Whether the buffers of so many networks stay within what the adapter allows.
///
/// # Errors
/// Names the buffer that would not.
pub fn check_sizes(gpu: &Gpu, job: &Job, networks: usize) -> Result<(), TrainingError> {
    let (config, examples) = (&job.config, job.examples());
    let check_against = |allowed: u64, what, bytes: u64, remedy| match bytes > allowed {
        true => {
            let (needed, allowed) = (bytes / 1_000_000, allowed / 1_000_000);
            Err(TrainingError::TooLarge { what, needed, allowed, remedy })
        }
        false => Ok(()),
    };
    let bound = gpu.largest_bound_buffer();
    let check = |what, bytes, remedy| check_against(bound, what, bytes, remedy);
    // What else there is for each example takes fewer bytes, for all networks together.
    check("training images", images_bytes(examples), "a smaller train_samples")?;
    check("test images", images_bytes(job.data.test.len()), "fewer test examples")?;
    let plan = training_plan(gpu, config, examples, networks);
    let apart = plan.clone().stored(config.precision, Upper::Apart, sections(config));
    let remedy = match largest_parameters(&apart, config) <= bound {
        true => "precision \"float32\", fewer units, or sgd, which keeps no moments",
        false => "fewer units a layer, or sgd, which keeps no moments",
    };
    check("weights", largest_parameters(&plan, config), remedy)?;
    check_against(gpu.largest_buffer(), "weights", kept_bytes(&plan.layers), "fewer units")?;
    let probe = probe_plan(config, &plan);
    let outputs = plan.slice_bytes().max(probe.slice_bytes());
    check("layers' outputs", outputs, "a smaller batch_size or fewer units")
}

fn training_plan(gpu: &Gpu, config: &Config, examples: usize, networks: usize) -> Plan {
    let batch_size = config.batch_size.min(examples);
    let plan = Plan::new(&layers(&config.hidden), networks, batch_size, examples);
    let stored = |upper| plan.clone().stored(config.precision, upper, sections(config));
    let fused = stored(Upper::Fused);
    let variant = gpu.variant();
    if variant.fused
        && fused.is_worth_fusing(variant.products_a_launch())
        && largest_parameters(&fused, config) <= gpu.largest_bound_buffer()
    {
        return fused;
    }
    match config.precision {
        Precision::Float32 => stored(Upper::Apart),
        // No update may begin before all gradients are known to be finite.
        Precision::MixedFloat16 => stored(Upper::Joint),
    }
}

/// The plan of a step on the examples that the instruments look at.
pub fn probe_plan(config: &Config, training: &Plan) -> Plan {
    let examples = (training.examples as usize).min(PROBE);
    let networks = training.networks as usize;
    Plan::new(&layers(&config.hidden), networks, examples, examples)
        .stored(config.precision, training.upper, sections(config))
        .with_inputs_of(training)
}
