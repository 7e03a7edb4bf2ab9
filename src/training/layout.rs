//! The structs of `shaders/layout.wgsl`, `mixed_float16.wgsl`, `optimizer.wgsl` and `shuffle.wgsl`, byte
//! for byte.

use super::plan::Plan;
use crate::config::{Activation, MAX_HIDDEN_LAYERS, Optimizer};
use bytemuck::{Pod, Zeroable};

/// Networks of equal shape that can train in the same dispatches.
pub const MAX_NETWORKS: usize = 16;
/// Layers of a network, the softmax layer included.
pub const MAX_LAYERS: usize = MAX_HIDDEN_LAYERS + 1;

/// `struct Layer`
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
pub struct LayerUniform {
    inputs: u32,
    units: u32,
    input_vectors: u32,
    unit_vectors: u32,
    input_offset: u32,
    offset: u32,
    slice: u32,
    parameters: u32,
    batch_size: u32,
    batch_rows: u32,
    examples: u32,
    networks: u32,
    metrics_offset: u32,
    metrics_stride: u32,
    first_parameter: u32,
    index: u32,
    activation: [[f32; 4]; MAX_NETWORKS],
    input_activation: [[f32; 4]; MAX_NETWORKS],
}

impl LayerUniform {
    /// The layer `index` of a plan; `activation` and `input_activation` give those of each network.
    pub fn new(
        plan: &Plan,
        index: usize,
        activation: impl Fn(usize) -> Activation,
        input_activation: impl Fn(usize) -> Activation,
    ) -> Self {
        let layer = &plan.layers[index];
        LayerUniform {
            inputs: layer.inputs,
            units: layer.units,
            input_vectors: layer.input_vectors,
            unit_vectors: layer.unit_vectors,
            input_offset: layer.input_offset,
            offset: layer.offset,
            slice: plan.slice,
            parameters: layer.parameters,
            batch_size: plan.batch_size,
            batch_rows: plan.batch_rows,
            examples: plan.examples,
            networks: plan.networks,
            metrics_offset: plan.metrics_offset,
            metrics_stride: plan.metrics_stride,
            first_parameter: layer.first_parameter,
            index: index as u32,
            activation: per_network(plan, |network| activation_code(activation(network))),
            input_activation: per_network(plan, |network| {
                activation_code(input_activation(network))
            }),
        }
    }
}

/// The kind and slope that `activate` and `derivative` in `layout.wgsl` tell apart.
fn activation_code(activation: Activation) -> [f32; 4] {
    let kind = match activation {
        Activation::Linear | Activation::Relu | Activation::LeakyRelu { .. } => 0.0,
        Activation::Sigmoid => 1.0,
        Activation::Tanh => 2.0,
    };
    [kind, activation.negative_slope() as f32, 0.0, 0.0]
}

fn per_network<T: Zeroable + Copy>(plan: &Plan, of: impl Fn(usize) -> T) -> [T; MAX_NETWORKS] {
    let mut all = [T::zeroed(); MAX_NETWORKS];
    all.iter_mut().take(plan.networks as usize).enumerate().for_each(|(n, slot)| *slot = of(n));
    all
}

/// `struct Optimizer`
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
pub struct OptimizerUniform {
    learning_rate: f32,
    momentum: f32,
    gain_1: f32,
    gain_2: f32,
    epsilon: f32,
    weight_decay: f32,
    ln_beta_1: f32,
    ln_beta_2: f32,
}

impl OptimizerUniform {
    /// The numbers of a rule; without one there are none.
    pub fn new(rule: Option<&Optimizer>) -> Self {
        // Powers are taken of β as a 32-bit float, as Keras does.
        let ln = |beta: f64| f64::from(beta as f32).ln().max(f64::from(f32::MIN)) as f32;
        let mut uniform = OptimizerUniform::zeroed();
        let Some(optimizer) = rule else { return uniform };
        match *optimizer {
            Optimizer::Sgd { learning_rate, momentum, weight_decay, .. } => {
                uniform.learning_rate = learning_rate as f32;
                uniform.momentum = momentum as f32;
                uniform.weight_decay = weight_decay as f32;
            }
            Optimizer::RmsProp { learning_rate, rho, momentum, epsilon, weight_decay } => {
                uniform.learning_rate = learning_rate as f32;
                uniform.gain_1 = (1.0 - rho) as f32;
                uniform.momentum = momentum as f32;
                uniform.epsilon = epsilon as f32;
                uniform.weight_decay = weight_decay as f32;
            }
            Optimizer::Adam { learning_rate, beta_1, beta_2, epsilon, weight_decay, .. } => {
                uniform.learning_rate = learning_rate as f32;
                uniform.gain_1 = (1.0 - beta_1) as f32;
                uniform.gain_2 = (1.0 - beta_2) as f32;
                uniform.ln_beta_1 = ln(beta_1);
                uniform.ln_beta_2 = ln(beta_2);
                uniform.epsilon = epsilon as f32;
                uniform.weight_decay = weight_decay as f32;
            }
        }
        uniform
    }
}

/// `optimizer_kind` in `optimizer.wgsl`.
pub fn optimizer_kind(rule: Option<&Optimizer>) -> u32 {
    match rule {
        Some(Optimizer::Sgd { momentum: 0.0, .. }) => 0,
        Some(Optimizer::Sgd { nesterov: false, .. }) => 1,
        Some(Optimizer::Sgd { nesterov: true, .. }) => 2,
        Some(Optimizer::RmsProp { momentum: 0.0, .. }) => 3,
        Some(Optimizer::RmsProp { .. }) => 4,
        Some(Optimizer::Adam { .. }) => 5,
        None => 6,
    }
}

/// `struct LossScale`
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
pub struct LossScale {
    next_scale: f32,
    next_updates: u32,
    scale: f32,
    updates: u32,
    finite_steps: u32,
    overflow_step: u32,
}

impl LossScale {
    /// Before the first step, as Keras begins.
    pub fn initial() -> Self {
        LossScale { next_scale: 32_768.0, ..LossScale::zeroed() }
    }
}

/// `struct Shuffle`
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
pub struct ShuffleUniform {
    examples: u32,
    half_bits: u32,
    unused: [u32; 2],
    keys: [[u32; 4]; MAX_NETWORKS],
}

impl ShuffleUniform {
    /// The epochs' order for networks with these keys.
    pub fn new(plan: &Plan, half_bits: u32, key: impl Fn(usize) -> u32) -> Self {
        ShuffleUniform {
            examples: plan.examples,
            half_bits,
            unused: [0; 2],
            keys: per_network(plan, |network| [key(network), 0, 0, 0]),
        }
    }
}
