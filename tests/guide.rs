//! What the guide says of Keras's own histories: every sentence must come from their numbers.

use fitlab::config::{Activation, Config, DatasetName, Dense, Optimizer, dense};
use fitlab::guide::{Arrangement, Finding, Measured, Question, Stance, findings};
use fitlab::session::experiment::Plan;
use fitlab::session::network::{Network, Origin, Run};
use fitlab::training::{EpochMetrics, Event, History, Outcome, Reading};
use serde_json::Value;

fn keras(name: &str) -> History {
    let runs: Value = serde_json::from_str(include_str!("keras/histories.json")).unwrap();
    let curve = |key: &str| -> Vec<f64> {
        runs[name][key].as_array().unwrap().iter().filter_map(Value::as_f64).collect()
    };
    History {
        loss: curve("loss"),
        accuracy: curve("accuracy"),
        val_loss: curve("val_loss"),
        val_accuracy: curve("val_accuracy"),
        ..History::default()
    }
}

fn first_epochs(history: &History, epochs: usize) -> History {
    let cut = |curve: &[f64]| curve.iter().copied().take(epochs).collect();
    History {
        loss: cut(&history.loss),
        accuracy: cut(&history.accuracy),
        val_loss: cut(&history.val_loss),
        val_accuracy: cut(&history.val_accuracy),
        ..History::default()
    }
}

fn trained(question: Question, plan: &Plan, histories: Vec<History>) -> Network {
    let mut network = Network::new(0, plan.clone(), 0, Origin::Page);
    let config = network.config(&question.experiment(Arrangement::Assigned).shared);
    network.set_runs(
        (1..).map(|serial| Run::waiting(serial, config.clone())).take(histories.len()).collect(),
    );
    for (history, serial) in histories.iter().zip(1..) {
        for epoch in 0..history.epochs() {
            network.fold(serial, &Event::Epoch(metrics(history, epoch)));
        }
        network.fold(serial, &Event::Finished(Outcome::Completed));
    }
    network
}

/// What an epoch of a history was told as.
fn metrics(history: &History, epoch: usize) -> EpochMetrics {
    let readings = history.readings.iter().skip(if epoch == 0 { 0 } else { epoch + 1 });
    EpochMetrics {
        loss: history.loss[epoch],
        accuracy: history.accuracy[epoch],
        val_loss: history.val_loss[epoch],
        val_accuracy: history.val_accuracy[epoch],
        readings: readings.take(if epoch == 0 { 2 } else { 1 }).cloned().collect(),
        step_seconds: history.step_seconds.get(epoch).copied().unwrap_or(f64::NAN),
        ..EpochMetrics::of(epoch, &[], &[], 1, 1.0)
    }
}

/// The assignment's networks with Keras's histories of one seed.
fn as_keras_has_them(question: Question, seed: u32) -> Vec<Network> {
    stopped(question, seed, |_| usize::MAX)
}

/// The same, each stopped after so many epochs.
fn stopped(question: Question, seed: u32, epochs: impl Fn(&str) -> usize) -> Vec<Network> {
    let experiment = question.experiment(Arrangement::Assigned);
    let key = |plan: &Plan| match (question, plan.name.as_str()) {
        (Question::Capacity | Question::Curves, "best fit") => format!("1/optimal/{seed}"),
        (Question::Capacity | Question::Curves, name) => format!("1/{name}/{seed}"),
        (_, _) => format!("2/{}/{seed}", plan.hidden[0].activation.name()),
    };
    let network = |plan: &Plan| {
        let history = first_epochs(&keras(&key(plan)), epochs(&plan.name));
        trained(question, plan, vec![history])
    };
    experiment.networks.iter().map(network).collect()
}

fn told(question: Question, networks: &[Network]) -> Vec<Finding> {
    findings(question, &Measured::all(networks))
}

fn sentence<'a>(told: &'a [Finding], part: &str) -> &'a Finding {
    told.iter().find(|f| f.text.contains(part)).unwrap_or_else(|| panic!("{part}: {told:#?}"))
}

#[test]
fn question_1_says_that_all_three_overfit_whatever_their_names_promise() {
    for seed in 0..5 {
        let told = told(Question::Capacity, &as_keras_has_them(Question::Capacity, seed));
        sentence(&told, "“underfit”, “best fit” and “overfit” overfit.");
        let name = sentence(&told, "“underfit” does not do what its name says");
        assert_eq!(name.stance, Stance::Disagrees);
        assert!(name.text.contains("the gap is wide"), "{name:?}");
        assert_eq!(sentence(&told, "“overfit” does what its name says").stance, Stance::Agrees);
        sentence(&told, "yet “overfit” reads the most");
    }
}

#[test]
fn question_2_says_that_sigmoid_ends_lowest_and_relu_learns_fastest() {
    for seed in 0..2 {
        let networks = as_keras_has_them(Question::Activations, seed);
        let told = told(Question::Activations, &networks);
        let lowest = sentence(&told, "“sigmoid” has the lowest validation loss");
        assert_eq!(lowest.stance, Stance::Disagrees);
        let expected = if seed == 0 { "0.0775" } else { "0.0759" };
        assert!(lowest.text.contains(expected), "{lowest:?}");
        let fastest = sentence(&told, "learns fastest");
        assert_eq!(fastest.stance, Stance::Agrees, "{fastest:?}");
        sentence(&told, "from one seed");
        sentence(&told, "was not measured for each network by itself");
    }
}

#[test]
fn several_seeds_are_told_as_such() {
    let experiment = Question::Activations.experiment(Arrangement::Assigned);
    let network = |plan: &Plan| {
        let name = plan.hidden[0].activation.name();
        let histories = (0..3).map(|seed| keras(&format!("2/{name}/{seed}"))).collect();
        trained(Question::Activations, plan, histories)
    };
    let mut networks: Vec<Network> = experiment.networks.iter().map(network).collect();
    let told_of = |networks: &[Network], question, expected: &str| {
        let said = told(question, networks);
        let certainty = &sentence(&said, expected).text;
        assert!(!certainty.contains("All this"), "{certainty}");
        let tells_of_instruments = certainty.contains("are those of each network's first seed");
        assert_eq!(tells_of_instruments, question == Question::Depth, "{certainty}");
    };
    for question in [Question::Activations, Question::Depth] {
        told_of(&networks, question, "median over 3 seeds");
    }
    // One of them was trained from one seed.
    networks[1] = as_keras_has_them(Question::Activations, 0).remove(1);
    let expected = "each network's seeds (“sigmoid” 3, “tanh” 1, “ReLU” 3, “leaky ReLU” 3)";
    told_of(&networks, Question::Depth, expected);
}

/// A network of these layers with readings made up so that each sentence can be checked.
fn with_readings(
    name: &str,
    hidden: Vec<Dense>,
    accuracy: f64,
    reading: Reading,
    ms: [f64; 3],
) -> Network {
    let history = History {
        loss: vec![2.0; 3],
        accuracy: vec![accuracy; 3],
        val_loss: vec![2.0; 3],
        val_accuracy: vec![accuracy; 3],
        readings: vec![reading; 4],
        step_seconds: ms.map(|ms| ms / 1e3).to_vec(),
        ..History::default()
    };
    trained(Question::Depth, &Plan { name: name.into(), hidden }, vec![history])
}

fn reading(first: f64, last: f64, saturation: f64, sparsity: f64) -> Reading {
    Reading {
        gradient_norm: vec![first, last, 0.5],
        update_ratio: vec![1e-3; 3],
        saturation: vec![saturation, saturation / 2.0],
        sparsity: vec![sparsity; 2],
        dead_units: vec![1.0, 0.0],
    }
}

#[test]
fn question_3_says_what_the_instruments_showed() {
    let sigmoid = dense(&[8, 8], Activation::Sigmoid);
    let relu = dense(&[8, 8], Activation::Relu);
    let networks = [
        with_readings("sigmoid", sigmoid, 0.2, reading(2e-5, 2e-2, 0.25, 0.0), [0.9, 1.0, 1.1]),
        with_readings("ReLU", relu, 0.95, reading(6.4e-2, 3.2e-2, f64::NAN, 0.5), [0.5, 0.6, 0.7]),
    ];
    let told = told(Question::Depth, &networks);
    for (part, expected) in [
        ("“sigmoid” has stalled: after 3 epochs it reads 20.0 %", Stance::Agrees),
        (
            "norm of 0.064 for “ReLU” and 2.0e-5 for “sigmoid”, 3,200 times smaller: it has vanished",
            Stance::Agrees,
        ),
        ("“sigmoid” 1.0e-3, “ReLU” 2.000", Stance::Plain),
        ("“sigmoid” 25.0 % (layer 1)", Stance::Agrees),
        (
            "“ReLU” 50.0 % are zero after 3 epochs, of those of networks without ReLU at most 0.0 %. Dead units, zero on every validation image: 1 of 16.",
            Stance::Agrees,
        ),
        ("ReLU is cheaper: a step of “sigmoid” takes 66.7 % longer", Stance::Agrees),
    ] {
        assert_eq!(sentence(&told, part).stance, expected, "{part}");
    }
}

#[test]
fn theory_expects_something_only_of_the_networks_it_is_about() {
    let mut networks = as_keras_has_them(Question::Activations, 0);
    networks.retain(|network| network.name != "sigmoid");
    let said = told(Question::Activations, &networks);
    let fastest = sentence(&said, "“tanh”, the slowest");
    assert_eq!(fastest.stance, Stance::Agrees, "{fastest:?}");
    networks.retain(|network| network.name != "tanh");
    for question in [Question::Activations, Question::Depth] {
        let said = told(question, &networks);
        assert!(said.iter().all(|finding| finding.stance == Stance::Plain), "{said:#?}");
    }
    sentence(&told(Question::Depth, &networks), "None has stalled");
}

/// Of two hidden layers of so many units.
fn of(units: usize, activation: Activation, accuracy: f64, sparsity: f64) -> Network {
    let hidden = dense(&[units, units], activation);
    with_readings("net", hidden, accuracy, reading(6.4e-2, 3.2e-2, 0.0, sparsity), [0.5; 3])
}

#[test]
fn a_stall_of_what_saturates_is_expected_whoever_does_best() {
    let of = |activation, accuracy| of(8, activation, accuracy, 0.0);
    let networks =
        [of(Activation::Sigmoid, 0.1), of(Activation::Tanh, 0.9), of(Activation::Relu, 0.8)];
    let said = told(Question::Depth, &networks);
    let stalled =
        sentence(&said, "has stalled: after 3 epochs it reads 10.0 % of the unseen images");
    assert_eq!(stalled.stance, Stance::Agrees);
}

#[test]
fn the_gap_is_that_of_the_epoch_named_and_too_few_epochs_say_nothing_of_theory() {
    let networks = as_keras_has_them(Question::Capacity, 1);
    let said = told(Question::Capacity, &networks);
    let last = |network: &Network| {
        let history = network.history().unwrap();
        history.val_loss.last().unwrap() - history.loss.last().unwrap()
    };
    let gap = format!("is {:.3} for the smallest network, “underfit”", last(&networks[0]));
    sentence(&said, &gap);
    let brief = told(Question::Capacity, &stopped(Question::Capacity, 1, |_| 2));
    assert!(brief.iter().all(|finding| finding.stance == Stance::Plain), "{brief:#?}");
}

#[test]
fn theory_expects_nothing_of_linear_layers() {
    let networks = [
        of(8, Activation::Sigmoid, 0.9, 0.0),
        of(8, Activation::Relu, 0.95, 0.5),
        of(8, Activation::Linear, 0.2, 0.0),
    ];
    let said = told(Question::Depth, &networks);
    assert_eq!(sentence(&said, "has stalled").stance, Stance::Plain, "{said:#?}");
}

#[test]
fn a_network_is_not_compared_with_itself() {
    let said = told(Question::Depth, &[of(8, Activation::Relu, 0.2, 0.5)]);
    let stalled =
        sentence(&said, "“net” has stalled: after 3 epochs it reads 20.0 % of the unseen images.");
    assert_eq!(stalled.stance, Stance::Plain);
    let zero = sentence(
        &said,
        "50.0 % are zero after 3 epochs. Dead units, zero on every validation image: 1 of 16.",
    );
    assert_eq!(zero.stance, Stance::Plain);
    assert!(
        !said.iter().any(|finding| finding.text.contains("each network by itself")),
        "{said:#?}"
    );
}

#[test]
fn every_relu_network_is_told_of_and_none_counts_as_another() {
    let relus = [of(8, Activation::Relu, 0.9, 0.5), of(16, Activation::Relu, 0.9, 0.7)];
    let said = told(Question::Depth, &relus);
    sentence(
        &said,
        "50.0 % are zero after 3 epochs. Dead units, zero on every validation image: 1 of 16.",
    );
    sentence(
        &said,
        "70.0 % are zero after 3 epochs. Dead units, zero on every validation image: 1 of 32.",
    );
    // Sigmoids of other widths differ by more than their activation.
    let [small, large] = relus;
    let said = told(Question::Depth, &[small, large, of(4, Activation::Sigmoid, 0.9, 0.0)]);
    for part in ["Before the first update the gradient", "ReLU is"] {
        assert!(!said.iter().any(|finding| finding.text.contains(part)), "{said:#?}");
    }
}

#[test]
fn networks_of_equal_name_are_told_apart() {
    let rename = |mut networks: Vec<Network>| {
        networks.iter_mut().for_each(|network| network.name = "net".into());
        networks
    };
    let networks = rename(as_keras_has_them(Question::Activations, 0));
    let said = told(Question::Activations, &networks);
    for part in ["“net” learns fastest", "percentage points apart"] {
        sentence(&said, part);
    }
    let networks = rename(as_keras_has_them(Question::Capacity, 0));
    sentence(&told(Question::Capacity, &networks), "yet “net” reads the most");
    // The same network twice.
    let twice = [of(8, Activation::Relu, 0.9, 0.5), of(8, Activation::Relu, 0.9, 0.5)];
    let said = told(Question::Activations, &twice);
    for part in ["learns fastest", "points apart"] {
        assert!(!said.iter().any(|finding| finding.text.contains(part)), "{said:#?}");
    }
}

#[test]
fn what_diverged_is_said_to_be_left_out_and_compared_with_nothing() {
    let diverged = History {
        loss: vec![f64::NAN],
        accuracy: vec![0.1],
        val_loss: vec![f64::NAN],
        val_accuracy: vec![0.098],
        ..History::default()
    };
    for question in Question::ALL {
        let mut networks = as_keras_has_them(question, 0);
        let hidden = dense(&[2048], Activation::Relu);
        let plan = Plan { name: "broken".into(), hidden };
        networks.push(trained(question, &plan, vec![diverged.clone()]));
        let said = told(question, &networks);
        sentence(&said, "The loss of “broken” is no number any more");
        let about: Vec<&Finding> = said.iter().filter(|f| f.text.contains("“broken”")).collect();
        let verdicts = usize::from(question != Question::Depth);
        assert_eq!(about.len(), 1 + verdicts, "{question:?}: {about:#?}");
        assert!(!said.iter().any(|f| f.text.contains("NaN") || f.text.contains("epoch 0")));
    }
}

#[test]
fn one_is_no_plural() {
    let brief = stopped(Question::Activations, 0, |_| 1);
    sentence(&told(Question::Activations, &brief), "After 1 epoch “");
    sentence(&told(Question::Depth, &brief), "None has stalled: after 1 epoch even");
}

#[test]
fn networks_stopped_at_different_epochs_are_compared_where_all_have_been() {
    let stopped_early = |name: &str| if name == "ReLU" { 5 } else { 10 };
    let mut networks = stopped(Question::Activations, 0, stopped_early);
    // One that diverged holds the others up no more than it is compared with them.
    let diverged = History {
        loss: vec![f64::NAN],
        accuracy: vec![0.1],
        val_loss: vec![f64::NAN],
        val_accuracy: vec![0.1],
        ..History::default()
    };
    networks.push(trained(Question::Activations, &Plan::unnamed(Vec::new()), vec![diverged]));
    let said = told(Question::Activations, &networks);
    sentence(
        &said,
        "not trained equally long: “sigmoid” 10 epochs, “tanh” 10 epochs, “ReLU” 5 epochs",
    );
    sentence(&said, "compared as they were after 5 epochs");
    sentence(
        &said,
        "After 5 epochs “sigmoid” has the lowest validation loss: 0.0874, against 0.0911",
    );
    sentence(&said, "“sigmoid” last, after epoch 5 (0.0874)");
    let said = told(Question::Depth, &networks);
    sentence(&said, "None has stalled: after 5 epochs");
    let equal = told(Question::Activations, &as_keras_has_them(Question::Activations, 0));
    assert!(!equal.iter().any(|finding| finding.text.contains("equally long")), "{equal:#?}");
}

#[test]
fn nothing_is_said_before_anything_was_measured() {
    for question in Question::ALL {
        assert_eq!(told(question, &[]), []);
        let untrained = Network::new(0, Plan::unnamed(Vec::new()), 0, Origin::Page);
        assert_eq!(told(question, &[untrained]), []);
    }
}

#[test]
fn experiments_are_recognised_and_survive_their_links() {
    for question in Question::ALL {
        for arrangement in Arrangement::ALL {
            let experiment = question.experiment(arrangement);
            assert_eq!(question.arrangement_of(&experiment), Some(arrangement));
            let found = Question::of(&experiment).unwrap();
            assert_eq!(found.experiment(arrangement), experiment);
            let text = experiment.to_json().to_string();
            assert_eq!(fitlab::session::experiment::Experiment::from_text(&text), Ok(experiment));
        }
    }
    let own = Question::Depth.experiment(Arrangement::Best);
    let changed = |change: fn(&mut Config)| {
        let mut experiment = own.clone();
        change(&mut experiment.shared);
        Question::of(&experiment)
    };
    assert_eq!(changed(|shared| shared.epochs += 1), None);
    assert_eq!(changed(|shared| shared.batch_size = 64), None);
    assert_eq!(
        changed(|shared| shared.optimizer = Optimizer::Sgd {
            learning_rate: 0.01,
            momentum: 0.0,
            nesterov: false,
            weight_decay: 0.0
        }),
        None
    );
    assert_eq!(changed(|shared| shared.seed = 7), Some(Question::Depth));
    assert_eq!(changed(|shared| shared.dataset = DatasetName::Synthetic), Some(Question::Depth));
}
