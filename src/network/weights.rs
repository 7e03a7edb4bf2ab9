//! A network's weights outside the GPU: named tensors in Keras's order.

use super::Layer;
use crate::random::{hash, unit};

/// One array of numbers, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Its name, e.g. `dense_1/kernel`.
    pub name: String,
    /// Its sizes: (inputs, units) of a kernel, (units) of a bias.
    pub shape: Vec<usize>,
    /// Its numbers.
    pub values: Vec<f32>,
}

/// Kernel, bias, kernel, bias, … from the first layer to the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub Vec<Tensor>);

/// Why given weights do not fit a network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WeightsError {
    /// Each layer needs a kernel and a bias.
    #[error(
        "initial_weights has {found} arrays; this network needs {needed}: kernel, bias, kernel, … from the first layer to the last."
    )]
    Count {
        /// Arrays given.
        found: usize,
        /// Arrays that the network has.
        needed: usize,
    },
    /// An array of the wrong length.
    #[error(
        "initial_weights[{index}] has {found} values; {name} of shape {shape:?} needs {needed}."
    )]
    Length {
        /// Its position.
        index: usize,
        /// What stands at that position in this network.
        name: String,
        /// The shape needed.
        shape: Vec<usize>,
        /// Values given.
        found: usize,
        /// Values needed.
        needed: usize,
    },
    /// A value that is no number.
    #[error(
        "initial_weights[{index}] holds a value that is not finite at position {position}; every weight must be a finite number."
    )]
    NotFinite {
        /// The array's position.
        index: usize,
        /// The value's position in it.
        position: usize,
    },
}

/// The kernel that a layer begins with, any part of it without the rest: Glorot-uniform, U(−l, l) with
/// l = √(6/(inputs+units)).
pub struct InitialKernel {
    key: u64,
    limit: f32,
}

impl InitialKernel {
    /// Of the layer `index` of a network with this seed.
    pub fn of(layer: &Layer, index: usize, seed: u64) -> InitialKernel {
        let limit = (6.0 / (layer.inputs + layer.units) as f64).sqrt() as f32;
        InitialKernel { key: hash(seed, index as u64), limit }
    }

    /// The kernel's `entry`, counted row by row.
    pub fn value(&self, entry: usize) -> f32 {
        (2.0 * unit(hash(self.key, entry as u64)) - 1.0) * self.limit
    }
}

impl Weights {
    /// Initial kernels and zero biases.
    pub fn initial(layers: &[Layer], seed: u64) -> Weights {
        let tensors = layers.iter().enumerate().flat_map(|(index, layer)| {
            let start = InitialKernel::of(layer, index, seed);
            let kernel = (0..layer.inputs * layer.units).map(|entry| start.value(entry)).collect();
            let [kernel_of, bias_of] = Self::layer_shapes(index, layer);
            [
                Tensor { name: kernel_of.0, shape: kernel_of.1, values: kernel },
                Tensor { name: bias_of.0, shape: bias_of.1, values: vec![0.0; layer.units] },
            ]
        });
        Weights(tensors.collect())
    }

    /// Arrays of values in Keras's order, checked against the network's shapes.
    ///
    /// # Errors
    /// If their number or a length does not fit, or a value is not finite.
    pub fn from_values(layers: &[Layer], arrays: Vec<Vec<f32>>) -> Result<Weights, WeightsError> {
        let shapes: Vec<_> = layers
            .iter()
            .enumerate()
            .flat_map(|(index, layer)| Self::layer_shapes(index, layer))
            .collect();
        if arrays.len() != shapes.len() {
            return Err(WeightsError::Count { found: arrays.len(), needed: shapes.len() });
        }
        let tensors = arrays.into_iter().zip(shapes).enumerate();
        let checked = tensors.map(|(index, (values, (name, shape)))| {
            let needed: usize = shape.iter().product();
            if values.len() != needed {
                return Err(WeightsError::Length {
                    index,
                    name,
                    shape,
                    found: values.len(),
                    needed,
                });
            }
            match values.iter().position(|value| !value.is_finite()) {
                Some(position) => Err(WeightsError::NotFinite { index, position }),
                None => Ok(Tensor { name, shape, values }),
            }
        });
        Ok(Weights(checked.collect::<Result<_, _>>()?))
    }

    /// Arrays in Keras's order whose lengths are known to fit.
    pub fn named(layers: &[Layer], arrays: Vec<Vec<f32>>) -> Weights {
        let shapes =
            layers.iter().enumerate().flat_map(|(index, layer)| Self::layer_shapes(index, layer));
        let tensors = shapes.zip(arrays);
        Weights(tensors.map(|((name, shape), values)| Tensor { name, shape, values }).collect())
    }

    /// The name of layer `index`, counted from 0.
    pub fn layer_name(index: usize) -> String {
        if index == 0 { "dense".into() } else { format!("dense_{index}") }
    }

    /// The name of layer `index`'s kernel among the weights.
    pub fn kernel_name(index: usize) -> String {
        format!("{}/kernel", Self::layer_name(index))
    }

    /// Names and shapes of one layer's kernel and bias.
    fn layer_shapes(index: usize, layer: &Layer) -> [(String, Vec<usize>); 2] {
        let name = Self::layer_name(index);
        [
            (Self::kernel_name(index), vec![layer.inputs, layer.units]),
            (format!("{name}/bias"), vec![layer.units]),
        ]
    }

    /// Kernel and bias of layer `index`, as far as there is one.
    pub fn layer(&self, index: usize) -> Option<(&Tensor, &Tensor)> {
        Some((self.0.get(2 * index)?, self.0.get(2 * index + 1)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Activation, dense};
    use crate::network::layers;

    #[test]
    fn initial_kernels_fill_glorots_range_and_biases_are_zero() {
        let layers = layers(&dense(&[128, 64], Activation::Relu));
        let weights = Weights::initial(&layers, 3);
        assert_eq!(weights.0.len(), 6);
        let (kernel, bias) = weights.layer(0).unwrap();
        assert_eq!((kernel.name.as_str(), &kernel.shape[..]), ("dense/kernel", &[784, 128][..]));
        let limit = (6.0_f32 / (784.0 + 128.0)).sqrt();
        let largest = kernel.values.iter().fold(0.0_f32, |largest, w| largest.max(w.abs()));
        assert!(largest <= limit && largest > 0.999 * limit, "{largest} {limit}");
        let variance =
            kernel.values.iter().map(|w| w * w).sum::<f32>() / kernel.values.len() as f32;
        assert!((variance / (limit * limit / 3.0) - 1.0).abs() < 0.02, "{variance}");
        assert!(bias.values.iter().all(|&b| b == 0.0));
    }

    #[test]
    fn seeds_and_layers_draw_different_numbers() {
        let layers = layers(&dense(&[784], Activation::Relu));
        let (a, b) = (Weights::initial(&layers, 1), Weights::initial(&layers, 2));
        assert_ne!(a.0[0].values, b.0[0].values);
        assert_eq!(a, Weights::initial(&layers, 1));
    }

    #[test]
    fn given_weights_must_fit() {
        let layers = layers(&[]);
        let fits = |arrays| Weights::from_values(&layers, arrays);
        assert!(fits(vec![vec![0.5; 7840], vec![0.0; 10]]).is_ok());
        assert!(matches!(fits(vec![vec![0.5; 7840]]), Err(WeightsError::Count { .. })));
        let short = fits(vec![vec![0.5; 7840], vec![0.0; 9]]).unwrap_err();
        assert!(short.to_string().contains("initial_weights[1] has 9 values"), "{short}");
        let infinite = vec![vec![0.5; 7840], vec![f32::INFINITY; 10]];
        assert!(matches!(fits(infinite), Err(WeightsError::NotFinite { index: 1, position: 0 })));
    }
}
