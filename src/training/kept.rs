//! A network's weights beyond its training: a buffer of their own, so that all others can be freed.

use super::gpu::Gpu;
use super::memory::buffer;
use super::plan::{LayerPlan, VECTOR_BYTES};
use crate::data::PixelOrder;
use crate::network::{Layer, Weights};
use std::rc::Rc;
use wgpu::BufferUsages as Usage;

/// One network's weights, as they were when they were last copied.
pub struct KeptWeights {
    buffer: wgpu::Buffer,
    layers: Vec<Layer>,
    plans: Vec<LayerPlan>,
    /// Of the first layer's inputs.
    order: Rc<PixelOrder>,
}

impl Drop for KeptWeights {
    fn drop(&mut self) {
        self.buffer.destroy();
    }
}

/// Bytes of one network's W and b of a layer.
pub fn layer_bytes(layer: &LayerPlan) -> u64 {
    u64::from(layer.parameters) * VECTOR_BYTES
}

/// Bytes of one network's layers.
pub fn kept_bytes(layers: &[LayerPlan]) -> u64 {
    layers.iter().map(layer_bytes).sum()
}

impl KeptWeights {
    /// Room for the weights of a network of these layers.
    pub fn new(
        gpu: &Gpu,
        layers: &[Layer],
        plans: &[LayerPlan],
        order: Rc<PixelOrder>,
    ) -> KeptWeights {
        KeptWeights {
            buffer: buffer(gpu, "kept weights", kept_bytes(plans), Usage::COPY_SRC),
            layers: layers.to_vec(),
            plans: plans.to_vec(),
            order,
        }
    }

    /// Bytes of all layers.
    pub fn bytes(&self) -> u64 {
        self.buffer.size()
    }

    /// Appends a copy of network `index` of these parameters, each layer's buffer, to here.
    pub fn keep(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        parameters: &[wgpu::Buffer],
        index: usize,
    ) {
        let mut offset = 0;
        for (layer, parameters) in self.plans.iter().zip(parameters) {
            let size = layer_bytes(layer);
            let from = u64::from(layer.first_parameter) * VECTOR_BYTES + index as u64 * size;
            encoder.copy_buffer_to_buffer(parameters, from, &self.buffer, offset, size);
            offset += size;
        }
    }

    /// Appends a copy of the kept weights to `to`.
    pub fn copy(&self, encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer) {
        encoder.copy_buffer_to_buffer(&self.buffer, 0, to, 0, self.bytes());
    }

    /// The weights in bytes that [`KeptWeights::copy`] copied, without their padding, a row of W an input.
    pub fn decode(&self, bytes: &[u8]) -> Weights {
        let numbers: Vec<f32> = bytemuck::pod_collect_to_vec(bytes);
        let mut rest = &numbers[..];
        let mut arrays = Vec::new();
        let places = self.order.places();
        for (index, layer) in self.plans.iter().enumerate() {
            let stride = layer.unit_vectors as usize * 4;
            let (own, others) = rest.split_at(layer.parameter_rows() * stride);
            let row = |row: usize| own[row * stride..][..layer.units as usize].iter().copied();
            let place = |input: usize| if index == 0 { places[input] } else { input };
            arrays.push((0..layer.inputs as usize).map(place).flat_map(row).collect());
            arrays.push(row(layer.parameter_rows() - 1).collect());
            rest = others;
        }
        Weights::named(&self.layers, arrays)
    }
}
