//! Runs held against the reference, step by step.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod instruments;

use super::keras::relative;
use fitlab::config::{Activation, Config, DatasetName, Dense, Optimizer, dense};
use fitlab::data::Dataset;
use fitlab::network::{Weights, layers};
use fitlab::random::hash;
use fitlab::reference::Network;
use fitlab::training::{History, order};

pub fn config(hidden: Vec<Dense>, train_samples: usize) -> Config {
    Config {
        dataset: DatasetName::Given,
        train_samples: Some(train_samples),
        hidden,
        epochs: 2,
        ..Config::default()
    }
}

/// Sizes that are no multiple of a tile, short last batches, every activation and optimizer.
pub fn random_configs() -> Vec<Config> {
    let optimizers = ["adam", "adamw", "sgd", "rmsprop"].map(|n| Optimizer::named(n).unwrap());
    let momentum = |nesterov| Optimizer::Sgd {
        learning_rate: 0.02,
        momentum: 0.8,
        nesterov,
        weight_decay: 0.01,
    };
    let rmsprop = Optimizer::RmsProp {
        learning_rate: 0.001,
        rho: 0.8,
        momentum: 0.5,
        epsilon: 1e-6,
        weight_decay: 0.0,
    };
    let rules = [&optimizers[..], &[momentum(false), momentum(true), rmsprop]].concat();
    let configs = (0..28_u64).map(|case| {
        let draw = |what: u64, below: u64| (hash(case, what) % below) as usize;
        let depth = draw(0, 4);
        let activation = Activation::ALL[case as usize % 5];
        let units: Vec<usize> = (0..depth).map(|l| 1 + draw(10 + l as u64, 70)).collect();
        Config {
            optimizer: rules[case as usize % rules.len()],
            batch_size: 1 + draw(1, 50),
            seed: case,
            shuffle: case % 3 > 0,
            ..config(dense(&units, activation), 1 + draw(2, 90))
        }
    });
    configs.collect()
}

/// The reference, taking the same examples in the same order: the loss of each step, and the network after
/// the last.
pub fn reference(config: &Config, data: &Dataset, weights: &Weights) -> (Vec<f64>, Network) {
    let mut losses = Vec::new();
    let network = each_step(config, data, weights, |_, _, _, loss| losses.push(loss));
    (losses, network)
}

/// The reference's network after its last step; `see` is given each step's number, the network before it and
/// after it, and its loss.
pub fn each_step(
    config: &Config,
    data: &Dataset,
    weights: &Weights,
    mut see: impl FnMut(usize, &Network, &Network, f64),
) -> Network {
    let mut network = Network::new(&layers(&config.hidden), config.optimizer, weights);
    let count = config.train_samples.unwrap_or(data.train.len());
    let mut step = 0;
    for _ in 0..config.epochs {
        let order = match config.shuffle {
            true => order::order(config.seed, step as u32, count),
            false => (0..count as u32).collect(),
        };
        for batch in order.chunks(config.batch_size) {
            let pick = |&n: &u32| (data.train.image(n as usize), data.train.labels()[n as usize]);
            let batch: Vec<(&[u8], u8)> = batch.iter().map(pick).collect();
            let before = network.clone();
            let loss = network.train(&batch).loss;
            see(step, &before, &network, loss);
            step += 1;
        }
    }
    network
}

/// The weights that a configuration begins with.
pub fn initial(config: &Config) -> Weights {
    Weights::initial(&layers(&config.hidden), config.seed)
}

/// Every weight after the last step.
pub fn assert_weights_agree(found: &Weights, config: &Config, data: &Dataset) {
    let (_, network) = reference(config, data, &initial(config));
    for (layer, expected) in network.weights.iter().enumerate() {
        let (kernel, bias) = found.layer(layer).unwrap();
        let found = kernel.values.iter().chain(&bias.values);
        assert_eq!(kernel.values.len() + bias.values.len(), expected.len());
        for (index, (&found, expected)) in found.zip(expected).enumerate() {
            let error = (f64::from(found) - expected).abs();
            assert!(error < 2e-4, "{}: {layer}, {index}: {found} {expected}", config.to_json());
        }
    }
}

/// Runs on images of which some are blank in the same pixels: few examples, more, and under weight decay.
pub fn framed_configs() -> Vec<Config> {
    let decaying =
        Optimizer::Sgd { learning_rate: 0.1, momentum: 0.9, nesterov: false, weight_decay: 0.05 };
    let optimizers =
        [Optimizer::named("adam").unwrap(), Optimizer::named("rmsprop").unwrap(), decaying];
    let of = |optimizer| {
        [300, 720].map(|samples| Config {
            optimizer,
            epochs: 1,
            batch_size: 32,
            ..config(dense(&[17], Activation::Tanh), samples)
        })
    };
    optimizers.into_iter().flat_map(of).collect()
}

/// Every step's loss, and the last validation's, within what 32-bit sums in another order may differ by.
pub fn assert_agrees(history: &History, config: &Config, data: &Dataset) {
    let (losses, network) = reference(config, data, &initial(config));
    let about = config.to_json();
    assert_eq!(history.steps.len(), losses.len(), "{about}");
    for (step, (found, &expected)) in history.steps.iter().zip(&losses).enumerate() {
        let error = relative(found.loss, expected);
        assert!(error < 2e-4, "{about}: step {step}: {} {expected}", found.loss);
    }
    let test = data.test.labels().iter().enumerate();
    let predictions: Vec<_> =
        test.map(|(n, &label)| network.predict(data.test.image(n), label)).collect();
    let val_loss = predictions.iter().map(|p| p.loss).sum::<f64>() / predictions.len() as f64;
    let last = history.epochs() - 1;
    assert!(relative(history.val_loss[last], val_loss) < 2e-4, "{about}");
}
