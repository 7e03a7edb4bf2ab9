//! A training step on the probe that moves no weights.

use super::buffers::{
    Buffers, SCHEDULE_BYTES, backward_uniforms, layer_buffers, uniform_buffer, uniforms,
};
use super::cohort::probe_plan;
use super::findings::Findings;
use super::gpu::Gpu;
use super::instruments::Surroundings;
use super::layout::OptimizerUniform;
use super::memory::{buffer, buffer_with};
use super::metrics::Loss;
use super::pass::{self, Dispatch, Place};
use super::plan::Plan;
use super::transfer::Transfer;
use crate::config::Config;
use wgpu::{Buffer, BufferUsages as Usage};

/// The way forward and back on the probe, with everything that training would not want touched of its own.
pub struct Probe {
    /// Where everything lies.
    pub plan: Plan,
    /// For each layer, `Layer`s of it and of those above.
    pub uniforms: Vec<Buffer>,
    /// The same where gradients lie.
    pub gradient_uniforms: Vec<Buffer>,
    activations: Buffer,
    schedule: Buffer,
    loss_scales: Option<Buffer>,
    step: Vec<Dispatch>,
}

impl Probe {
    /// Of networks that are trained side by side; `gradients` are laid out as `copies` tells.
    pub fn new(
        gpu: &Gpu,
        configs: &[Config],
        around: &Surroundings,
        copies: &Plan,
        gradients: &[Buffer],
    ) -> Probe {
        let config = &configs[0];
        let plan = probe_plan(config, around.plan);
        // Where weights are updated, gradients are stored instead.
        let gradient_plan = plan.clone().with_parameters_of(copies);
        let (of_plan, of_gradients) = (uniforms(&plan, configs), uniforms(&gradient_plan, configs));
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
            optimizer: uniform_buffer(gpu, "optimizer", &OptimizerUniform::new(None)),
            loss_scales: loss_scales.clone(),
            backward_uniforms: backward_uniforms(gpu, &of_plan, &of_gradients),
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
            step: pass::step(gpu, &plan, &buffers, &place, None),
            gradient_uniforms: layer_buffers(gpu, &of_gradients),
            uniforms: of_layers,
            activations,
            schedule,
            loss_scales,
            plan,
        }
    }

    /// What begins a reading.
    pub fn transfers(&self, training: &Buffers, findings: &Findings) -> Vec<Transfer> {
        let at_begin = Transfer::Clear { buffer: self.schedule.clone(), size: SCHEDULE_BYTES };
        let scales = training.loss_scales.iter().zip(&self.loss_scales);
        let scales = scales.map(|(from, to)| Transfer::whole(from, to));
        [at_begin, findings.forget()].into_iter().chain(scales).collect()
    }

    /// What takes it.
    pub fn dispatches(&self, gpu: &Gpu, findings: &Findings) -> Vec<Dispatch> {
        let shares = findings.shares(gpu, &self.plan, &self.uniforms[0], &self.activations);
        self.step.iter().cloned().chain(shares).collect()
    }
}
