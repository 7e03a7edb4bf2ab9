//! The buffers that a cohort's kernels share, made and filled for networks of given configurations.

use super::gpu::Gpu;
use super::kept::layer_bytes;
use super::layout::{LayerUniform, LossScale, MAX_LAYERS, MAX_NETWORKS, OptimizerUniform};
use super::memory::{buffer, buffer_with};
use super::metrics::Loss;
use super::plan::{LayerPlan, Plan, VECTOR_BYTES};
use crate::config::{Activation, Config, Precision};
use wgpu::BufferUsages as Usage;

/// Bytes of a `Schedule` without its order.
pub const SCHEDULE_BYTES: u64 = 16;

/// What the dispatches of a step share, but for where they find their examples.
pub struct Buffers {
    /// Per layer W, b and their moments, of all networks; the same for each upper layer where they are joint.
    pub parameters: Vec<wgpu::Buffer>,
    /// Where updates go: the same.
    pub updated: Vec<wgpu::Buffer>,
    /// dL/dZ of every layer.
    pub deltas: wgpu::Buffer,
    /// Losses of training and test examples, in the order taken.
    pub losses: wgpu::Buffer,
    /// `Optimizer`
    pub optimizer: wgpu::Buffer,
    /// Each network's `LossScale`, under mixed precision.
    pub loss_scales: Option<wgpu::Buffer>,
    /// For each layer, `Layer`s of it and of those above, for the way back.
    pub backward_uniforms: Vec<wgpu::Buffer>,
    /// Bound where a dispatch has no second layer.
    pub nothing: wgpu::Buffer,
}

impl Buffers {
    /// Those of training networks of this plan, whose layers' uniforms are these.
    pub fn new(gpu: &Gpu, plan: &Plan, uniforms: &[LayerUniform], config: &Config) -> Buffers {
        let scales = || bytemuck::cast_slice(&[LossScale::initial(); MAX_NETWORKS]).to_vec();
        let losses = u64::from(plan.networks) * u64::from(plan.metrics_stride);
        let losses = losses * size_of::<Loss>() as u64;
        let parameters = parameters(gpu, plan, sections(config));
        Buffers {
            updated: parameters.clone(),
            parameters,
            deltas: buffer(gpu, "deltas", plan.slice_bytes(), Usage::STORAGE),
            losses: buffer(gpu, "losses", losses, Usage::STORAGE | Usage::COPY_SRC),
            optimizer: uniform_buffer(
                gpu,
                "optimizer",
                &OptimizerUniform::new(Some(&config.optimizer)),
            ),
            loss_scales: (config.precision == Precision::MixedFloat16).then(|| {
                buffer_with(gpu, "loss scales", &scales(), Usage::STORAGE | Usage::COPY_SRC)
            }),
            backward_uniforms: layer_buffers(gpu, uniforms),
            nothing: buffer(gpu, "nothing", VECTOR_BYTES, Usage::STORAGE),
        }
    }
}

/// Each layer's buffer for the networks' weights and what follows them, so many sections in all; all 0.
pub fn parameters(gpu: &Gpu, plan: &Plan, sections: usize) -> Vec<wgpu::Buffer> {
    let new = |size| buffer(gpu, "parameters", size, Usage::STORAGE | Usage::COPY_SRC);
    let mut buffers: Vec<_> = parameters_bytes(plan, sections).into_iter().map(new).collect();
    // A joint one is every upper layer's.
    let last = buffers[buffers.len() - 1].clone();
    buffers.resize(plan.layers.len(), last);
    buffers
}

/// Bytes of the buffers for weights and their moments, of all networks: the first layer's, then each other's, or
/// the one that they have together.
fn parameters_bytes(plan: &Plan, sections: usize) -> Vec<u64> {
    let bytes = |layer: &LayerPlan| sections as u64 * u64::from(plan.networks) * layer_bytes(layer);
    let upper = plan.layers[1..].iter().map(bytes);
    let upper = match plan.upper.is_joint() && plan.layers.len() > 1 {
        true => vec![upper.sum()],
        false => upper.collect(),
    };
    [vec![bytes(&plan.layers[0])], upper].concat()
}

/// Bytes of the largest of these buffers, for training as configured.
pub fn largest_parameters(plan: &Plan, config: &Config) -> u64 {
    parameters_bytes(plan, sections(config)).into_iter().max().unwrap_or(0)
}

/// Numbers kept for a weight: itself and its moments.
pub fn sections(config: &Config) -> usize {
    1 + config.optimizer.moments()
}

/// `Layer`s of a plan, for networks of these configurations.
pub fn uniforms(plan: &Plan, configs: &[Config]) -> Vec<LayerUniform> {
    let activation = |layer: usize, network: usize| -> Activation {
        configs[network].hidden.get(layer).map_or(Activation::Linear, |dense| dense.activation)
    };
    let uniform = |index: usize| {
        let own = |network| activation(index, network);
        let below = |network| match index {
            0 => Activation::Linear,
            _ => activation(index - 1, network),
        };
        LayerUniform::new(plan, index, own, below)
    };
    (0..plan.layers.len()).map(uniform).collect()
}

/// For each layer the `Layer`s that a dispatch of the way back needs: `deltas` tells where a layer's weights
/// lie, `updates` where its update goes. All but the last dispatch, the lowest, begin with a delta.
pub fn backward_uniforms(
    gpu: &Gpu,
    deltas: &[LayerUniform],
    updates: &[LayerUniform],
) -> Vec<wgpu::Buffer> {
    let from = |lower: usize| {
        let first = if lower == 0 { updates[0] } else { deltas[lower] };
        [&[first], &updates[lower + 1..]].concat()
    };
    (0..deltas.len()).map(|lower| layers_buffer(gpu, &from(lower))).collect()
}

/// The uniform `array<Layer, MAX_LAYERS>`; what is missing repeats the last.
pub fn layers_buffer(gpu: &Gpu, uniforms: &[LayerUniform]) -> wgpu::Buffer {
    let all: [LayerUniform; MAX_LAYERS] =
        std::array::from_fn(|index| uniforms[index.min(uniforms.len() - 1)]);
    uniform_buffer(gpu, "layers", &all)
}

/// For each layer, `Layer`s of it and of those above.
pub fn layer_buffers(gpu: &Gpu, uniforms: &[LayerUniform]) -> Vec<wgpu::Buffer> {
    (0..uniforms.len()).map(|lowest| layers_buffer(gpu, &uniforms[lowest..])).collect()
}

/// A uniform of this value.
pub fn uniform_buffer<T: bytemuck::NoUninit>(gpu: &Gpu, label: &str, value: &T) -> wgpu::Buffer {
    buffer_with(gpu, label, bytemuck::bytes_of(value), Usage::UNIFORM)
}
