//! Where everything lies on the GPU: sizes and offsets, told from shapes alone.

use crate::config::Precision;
use crate::network::Layer;

/// Numbers in a vec4, the unit of all offsets.
const VECTOR: usize = 4;
/// Rows of a batch that one invocation computes.
pub const TILE_ROWS: usize = 8;
/// Bytes of a vec4 of 32-bit floats.
pub const VECTOR_BYTES: u64 = 16;

/// One layer's place; counts and offsets in vec4s where not said otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerPlan {
    /// Inputs, in numbers.
    pub inputs: u32,
    /// Outputs, in numbers.
    pub units: u32,
    /// A row of inputs, as far as they are looked at.
    pub input_vectors: u32,
    /// A row of outputs.
    pub unit_vectors: u32,
    /// Where the inputs begin in a network's slice; unused for images.
    pub input_offset: u32,
    /// Where the outputs begin in a network's slice.
    pub offset: u32,
    /// W with its padding, and b.
    pub parameters: u32,
    /// Where the first network's W begins in the layer's buffer.
    pub first_parameter: u32,
}

impl LayerPlan {
    /// Rows of a network's parameters: those of W with their padding, then b.
    pub fn parameter_rows(&self) -> usize {
        (self.parameters / self.unit_vectors) as usize
    }

    /// Multiply-adds for each example, padding included.
    pub fn products(&self) -> f64 {
        f64::from(self.input_vectors) * f64::from(self.unit_vectors) * (VECTOR * VECTOR) as f64
    }
}

/// What becomes of the layers above the first, which mostly are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upper {
    /// Each has a buffer for its parameters, and dispatches of its own.
    Apart,
    /// Their parameters lie in one buffer, so that one dispatch can update them all.
    Joint,
    /// In training one dispatch takes them forward and back, too.
    Fused,
}

impl Upper {
    /// Whether their parameters lie in one buffer.
    pub fn is_joint(self) -> bool {
        self != Upper::Apart
    }
}

/// The places of one kind of pass: training, or validation.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// From the first layer to the last.
    pub layers: Vec<LayerPlan>,
    /// In which outputs and deltas are stored.
    pub precision: Precision,
    /// How the layers above the first are stored and computed.
    pub upper: Upper,
    /// Networks side by side.
    pub networks: u32,
    /// A network's outputs of all layers.
    pub slice: u32,
    /// Examples at a time.
    pub batch_size: u32,
    /// The same, padded to whole tiles.
    pub batch_rows: u32,
    /// Examples in all.
    pub examples: u32,
    /// Where the pass leaves its losses, within a network's.
    pub metrics_offset: u32,
    /// Losses of a network, training and validation.
    pub metrics_stride: u32,
}

impl Plan {
    /// The places of `networks` networks that take `batch_size` of `examples` examples at a time.
    pub fn new(layers: &[Layer], networks: usize, batch_size: usize, examples: usize) -> Plan {
        let batch_rows = batch_size.next_multiple_of(TILE_ROWS);
        let mut offset = 0;
        let mut input_offset = 0;
        let layers = layers
            .iter()
            .map(|layer| {
                let input_vectors = layer.inputs.div_ceil(VECTOR);
                let unit_vectors = layer.units.div_ceil(VECTOR);
                let plan = LayerPlan {
                    inputs: layer.inputs as u32,
                    units: layer.units as u32,
                    input_vectors: input_vectors as u32,
                    unit_vectors: unit_vectors as u32,
                    input_offset,
                    offset,
                    parameters: ((input_vectors * VECTOR + 1) * unit_vectors) as u32,
                    first_parameter: 0,
                };
                input_offset = offset;
                offset += (batch_rows * unit_vectors) as u32;
                plan
            })
            .collect();
        Plan {
            layers,
            precision: Precision::Float32,
            upper: Upper::Apart,
            networks: networks as u32,
            slice: offset,
            batch_size: batch_size as u32,
            batch_rows: batch_rows as u32,
            examples: examples as u32,
            metrics_offset: 0,
            metrics_stride: examples as u32,
        }
    }

    /// The places under another precision, with `sections` numbers a weight.
    pub fn stored(self, precision: Precision, upper: Upper, sections: usize) -> Plan {
        let mut plan = Plan { precision, upper, ..self };
        let mut first = 0;
        for layer in plan.layers.iter_mut().skip(1).filter(|_| upper.is_joint()) {
            layer.first_parameter = first;
            first += sections as u32 * plan.networks * layer.parameters;
        }
        plan
    }

    /// The same, where the first layer looks at no inputs but so many, the first.
    pub fn of_inputs(mut self, inputs: usize) -> Plan {
        self.layers[0].input_vectors = inputs.div_ceil(VECTOR).max(1) as u32;
        self
    }

    /// The same, where the first layer looks at the inputs that it looks at in `other`.
    pub fn with_inputs_of(mut self, other: &Plan) -> Plan {
        self.layers[0].input_vectors = other.layers[0].input_vectors;
        self
    }

    /// The places of another pass over the same layers, whose parameters lie where those of `other` do.
    pub fn with_parameters_of(mut self, other: &Plan) -> Plan {
        for (layer, other) in self.layers.iter_mut().zip(&other.layers) {
            layer.first_parameter = other.first_parameter;
        }
        self
    }

    /// Whether training is faster with the upper layers fused, where launches are dear: few workgroups do then
    /// what many could, and that must not take longer than the launches saved. `products_a_launch` multiply-adds take
    /// them as long as a launch.
    pub fn is_worth_fusing(&self, products_a_launch: f64) -> bool {
        let products: f64 = self.layers.iter().skip(1).map(LayerPlan::products).sum();
        let launches_saved = (2 * self.layers.len()).saturating_sub(3) as f64;
        self.layers.len() > 1
            && f64::from(self.batch_rows) * products <= products_a_launch * launches_saved
    }

    /// Bytes of all networks' outputs.
    pub fn slice_bytes(&self) -> u64 {
        let vector_bytes = match self.precision {
            Precision::Float32 => VECTOR_BYTES,
            Precision::MixedFloat16 => VECTOR_BYTES / 2,
        };
        u64::from(self.slice) * u64::from(self.networks) * vector_bytes
    }

    /// Batches in all.
    pub fn batches(&self) -> usize {
        self.examples.div_ceil(self.batch_size) as usize
    }
}

/// Bytes of a vec4-padded row of outputs of all layers, for one example.
fn row_bytes(layers: &[Layer]) -> u64 {
    let vectors: usize = layers.iter().map(|layer| layer.units.div_ceil(VECTOR)).sum();
    vectors as u64 * VECTOR_BYTES
}

/// How many test examples are validated at a time: few enough that neither the outputs' memory nor the
/// time that one dispatch takes grows large.
pub fn validation_rows(layers: &[Layer], networks: usize, examples: usize) -> usize {
    const BYTES: u64 = 64 << 20;
    const PRODUCTS: usize = 2 << 30;
    let by_memory = (BYTES / (row_bytes(layers) * networks as u64)) as usize;
    let products: usize = layers.iter().map(|layer| layer.inputs * layer.units).sum();
    let by_time = PRODUCTS / (products * networks);
    let rows = by_memory.min(by_time).max(TILE_ROWS) / TILE_ROWS * TILE_ROWS;
    // Chunks of equal size waste nothing on a short last one.
    let chunks = examples.div_ceil(rows);
    examples.div_ceil(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Activation, dense};
    use crate::network::layers;

    #[test]
    fn slices_follow_one_another_without_overlap() {
        let layers = layers(&dense(&[5, 130], Activation::Tanh));
        let plan = Plan::new(&layers, 3, 33, 100);
        assert_eq!(plan.batch_rows, 40);
        let offsets: Vec<u32> = plan.layers.iter().map(|layer| layer.offset).collect();
        assert_eq!(offsets, [0, 40 * 2, 40 * (2 + 33)]);
        assert_eq!(plan.slice, 40 * (2 + 33 + 3));
        assert_eq!(plan.layers[2].input_offset, plan.layers[1].offset);
        assert_eq!(plan.layers[1].parameter_rows(), 9);
        assert_eq!(plan.batches(), 4);
    }

    #[test]
    fn validation_covers_every_example_in_bounded_chunks() {
        for (units, networks) in [(&[128, 64][..], 1), (&[4096; 8][..], 1), (&[1][..], 16)] {
            let layers = layers(&dense(units, Activation::Relu));
            let rows = validation_rows(&layers, networks, 10_000);
            assert!((1..=10_000).contains(&rows), "{rows}");
            let plan = Plan::new(&layers, networks, rows, 10_000);
            assert!(plan.slice_bytes() <= 65 << 20, "{}", plan.slice_bytes());
        }
    }
}
