//! Training on the processor, against Keras, against the reference, and against itself.
#![cfg(not(target_arch = "wasm32"))]

mod agreement;
mod gpu;
mod keras;

use agreement::instruments::{assert_readings_agree, assert_readings_agree_from, late, stunted};
use agreement::{assert_agrees, assert_weights_agree, config, framed_configs, random_configs};
use fitlab::config::{Activation, Config, Optimizer, dense};
use fitlab::data::{Dataset, Examples};
use fitlab::network::Weights;
use fitlab::processor::Trainer;
use fitlab::training::{Event, History, Job, Outcome};
use gpu::{blobs, dataset, framed};
use keras::{Golden, norm, relative};
use std::rc::Rc;
use std::time::Duration;

/// Trains a job to its end, in pieces as short as can be.
fn train(job: &Job) -> (History, Outcome, Weights) {
    let mut trainer = Trainer::new(job);
    let mut history = History::default();
    loop {
        for event in trainer.advance(Duration::from_nanos(1)) {
            history.apply(&event);
            if let Event::Finished(outcome) = event {
                return (history, outcome, trainer.weights());
            }
        }
    }
}

fn train_one(config: &Config, data: &Rc<Dataset>) -> (History, Outcome, Weights) {
    train(&Job { config: config.clone(), data: data.clone(), initial_weights: None })
}

#[test]
fn every_step_agrees_with_keras() {
    for golden in Golden::all() {
        let data = dataset(golden.examples.clone(), golden.examples.clone());
        let initial_weights = Some(golden.weights.clone());
        let (history, _, weights) =
            train(&Job { config: golden.config.clone(), data, initial_weights });
        assert_eq!(history.steps.len(), golden.steps.len());
        let steps = history.steps.iter().zip(&golden.steps).enumerate();
        for (step, (found, &[loss, accuracy])) in steps {
            let error = relative(found.loss, loss);
            assert!(error < 1e-4, "{golden}: step {step}: {} {loss}", found.loss);
            assert!((found.accuracy - accuracy).abs() < 1e-6, "{golden}: step {step}");
        }
        let last = history.epochs() - 1;
        assert!(relative(history.val_loss[last], golden.loss_after) < 1e-4, "{golden}");
        assert!((history.val_accuracy[last] - golden.accuracy_after).abs() < 1e-6, "{golden}");
        for (tensor, &expected) in weights.0.iter().zip(&golden.weight_norms_after) {
            let values: Vec<f64> = tensor.values.iter().map(|&value| value.into()).collect();
            assert!(relative(norm(&values), expected) < 1e-4, "{golden}: {}", tensor.name);
        }
    }
}

/// The images with their darker pixels left blank.
fn mostly_blank(examples: &Examples) -> Examples {
    let faded = examples.images().iter().map(|pixel| pixel.saturating_sub(55));
    Examples::new(faded.collect(), examples.labels().to_vec()).unwrap()
}

#[test]
fn random_shapes_agree_with_the_reference() {
    // By turns images that are inked all over and, as digits are, mostly blank.
    let inked = dataset(blobs(1, 90), blobs(2, 37));
    let blank = dataset(mostly_blank(&inked.train), mostly_blank(&inked.test));
    for (config, data) in random_configs().into_iter().zip([inked, blank].into_iter().cycle()) {
        let (history, outcome, _) = train_one(&config, &data);
        assert_eq!(outcome, Outcome::Completed);
        assert_agrees(&history, &config, &data);
        assert_readings_agree(&history, &config, &data);
    }
}

/// Pixels that are blank in all training images are left out, not so in validation.
#[test]
fn pixels_that_are_never_inked_change_nothing() {
    let data = dataset(framed(1, 720), mostly_blank(&blobs(2, 37)));
    for config in framed_configs() {
        let (history, _, weights) = train_one(&config, &data);
        assert_agrees(&history, &config, &data);
        assert_readings_agree(&history, &config, &data);
        assert_weights_agree(&weights, &config, &data);
    }
}

#[test]
fn more_examples_than_a_probe_and_a_chunk_agree_with_the_reference() {
    let data = dataset(blobs(1, 150), blobs(2, 290));
    for activation in [Activation::Sigmoid, Activation::Relu] {
        let config = config(dense(&[30, 20], activation), 150);
        let (history, ..) = train_one(&config, &data);
        assert_readings_agree(&history, &config, &data);
    }
}

#[test]
fn units_that_are_always_zero_are_counted() {
    let data = dataset(blobs(1, 40), blobs(2, 290));
    for (config, initial, dead) in stunted() {
        let initial_weights = Some(initial.clone());
        let (history, ..) =
            train(&Job { config: config.clone(), data: data.clone(), initial_weights });
        assert_eq!(history.readings[0].dead_units, dead);
        assert_readings_agree_from(&history, &config, &data, &initial);
    }
}

#[test]
fn a_unit_at_work_on_the_last_example_alone_is_not_dead() {
    let (config, initial, data) = late();
    let job =
        Job { config: config.clone(), data: data.clone(), initial_weights: Some(initial.clone()) };
    let (history, ..) = train(&job);
    assert_eq!(history.readings[0].dead_units, [0.0; 2]);
    assert_readings_agree_from(&history, &config, &data, &initial);
}

/// One example, a batch that is larger, no hidden layer.
#[test]
fn the_smallest_runs_have_readings() {
    let data = dataset(blobs(1, 1), blobs(2, 1));
    for hidden in [vec![], dense(&[5], Activation::Tanh)] {
        let config = config(hidden, 1);
        let (history, ..) = train_one(&config, &data);
        assert_readings_agree(&history, &config, &data);
    }
}

#[test]
fn the_same_configuration_gives_the_same_history_bit_for_bit_however_it_is_cut() {
    let data = dataset(blobs(3, 200), blobs(4, 300));
    let config = config(dense(&[40, 30], Activation::Tanh), 200);
    let (pieces, _, weights) = train_one(&config, &data);
    let mut trainer = Trainer::new(&Job { config, data, initial_weights: None });
    let mut whole = History::default();
    while whole.epochs() < 2 {
        trainer.advance(Duration::from_secs(60)).iter().for_each(|event| whole.apply(event));
    }
    assert_eq!((&whole.steps, &whole.val_loss), (&pieces.steps, &pieces.val_loss));
    assert_eq!(format!("{:?}", whole.readings), format!("{:?}", pieces.readings));
    assert!(whole.step_seconds.iter().all(|&seconds| seconds > 0.0));
    assert_eq!(trainer.weights(), weights);
}

#[test]
fn a_network_whose_loss_is_no_number_ends_as_diverged() {
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let optimizer =
        Optimizer::Sgd { learning_rate: 1e30, momentum: 0.0, nesterov: false, weight_decay: 0.0 };
    let config = Config { optimizer, ..config(dense(&[8], Activation::Relu), 64) };
    let (history, outcome, _) = train_one(&config, &data);
    assert_eq!(outcome, Outcome::Diverged);
    assert!(!history.val_loss.last().unwrap().is_finite());
    assert_eq!(history.readings.len(), history.epochs() + 1);
    assert!(!history.readings.last().unwrap().gradient_norm[0].is_finite());
}
