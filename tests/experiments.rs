//! The experiments that show best what a question is about, trained on the processor: they must show it, on
//! MNIST (in `MNIST_DIR`) and on the drawn digits alike.
#![cfg(not(target_arch = "wasm32"))]

mod skipped;

use fitlab::config::Config;
use fitlab::data::Dataset;
use fitlab::data::mnist::read_folder;
use fitlab::data::synthetic::{Drawing, test_range, train_range};
use fitlab::diagnosis::Verdict;
use fitlab::guide::{Arrangement, Finding, Measured, Question, Stance, findings};
use fitlab::processor::Trainer;
use fitlab::session::experiment::Plan;
use fitlab::session::network::{Network, Origin, Run};
use fitlab::training::{Event, Job};
use skipped::mnist_folder;
use std::rc::Rc;
use std::time::Duration;

/// The data sets at hand, MNIST among them if there is one, with as many drawn images as an experiment takes.
fn data_sets(test: &str, drawn: usize) -> Vec<(&'static str, Rc<Dataset>)> {
    let draw = |range| {
        let mut drawing = Drawing::default();
        drawing.draw(range);
        drawing.finish().unwrap()
    };
    let dataset = Dataset { train: draw(train_range(drawn)), test: draw(test_range(10_000)) };
    let mut sets = vec![("drawn digits", Rc::new(dataset))];
    if let Some(folder) = mnist_folder(&format!("{test} on MNIST")) {
        sets.push(("MNIST", Rc::new(read_folder(&folder).unwrap())));
    }
    sets
}

/// What holds for one seed may be chance.
const SEEDS: [u64; 3] = [1, 2, 3];

/// Trains a network of an experiment from the seed of its configuration.
fn trained(plan: &Plan, shared: &Config, data: &Rc<Dataset>) -> Network {
    let config = Config { hidden: plan.hidden.clone(), ..shared.clone() };
    let mut network = Network::new(0, plan.clone(), 0, Origin::Page);
    network.set_runs(vec![Run::waiting(1, config.clone())]);
    let mut trainer = Trainer::new(&Job { config, data: data.clone(), initial_weights: None });
    loop {
        for event in trainer.advance(Duration::from_secs(1)) {
            network.fold(1, &event);
            if matches!(event, Event::Finished(_)) {
                return network;
            }
        }
    }
}

/// These networks of the question's best experiment, from each of the [`SEEDS`].
fn best(question: Question, data: &Rc<Dataset>, names: &[&str]) -> Vec<Vec<Network>> {
    let experiment = question.experiment(Arrangement::Best);
    let plans = experiment.networks.iter().filter(|plan| names.contains(&plan.name.as_str()));
    let from_seed = |seed| {
        let shared = Config { seed, ..experiment.shared.clone() };
        plans.clone().map(|plan| trained(plan, &shared, data)).collect()
    };
    SEEDS.map(from_seed).into()
}

#[test]
fn one_network_underfits_one_fits_and_one_overfits() {
    for (name, data) in data_sets("one_network_underfits_one_fits_and_one_overfits", 8_000) {
        for networks in best(Question::Capacity, &data, &["2 units", "12 units", "512 units"]) {
            let measured = Measured::all(&networks);
            let verdicts: Vec<Verdict> = measured.iter().map(|one| one.diagnosis.verdict).collect();
            let expected = [Verdict::Underfitting, Verdict::GoodFit, Verdict::Overfitting];
            assert_eq!(verdicts, expected, "{name}");
        }
    }
}

#[test]
fn eight_layers_of_sigmoids_stall_where_relu_learns() {
    for (name, data) in data_sets("eight_layers_of_sigmoids_stall_where_relu_learns", 5_000) {
        for networks in best(Question::Depth, &data, &["sigmoid", "ReLU"]) {
            let measured = Measured::all(&networks);
            let first = |network: usize| measured[network].first_gradients()[0];
            // Keras: 2.0e-5 against 6.4e-2.
            assert!(first(1) > 100.0 * first(0), "{name}: {} {}", first(0), first(1));
            assert!((1e-5..1e-4).contains(&first(0)), "{name}: {}", first(0));
            let told = findings(Question::Depth, &measured);
            let says = |part: &str| -> &Finding {
                let said = told.iter().find(|finding| finding.text.contains(part));
                said.unwrap_or_else(|| panic!("{name}, {part}: {told:#?}"))
            };
            // It has stalled, or hardly learnt yet.
            assert_eq!(says("“sigmoid” has ").stance, Stance::Agrees);
            says("it has vanished");
            assert!(
                measured[0].val_accuracy() < 0.6 && measured[1].val_accuracy() > 0.85,
                "{name}"
            );
        }
    }
}
