//! The assignment on real MNIST, against what Keras gives. Needs `MNIST_DIR`, the folder of its files.
#![cfg(not(target_arch = "wasm32"))]

mod gpu;

use fitlab::config::{Activation, Config, Precision, dense};
use fitlab::data::mnist::read_folder;
use fitlab::data::synthetic::{Drawing, test_range, train_range};
use fitlab::data::{Dataset, Examples};
use fitlab::training::{Job, Outcome};
use gpu::{Bench, Run, dataset};
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

/// MNIST, or `None` after saying plainly that a test is skipped for want of it.
fn mnist(test: &str) -> Option<Rc<Dataset>> {
    match std::env::var_os("MNIST_DIR") {
        Some(folder) => Some(Rc::new(read_folder(&PathBuf::from(folder)).unwrap())),
        None => {
            // Written past the test harness, which would swallow it.
            let text = format!("SKIPPED {test}: MNIST_DIR names no folder with MNIST's files.\n");
            std::io::stderr().write_all(text.as_bytes()).unwrap();
            None
        }
    }
}

fn train(bench: &Bench, configs: &[Config], data: &Rc<Dataset>) -> Vec<Run> {
    let job =
        |config: &Config| Job { config: config.clone(), data: data.clone(), initial_weights: None };
    let runs = bench.train(configs.iter().map(job).collect());
    assert!(runs.iter().all(|run| run.outcome == Outcome::Completed));
    runs
}

fn last(values: &[f64]) -> f64 {
    *values.last().unwrap()
}

/// A network of question 1, and where Keras's seeds end: accuracy and loss on the test images.
struct Ending {
    units: &'static [usize],
    seeds: u64,
    val_accuracy: (f64, f64),
    val_loss: (f64, f64),
}

/// Ours may lie beside Keras's ranges by the ranges' own width.
fn assert_ends_where_keras_ends(bench: &Bench, data: &Rc<Dataset>, like: &Config, ends: &[Ending]) {
    let within = |value: f64, (low, high): (f64, f64)| {
        let margin = high - low;
        (low - margin..=high + margin).contains(&value)
    };
    for end in ends {
        let hidden = dense(end.units, Activation::Relu);
        let config = |seed| Config { hidden: hidden.clone(), seed, ..like.clone() };
        let configs: Vec<Config> = (1..=end.seeds).map(config).collect();
        for (run, config) in train(bench, &configs, data).iter().zip(&configs) {
            let about = format!("{:?} seed {}", end.units, config.seed);
            let (accuracy, loss) = (last(&run.history.val_accuracy), last(&run.history.val_loss));
            assert!(within(accuracy, end.val_accuracy), "{about}: {accuracy}");
            assert!(within(loss, end.val_loss), "{about}: {loss}");
            assert!(last(&run.history.accuracy) > 0.97, "{about}");
        }
    }
}

#[test]
fn question_1_ends_where_keras_ends() {
    let Some(data) = mnist("question_1_ends_where_keras_ends") else { return };
    let ends = [
        Ending { units: &[32], seeds: 3, val_accuracy: (0.828, 0.841), val_loss: (0.51, 0.565) },
        Ending {
            units: &[128, 64],
            seeds: 3,
            val_accuracy: (0.844, 0.852),
            val_loss: (0.526, 0.58),
        },
        Ending {
            units: &[1024, 512, 256, 128],
            seeds: 1,
            val_accuracy: (0.861, 0.870),
            val_loss: (0.638, 0.735),
        },
    ];
    assert_ends_where_keras_ends(&Bench::open(), &data, &Config::default(), &ends);
}

/// The widest network is left to float32: it takes minutes on a software adapter.
#[test]
fn question_1_in_mixed_float16_ends_where_keras_ends() {
    let Some(data) = mnist("question_1_in_mixed_float16_ends_where_keras_ends") else { return };
    let Some(bench) =
        Bench::with_16_bit_floats("question_1_in_mixed_float16_ends_where_keras_ends")
    else {
        return;
    };
    let ends = [
        Ending { units: &[32], seeds: 3, val_accuracy: (0.835, 0.841), val_loss: (0.511, 0.533) },
        Ending {
            units: &[128, 64],
            seeds: 3,
            val_accuracy: (0.845, 0.849),
            val_loss: (0.547, 0.573),
        },
    ];
    let mixed = Config { precision: Precision::MixedFloat16, ..Config::default() };
    assert_ends_where_keras_ends(&bench, &data, &mixed, &ends);
}

/// Question 2's ReLU network reaches 0.97 within 10 epochs; three are enough for that here.
#[test]
fn all_of_mnist_is_read_at_97_percent() {
    let Some(data) = mnist("all_of_mnist_is_read_at_97_percent") else { return };
    let config = Config { train_samples: Some(60_000), epochs: 4, ..Config::default() };
    let run = train(&Bench::open(), &[config], &data).remove(0);
    let best = run.history.val_accuracy.iter().copied().fold(0.0, f64::max);
    assert!(best >= 0.97, "{:?}", run.history.val_accuracy);
}

/// Who learns from drawn digits reads written ones.
#[test]
fn drawn_digits_teach_to_read_mnist() {
    let Some(data) = mnist("drawn_digits_teach_to_read_mnist") else { return };
    let mut drawing = Drawing::default();
    drawing.draw(train_range(10_000));
    let drawn = dataset(drawing.finish().unwrap(), data.test.clone());
    let config = Config { train_samples: Some(10_000), epochs: 5, ..Config::default() };
    let run = train(&Bench::open(), &[config], &drawn).remove(0);
    let accuracy = last(&run.history.val_accuracy);
    assert!(accuracy >= 0.8, "{accuracy}");
}

/// Five hundred drawn digits leave room to overfit, as MNIST's do.
#[test]
fn drawn_digits_can_be_overfitted() {
    let draw = |range| -> Examples {
        let mut drawing = Drawing::default();
        drawing.draw(range);
        drawing.finish().unwrap()
    };
    let drawn = dataset(draw(train_range(500)), draw(test_range(2_000)));
    let run = train(&Bench::open(), &[Config::default()], &drawn).remove(0);
    let (training, validation) = (last(&run.history.accuracy), last(&run.history.val_accuracy));
    assert!(training > 0.98 && (0.7..0.93).contains(&validation), "{training} {validation}");
}
