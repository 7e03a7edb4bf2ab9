//! Where one reading of a cohort's instruments lies on the GPU: the sums of `norms.wgsl`, and
//! `shaders/findings.wgsl`, which `shares.wgsl` and `census.wgsl` fill.

use super::gpu::Gpu;
use super::kernels::Kernel;
use super::layout::MAX_NETWORKS;
use super::memory::buffer;
use super::pass::Dispatch;
use super::plan::Plan;
use super::reading::{Reading, saturation_limit};
use super::transfer::Transfer;
use crate::config::{Activation, Config, MAX_HIDDEN_LAYERS};
use wgpu::BufferUsages as Usage;

/// Workgroups that add up a layer's squares, for each network.
const SUM_GROUPS: usize = 16;
/// Bytes of a workgroup's sums.
const SUMS_BYTES: usize = 16;
/// By which `norms.wgsl` multiplies what it squares.
const SCALE: f64 = 16_777_216.0;
/// Words of `Findings` before `zeros`, before `saturated`, and before `seen`.
const ZEROS: usize = 4;
const SATURATED: usize = ZEROS + MAX_NETWORKS * MAX_HIDDEN_LAYERS;
const SEEN: usize = SATURATED + MAX_NETWORKS * MAX_HIDDEN_LAYERS;
/// vec4s of units whose bits share a word.
const VECTORS_A_WORD: usize = 8;
/// Invocations that share a column of outputs, in `shares.wgsl` and in `census.wgsl`.
const SHARES_PARTS: usize = 8;
const CENSUS_PARTS: usize = 64;
/// Multiply-adds that take as long as a number from memory, for estimates of time.
const NUMBER_WORK: f64 = 12.0;

/// One reading's place.
pub struct Findings {
    sums: wgpu::Buffer,
    counts: wgpu::Buffer,
    networks: usize,
    layers: usize,
    /// Of each hidden layer its units.
    units: Vec<usize>,
    /// Of each network its hidden layers' activations.
    activations: Vec<Vec<Activation>>,
    /// Examples of the probe.
    examples: usize,
}

impl Findings {
    /// Room for a reading of networks with these configurations, their probe of this plan.
    pub fn new(gpu: &Gpu, plan: &Plan, configs: &[Config]) -> Findings {
        let (networks, layers) = (configs.len(), plan.layers.len());
        let units: Vec<usize> = configs[0].hidden.iter().map(|dense| dense.units).collect();
        let sums = (layers * networks * SUM_GROUPS * SUMS_BYTES) as u64;
        let words: usize = units.iter().map(|&units| words(units)).sum();
        // A buffer's last array is not empty.
        let counts = ((SEEN + (networks * words).max(1)) * size_of::<u32>()) as u64;
        let kinds = |config: &Config| config.hidden.iter().map(|dense| dense.activation).collect();
        Findings {
            sums: buffer(gpu, "sums", sums, Usage::STORAGE | Usage::COPY_SRC),
            counts: buffer(gpu, "findings", counts, Usage::STORAGE | Usage::COPY_SRC),
            networks,
            layers,
            units,
            activations: configs.iter().map(kinds).collect(),
            examples: plan.examples as usize,
        }
    }

    /// Nothing has been found yet.
    pub fn forget(&self) -> Transfer {
        Transfer::Clear { buffer: self.counts.clone(), size: self.counts.size() }
    }

    /// The `Schedule` of looking for units before the first update.
    pub fn as_schedule(&self) -> &wgpu::Buffer {
        &self.counts
    }

    /// Sums up the squares of layer `index`; the buffers are `norms.wgsl`'s but the last.
    pub fn norms(
        &self,
        gpu: &Gpu,
        plan: &Plan,
        index: usize,
        buffers: [&wgpu::Buffer; 5],
    ) -> Dispatch {
        let kernel = Kernel::norms(gpu);
        let [layer, copied, after, before, gradients] = buffers;
        let bindings = kernel.bind(gpu, &[layer, copied, after, before, gradients, &self.sums]);
        let invocations = SUM_GROUPS * kernel.variant.group as usize;
        let work = 3.0 * NUMBER_WORK * plan.layers[index].products();
        Dispatch::new(Vec::new(), &kernel, bindings, invocations, plan.networks, work)
    }

    /// Counts in the hidden layers' outputs on the probe, if there are any.
    pub fn shares(
        &self,
        gpu: &Gpu,
        plan: &Plan,
        layers: &wgpu::Buffer,
        activations: &wgpu::Buffer,
    ) -> Option<Dispatch> {
        let kernel = Kernel::shares(gpu, plan.precision);
        let numbers = self.units.iter().sum::<usize>() * self.examples;
        self.count(gpu, plan, &kernel, [layers, activations], SHARES_PARTS, numbers)
    }

    /// Looks for units at work in a chunk of test examples, if there are any.
    pub fn census(
        &self,
        gpu: &Gpu,
        plan: &Plan,
        layers: &wgpu::Buffer,
        activations: &wgpu::Buffer,
    ) -> Option<Dispatch> {
        let kernel = Kernel::census(gpu, plan.precision);
        // Each part sees its units at work within a few examples.
        let numbers = self.units.iter().sum::<usize>() * 4 * CENSUS_PARTS;
        self.count(gpu, plan, &kernel, [layers, activations], CENSUS_PARTS, numbers)
    }

    fn count(
        &self,
        gpu: &Gpu,
        plan: &Plan,
        kernel: &Kernel,
        [layers, activations]: [&wgpu::Buffer; 2],
        parts: usize,
        numbers: usize,
    ) -> Option<Dispatch> {
        let widest = self.units.iter().max()?;
        let bindings = kernel.bind(gpu, &[layers, activations, &self.counts]);
        let invocations = parts * widest.div_ceil(4);
        let work = NUMBER_WORK * numbers as f64;
        Some(Dispatch::of_layers(kernel, bindings, invocations, plan, work))
    }

    /// Bytes of the reading.
    pub fn bytes(&self) -> u64 {
        self.sums.size() + self.counts.size()
    }

    /// Appends a copy of it to `to`, at `offset`.
    pub fn copy(&self, encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer, offset: u64) {
        let sums = self.sums.size();
        encoder.copy_buffer_to_buffer(&self.sums, 0, to, offset, sums);
        encoder.copy_buffer_to_buffer(&self.counts, 0, to, offset + sums, self.counts.size());
    }

    /// The reading of network `index`, from the bytes copied.
    pub fn reading(&self, bytes: &[u8], index: usize) -> Reading {
        let (sums, counts) = bytes.split_at(self.sums.size() as usize);
        let sums: Vec<[f32; SUMS_BYTES / 4]> = bytemuck::pod_collect_to_vec(sums);
        let counts: Vec<u32> = bytemuck::pod_collect_to_vec(counts);
        // Sums of squares of W, of its change and of dL/dW.
        let squares = |layer: usize| -> [f64; 3] {
            let of_groups = &sums[(layer * self.networks + index) * SUM_GROUPS..][..SUM_GROUPS];
            [0, 1, 2].map(|which| of_groups.iter().map(|sums| f64::from(sums[which])).sum())
        };
        let squares: Vec<[f64; 3]> = (0..self.layers).map(squares).collect();
        let share = |layer: usize, first: usize| {
            let count = counts[first + index * MAX_HIDDEN_LAYERS + layer];
            f64::from(count) / (self.units[layer] * self.examples) as f64
        };
        let hidden = 0..self.units.len();
        let saturation = |layer: usize| match saturation_limit(self.activations[index][layer]) {
            Some(_) => share(layer, SATURATED),
            None => f64::NAN,
        };
        Reading {
            gradient_norm: squares.iter().map(|[_, _, slope]| slope.sqrt() / SCALE).collect(),
            update_ratio: squares.iter().map(|[w, change, _]| (change / w).sqrt()).collect(),
            saturation: hidden.clone().map(saturation).collect(),
            sparsity: hidden.map(|layer| share(layer, ZEROS)).collect(),
            dead_units: self.dead_units(&counts[SEEN..], index),
        }
    }

    fn dead_units(&self, seen: &[u32], index: usize) -> Vec<f64> {
        let words_a_network: usize = self.units.iter().map(|&units| words(units)).sum();
        let mut rest = &seen[index * words_a_network..];
        let dead = |&units: &usize| {
            let (own, others) = rest.split_at(words(units));
            rest = others;
            let at_work: u32 = own.iter().map(|word| word.count_ones()).sum();
            units as f64 - f64::from(at_work)
        };
        self.units.iter().map(dead).collect()
    }
}

/// Words for a layer's bits.
fn words(units: usize) -> usize {
    units.div_ceil(4).div_ceil(VECTORS_A_WORD)
}
