//! What the reference comes to, taking the same examples in the same order as a run on the GPU.

use fitlab::config::Config;
use fitlab::data::Dataset;
use fitlab::network::{Weights, layers};
use fitlab::reference::Network;
use fitlab::training::order;

/// The loss of each step, and the network after the last.
pub fn reference(config: &Config, data: &Dataset, weights: &Weights) -> (Vec<f64>, Network) {
    let mut network = Network::new(&layers(&config.hidden), config.optimizer, weights);
    let count = config.train_samples.unwrap_or(data.train.len());
    let mut losses = Vec::new();
    for _ in 0..config.epochs {
        let order = match config.shuffle {
            true => order::order(config.seed, losses.len() as u32, count),
            false => (0..count as u32).collect(),
        };
        for batch in order.chunks(config.batch_size) {
            let pick = |&n: &u32| (data.train.image(n as usize), data.train.labels()[n as usize]);
            let batch: Vec<(&[u8], u8)> = batch.iter().map(pick).collect();
            losses.push(network.train(&batch).loss);
        }
    }
    (losses, network)
}
