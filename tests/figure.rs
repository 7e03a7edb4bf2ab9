//! What the small charts show of networks with known numbers.

mod trained;

use fitlab::config::{Activation, dense};
use fitlab::figure::{curves_plot, instrument_plot};
use fitlab::guide::Measured;
use fitlab::page::chart::metric::Metric;
use fitlab::session::instruments::{INSTRUMENTS, Instrument};
use fitlab::session::network::Network;
use fitlab::training::Reading;
use trained::{Training, overfitting};

fn instrument(name: &str) -> &'static Instrument {
    INSTRUMENTS.iter().find(|instrument| instrument.name == name).unwrap()
}

/// Of two hidden layers and the softmax layer: after each epoch the gradient is ten times as large.
fn network(id: u32, name: &str, activation: Activation, first: f64) -> Network {
    let saturation = if activation == Activation::Relu { f64::NAN } else { 0.25 };
    let reading = |epoch: usize| Reading {
        gradient_norm: vec![first * 10f64.powi(epoch as i32), first, 1.0],
        update_ratio: vec![1e-3; 3],
        saturation: vec![saturation; 2],
        sparsity: vec![0.5, 0.5],
        dead_units: vec![0.0, 3.0],
    };
    Training {
        id,
        name,
        hidden: dense(&[16, 8], activation),
        losses: overfitting()[..3].to_vec(),
        seeds: 1,
        readings: (0..4).map(reading).collect(),
    }
    .run()
}

/// The paths that an svg draws of layers.
fn layer_paths(chart: &str) -> Vec<&str> {
    let lines = chart.split("<path d=\"").skip(1);
    lines.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_layer_has_a_line_and_its_name() {
    let sigmoid = network(0, "sigmoid", Activation::Sigmoid, 1e-4);
    let chart = instrument_plot(instrument("gradient_norm"), &[&sigmoid]);
    for name in ["layer 1", "layer 2", "softmax", ">0.001<", ">1<"] {
        assert!(chart.contains(name), "{name}: {chart}");
    }
    let lines = layer_paths(&chart);
    assert_eq!(lines.len(), 3, "{chart}");
    // Ten times as much from epoch to epoch, on a logarithmic axis, is a straight line upwards.
    let heights: Vec<f64> = lines[0]
        .split(['M', 'L'])
        .filter_map(|place| place.split_once(' ')?.1.parse().ok())
        .collect();
    assert_eq!(heights.len(), 4, "before the first update, and after each epoch");
    assert!(heights.windows(2).all(|pair| (pair[0] - pair[1] - 32.0).abs() < 0.2), "{heights:?}");
    let dead = instrument_plot(instrument("dead_units"), &[&sigmoid]);
    assert!(!dead.contains("softmax") && layer_paths(&dead).len() == 2, "{dead}");
}

#[test]
fn all_charts_of_an_instrument_share_their_scale() {
    let [small, large] = [("sigmoid", 1e-4), ("tanh", 1e-1)];
    let networks = [small, large].map(|(name, first)| network(0, name, Activation::Tanh, first));
    let chart = instrument_plot(instrument("gradient_norm"), &[&networks[0], &networks[1]]);
    let lines = layer_paths(&chart);
    // The softmax layer's gradient is 1 in both.
    assert_eq!(lines[2], lines[5], "{chart}");
    assert_ne!(lines[0], lines[3]);
}

#[test]
fn what_does_not_apply_is_said_in_words() {
    let relu = network(0, "<ReLU>", Activation::Relu, 0.1);
    let chart = instrument_plot(instrument("saturation"), &[&relu]);
    assert!(chart.contains("Not for ReLU") && !chart.contains("<path"), "{chart}");
    assert!(chart.contains("&lt;ReLU&gt;") && !chart.contains("<ReLU>"));
    let together = instrument_plot(instrument("sparsity"), &[&relu]);
    assert!(together.contains("all layers"), "{together}");
}

#[test]
fn the_epoch_of_lowest_validation_loss_is_ringed() {
    let training = |seeds| Training {
        id: 2,
        name: "large",
        hidden: dense(&[64], Activation::Relu),
        losses: overfitting(),
        seeds,
        readings: Vec::new(),
    };
    let networks = [training(1).run()];
    for metric in [Metric::Loss, Metric::Accuracy] {
        let chart = curves_plot(metric, &Measured::all(&networks));
        assert_eq!(chart.matches("class=\"ring\"").count(), 1);
        assert!(chart.contains(">epoch 6<") && !chart.contains("fill-opacity"), "{chart}");
    }
    let repeated = [training(3).run()];
    let chart = curves_plot(Metric::Loss, &Measured::all(&repeated));
    assert_eq!(chart.matches("fill-opacity").count(), 2, "a band each for training and validation");
}
