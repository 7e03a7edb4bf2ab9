//! Training on the GPU, against Keras, against the reference, and against itself.
#![cfg(not(target_arch = "wasm32"))]

mod agreement;
mod gpu;
mod keras;

use agreement::instruments::{assert_readings_agree, assert_readings_agree_from, late, stunted};
use agreement::{
    assert_agrees, assert_weights_agree, config, framed_configs, initial, random_configs,
};
use fitlab::config::{Activation, Config, Optimizer, dense};
use fitlab::data::{Dataset, Examples, PIXELS};
use fitlab::network::{Weights, layers};
use fitlab::training::{Event, History, Job, Lab, Outcome, TrainingError, Variant};
use gpu::{Bench, blobs, dataset, framed, sparse};
use keras::{Golden, norm, relative};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::time::Instant;

/// Readings, so that NaN equals NaN.
fn shown(history: &History) -> String {
    format!("{:?}", history.readings)
}

fn job(config: Config, data: &Rc<Dataset>) -> Job {
    Job { config, data: data.clone(), initial_weights: None }
}

#[test]
fn every_step_agrees_with_keras() {
    let bench = Bench::open();
    for golden in Golden::all() {
        let data = dataset(golden.examples.clone(), golden.examples.clone());
        let job = Job {
            config: golden.config.clone(),
            data,
            initial_weights: Some(golden.weights.clone()),
        };
        let run = bench.train(vec![job]).remove(0);
        assert_eq!(run.outcome, Outcome::Completed);
        assert_eq!(run.history.steps.len(), golden.steps.len());
        let steps = run.history.steps.iter().zip(&golden.steps).enumerate();
        for (step, (found, &[loss, accuracy])) in steps {
            let error = relative(found.loss, loss);
            assert!(error < 1e-4, "{golden}: step {step}: {} {loss}", found.loss);
            assert!((found.accuracy - accuracy).abs() < 1e-6, "{golden}: step {step}");
        }
        let last = run.history.epochs() - 1;
        assert!(relative(run.history.val_loss[last], golden.loss_after) < 1e-4, "{golden}");
        assert!((run.history.val_accuracy[last] - golden.accuracy_after).abs() < 1e-6, "{golden}");
        for (tensor, &expected) in run.weights.0.iter().zip(&golden.weight_norms_after) {
            let values: Vec<f64> = tensor.values.iter().map(|&value| value.into()).collect();
            assert!(relative(norm(&values), expected) < 1e-4, "{golden}: {}", tensor.name);
        }
    }
}

/// With plain SGD at rate 1, one step moves the weights by exactly the gradient.
#[test]
fn first_gradients_agree_with_keras() {
    let bench = Bench::open();
    for golden in Golden::all() {
        let optimizer = Optimizer::Sgd {
            learning_rate: 1.0,
            momentum: 0.0,
            nesterov: false,
            weight_decay: 0.0,
        };
        let config =
            Config { optimizer, epochs: 1, train_samples: Some(32), ..golden.config.clone() };
        let data = dataset(golden.examples.clone(), golden.examples.clone());
        let initial_weights = Some(golden.weights.clone());
        let run = bench.train(vec![Job { config, data, initial_weights }]).remove(0);
        let tensors = golden.weights.0.iter().zip(&run.weights.0).zip(&golden.gradient_norms);
        for ((before, after), &expected) in tensors {
            let pairs = before.values.iter().zip(&after.values);
            let gradient: Vec<f64> = pairs.map(|(a, b)| f64::from(*a) - f64::from(*b)).collect();
            let error = relative(norm(&gradient), expected);
            // Subtracting weights of size 1 costs a 24-bit gradient a few of its last bits.
            assert!(error < 1e-4, "{golden}: {}: {error}", before.name);
        }
    }
}

/// Sizes that are no multiple of a tile, short last batches, every activation and optimizer.
#[test]
fn random_shapes_agree_with_the_reference() {
    let bench = Bench::open();
    let data = dataset(blobs(1, 90), blobs(2, 37));
    for config in random_configs() {
        let run = bench.train_one(config.clone(), &data);
        assert_eq!(run.outcome, Outcome::Completed);
        assert_agrees(&run.history, &config, &data);
        assert_readings_agree(&run.history, &config, &data);
    }
}

#[test]
fn more_examples_than_a_probe_and_a_chunk_agree_with_the_reference() {
    let bench = Bench::open();
    let data = dataset(blobs(1, 150), blobs(2, 1100));
    for activation in [Activation::Sigmoid, Activation::Relu] {
        let config = config(dense(&[30, 20], activation), 150);
        let run = bench.train_one(config.clone(), &data);
        assert_readings_agree(&run.history, &config, &data);
    }
}

#[test]
fn units_that_are_always_zero_are_counted() {
    let bench = Bench::open();
    let data = dataset(blobs(1, 40), blobs(2, 1100));
    for (config, initial, dead) in stunted() {
        let initial_weights = Some(initial.clone());
        let job = Job { config: config.clone(), data: data.clone(), initial_weights };
        let history = bench.train(vec![job]).remove(0).history;
        assert_eq!(history.readings[0].dead_units, dead);
        assert_readings_agree_from(&history, &config, &data, &initial);
    }
}

#[test]
fn a_unit_at_work_on_the_last_example_alone_is_not_dead() {
    let (config, initial, data) = late();
    let job =
        Job { config: config.clone(), data: data.clone(), initial_weights: Some(initial.clone()) };
    let history = Bench::open().train(vec![job]).remove(0).history;
    assert_eq!(history.readings[0].dead_units, [0.0; 2]);
    assert_readings_agree_from(&history, &config, &data, &initial);
}

/// One example, a batch that is larger, no hidden layer.
#[test]
fn the_smallest_runs_have_readings() {
    let bench = Bench::open();
    let data = dataset(blobs(1, 1), blobs(2, 1));
    for hidden in [vec![], dense(&[5], Activation::Tanh)] {
        let config = config(hidden, 1);
        let run = bench.train_one(config.clone(), &data);
        assert_readings_agree(&run.history, &config, &data);
    }
}

/// What is blank is left out, in every variant, and that changes no sum.
#[test]
fn images_with_blank_parts_agree_with_the_reference() {
    let bench = Bench::open();
    let data = dataset(sparse(1, 90), sparse(2, 37));
    let gpu = bench.lab.gpu();
    let presumed = gpu.variant();
    for variant in Variant::all(gpu.facts()) {
        for (units, batch_size) in [(&[37, 12][..], 5), (&[9], 32), (&[], 40)] {
            let config = Config { batch_size, ..config(dense(units, Activation::Tanh), 90) };
            gpu.set_variant(variant);
            let history = bench.train_one(config.clone(), &data).history;
            gpu.set_variant(presumed);
            assert_agrees(&history, &config, &data);
        }
    }
}

/// Pixels that are blank in all training images are left out, not so in validation, and no weight is mistaken for
/// another.
#[test]
fn pixels_that_are_never_inked_change_nothing() {
    let bench = Bench::open();
    let data = dataset(framed(1, 720), blobs(2, 37));
    for config in framed_configs() {
        let run = bench.train_one(config.clone(), &data);
        assert_agrees(&run.history, &config, &data);
        assert_readings_agree(&run.history, &config, &data);
        assert_weights_agree(&run.weights, &config, &data);
        let given = Job { initial_weights: Some(initial(&config)), ..job(config, &data) };
        assert_eq!(bench.train(vec![given]).remove(0).weights, run.weights);
    }
}

/// Others that were trained before may have brought more examples than a network asks for.
#[test]
fn examples_beyond_those_asked_for_change_nothing() {
    let bench = Bench::open();
    let (many, test) = (framed(1, 720), blobs(2, 37));
    let few = Examples::new(many.images()[..60 * PIXELS].to_vec(), many.labels()[..60].to_vec());
    let config = config(dense(&[33], Activation::Relu), 60);
    let expected = bench.train_one(config.clone(), &dataset(few.unwrap(), test.clone()));
    let found = bench.train_one(config, &dataset(many, test));
    assert_eq!(found.history.loss, expected.history.loss);
    assert_eq!(found.history.val_loss, expected.history.val_loss);
    assert_eq!(shown(&found.history), shown(&expected.history));
    assert_eq!(found.weights, expected.weights);
}

#[test]
fn eight_hidden_layers_and_a_wide_one_agree_with_the_reference() {
    let bench = Bench::open();
    let data = dataset(blobs(1, 20), blobs(2, 10));
    for (units, samples) in [(&[9, 8, 7, 6, 5, 4, 3, 2][..], 20), (&[4096][..], 10)] {
        let config = Config { epochs: 1, ..config(dense(units, Activation::Tanh), samples) };
        let history = bench.train_one(config.clone(), &data).history;
        assert_agrees(&history, &config, &data);
        assert_readings_agree(&history, &config, &data);
    }
}

#[test]
fn the_same_configuration_gives_the_same_history_bit_for_bit() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 200), blobs(4, 100));
    let config = config(dense(&[40, 30], Activation::Relu), 200);
    let once = bench.train_one(config.clone(), &data);
    let again = bench.train_one(config.clone(), &data);
    assert_eq!((&once.history.loss, &once.weights), (&again.history.loss, &again.weights));
    assert_eq!(once.history.val_loss, again.history.val_loss);
    let other = bench.train_one(Config { seed: 2, ..config }, &data);
    assert_ne!(once.history.loss, other.history.loss);
}

/// The choice among variants may change how long training takes, and nothing else.
#[test]
fn every_variant_gives_the_same_history_bit_for_bit() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let gpu = bench.lab.gpu();
    // The presumed variant alone holds gradients, and only of batches of 9 to 32 rows.
    for batch_size in [12, 32, 45] {
        let config = Config { batch_size, ..config(dense(&[70, 33], Activation::Tanh), 100) };
        let expected = bench.train_one(config.clone(), &data);
        for variant in Variant::all(gpu.facts()) {
            let presumed = gpu.variant();
            gpu.set_variant(variant);
            let run = bench.train_one(config.clone(), &data);
            gpu.set_variant(presumed);
            assert_eq!(run.history.loss, expected.history.loss, "{variant:?}, {batch_size}");
            assert_eq!(
                run.history.val_loss, expected.history.val_loss,
                "{variant:?}, {batch_size}"
            );
            assert_eq!(shown(&run.history), shown(&expected.history), "{variant:?}, {batch_size}");
            assert_eq!(run.weights, expected.weights, "{variant:?}, {batch_size}");
        }
    }
}

/// The layers above the first in one launch, of one network and of several side by side, in tiles or by rows: that
/// changes how many launches a step takes, whatever the depth, and nothing else.
#[test]
fn fused_upper_layers_save_launches_and_keep_the_history() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let gpu = bench.lab.gpu();
    let presumed = gpu.variant();
    let cases = [(&[8][..], 20), (&[70, 33], 32), (&[40, 150, 9, 70], 45), (&[6; 8], 7), (&[], 32)];
    for (units, batch_size) in cases {
        let jobs = Activation::ALL.map(|activation| {
            let config = config(dense(units, activation), 100);
            job(Config { batch_size, ..config }, &data)
        });
        let trained = |fused, holds| {
            gpu.set_variant(Variant { fused, holds, ..presumed });
            let before = bench.counters().dispatches;
            let runs = bench.train(jobs.to_vec());
            gpu.set_variant(presumed);
            (runs, bench.counters().dispatches - before)
        };
        let apart = trained(false, false);
        // A reading of the instruments is a step that moves no weights; one more comes before the first.
        let epochs = jobs[0].config.epochs;
        let steps = epochs * 100_usize.div_ceil(batch_size) + epochs + 1;
        let saved = steps * (2 * (units.len() + 1)).saturating_sub(3);
        for (fused, holds) in [(true, false), (true, presumed.holds), (false, presumed.holds)] {
            let way = format!("{units:?}, fused {fused}, holds {holds}");
            let other = trained(fused, holds);
            for (apart, other) in apart.0.iter().zip(&other.0) {
                assert_eq!(other.history.loss, apart.history.loss, "{way}");
                assert_eq!(other.history.val_loss, apart.history.val_loss, "{way}");
                assert_eq!(shown(&other.history), shown(&apart.history), "{way}");
                assert_eq!(other.weights, apart.weights, "{way}");
            }
            let saved = if fused { saved } else { 0 };
            assert_eq!(apart.1 - other.1, saved as u64, "{way}");
        }
    }
}

#[test]
fn tuning_settles_on_a_variant_that_keeps_the_history() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let config = config(dense(&[20], Activation::Relu), 64);
    let expected = bench.train_one(config.clone(), &data);
    let gpu = bench.lab.gpu();
    let offered = [false, true].map(|split| Variant {
        quads: false,
        holds: false,
        split,
        fused: split,
        group: 64,
    });
    let presumed = gpu.variant();
    let chosen = pollster::block_on(gpu.tune(&offered));
    assert!(chosen == presumed || offered.contains(&chosen), "{chosen:?}");
    assert_eq!(gpu.variant(), chosen);
    assert_eq!(Variant::named(&chosen.name(), gpu.facts()), Some(chosen), "it can be kept");
    let tuned = bench.train_one(config, &data);
    assert_eq!((tuned.history.loss, tuned.weights), (expected.history.loss, expected.weights));
}

/// Equal shapes share their dispatches, others take turns: neither may change what a network comes to.
#[test]
fn networks_side_by_side_come_to_what_each_comes_to_alone() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let alike = Activation::ALL.map(|activation| config(dense(&[33, 17], activation), 100));
    let others = [&[8][..], &[]].map(|units| config(dense(units, Activation::Relu), 60));
    let seeds = [2, 3].map(|seed| Config { seed, ..alike[3].clone() });
    let configs: Vec<Config> = alike.into_iter().chain(others).chain(seeds).collect();
    let before = bench.counters();
    let together = bench.train(configs.iter().map(|c| job(c.clone(), &data)).collect());
    let dispatches = bench.counters().dispatches - before.dispatches;
    for (config, run) in configs.iter().zip(&together) {
        let alone = bench.train_one(config.clone(), &data);
        assert_eq!(run.history.loss, alone.history.loss, "{}", config.to_json());
        assert_eq!(run.history.val_loss, alone.history.val_loss);
        assert_eq!(shown(&run.history), shown(&alone.history));
        assert_eq!(run.weights, alone.weights);
    }
    let alone = bench.counters().dispatches - before.dispatches - dispatches;
    assert!(dispatches * 2 < alone, "seven of the nine share dispatches: {dispatches} {alone}");
}

#[test]
fn networks_side_by_side_share_the_seconds_that_pass() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 100), blobs(4, 50));
    let long =
        |units: &[usize]| Config { epochs: 200, ..config(dense(units, Activation::Relu), 100) };
    let seeds = (1..=4).map(|seed| Config { seed, ..long(&[33, 17]) });
    let jobs = seeds.chain([long(&[20])]).map(|config| job(config, &data)).collect();
    let began = Instant::now();
    let runs = bench.train(jobs);
    let passed = began.elapsed().as_secs_f64();
    let told: f64 = runs.iter().map(|run| run.history.seconds.last().unwrap()).sum();
    assert!(told <= passed, "{told} s of {passed} s");
}

/// The budgets: at most 8 dispatches a step with all else counted in, a submission for ten steps, a
/// read-back an epoch.
#[test]
fn launches_stay_within_budget() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 500), blobs(4, 400));
    let config = Config { epochs: 20, ..config(dense(&[128, 64], Activation::Relu), 500) };
    bench.train(vec![job(config, &data)]);
    let counters = bench.counters();
    // One read-back beyond the epochs' brought the weights.
    assert_eq!(counters.steps, 20 * 16);
    assert!(counters.dispatches <= 8 * counters.steps, "{counters:?}");
    assert!(10 * counters.submissions <= counters.steps, "{counters:?}");
    assert!(counters.readbacks <= 20 + 1, "{counters:?}");
}

#[test]
fn a_network_whose_loss_is_no_number_stops_alone() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let wild =
        Optimizer::Sgd { learning_rate: 1e30, momentum: 0.0, nesterov: false, weight_decay: 0.0 };
    let calm = config(dense(&[8], Activation::Relu), 64);
    let wild = Config { optimizer: wild, epochs: 1000, ..calm.clone() };
    let runs = bench.train(vec![job(wild, &data), job(calm, &data)]);
    assert_eq!(runs[0].outcome, Outcome::Diverged);
    let mut weights = runs[0].weights.0.iter().flat_map(|tensor| &tensor.values);
    assert!(weights.any(|weight| !weight.is_finite()), "they are kept as they are");
    assert!(!runs[0].history.val_loss.last().unwrap().is_finite());
    assert!(!runs[0].history.readings.last().unwrap().gradient_norm[0].is_finite());
    assert_eq!(runs[1].outcome, Outcome::Completed);
}

#[test]
fn a_stopped_run_keeps_what_it_has_learned() {
    let bench = Bench::open();
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let long = Config { epochs: 10_000, ..config(dense(&[8], Activation::Relu), 64) };
    let short = Config { seed: 2, ..long.clone() };
    let runs = bench.lab.start(vec![job(long.clone(), &data), job(short, &data)]).unwrap();
    bench.stop_after_first_epoch(&runs);
    pollster::block_on(bench.lab.work());
    let run = bench.result(runs[0]);
    assert_eq!(run.outcome, Outcome::Stopped);
    assert!((1..10_000).contains(&run.history.epochs()));
    assert_eq!(run.history.readings.len(), run.history.epochs() + 1);
    assert_ne!(run.weights, Weights::initial(&layers(&long.hidden), long.seed));
}

/// Whoever stops all at once may have started the last of them a moment ago.
#[test]
fn a_run_that_is_stopped_while_others_are_made_ready_never_begins() {
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let config = config(dense(&[8], Activation::Relu), 64);
    let late = job(Config { epochs: 10_000, ..config.clone() }, &data);
    let (handle, ends) = (Rc::new(OnceCell::<Lab>::new()), Rc::new(RefCell::new(Vec::new())));
    let (of_event, heard) = (handle.clone(), ends.clone());
    let lab = Lab::new(Bench::open().lab.gpu().clone(), move |run, event| {
        let lab = of_event.get().unwrap();
        match event {
            Event::Started if run == 0 => lab.stop(lab.start(vec![late.clone()]).unwrap()[0]),
            Event::Finished(outcome) => heard.borrow_mut().push((run, outcome.clone())),
            _ => {}
        }
    });
    handle.set(lab.clone()).ok().unwrap();
    lab.start(vec![job(config, &data)]).unwrap();
    pollster::block_on(lab.work());
    ends.borrow_mut().sort_by_key(|&(run, _)| run);
    assert_eq!(*ends.borrow(), [(0, Outcome::Completed), (1, Outcome::Stopped)]);
}

#[test]
fn what_cannot_be_trained_is_refused_in_words() {
    let bench = Bench::open();
    // 784 bytes an image, and a bit for each four of them.
    let count = bench.lab.gpu().largest_bound_buffer() as usize / 812 + 1;
    let given = Examples::new(vec![0; count * PIXELS], vec![0; count]).unwrap();
    let many = Config { train_samples: None, ..config(vec![], 1) };
    let refused = bench.lab.start(vec![job(many, &dataset(given, blobs(4, 32)))]).unwrap_err();
    assert!(refused.to_string().contains("its training images"), "{refused}");
    assert!(refused.to_string().contains("a smaller train_samples"), "{refused}");
    let data = dataset(blobs(3, 64), blobs(4, 32));
    let many = config(vec![], 65);
    let refused = bench.lab.start(vec![job(many, &data)]).unwrap_err();
    assert_eq!(refused, TrainingError::TooManySamples { asked: 65, available: 64 });
    assert!(refused.to_string().contains("train_samples is 65"), "{refused}");
}
