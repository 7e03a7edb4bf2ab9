//! The experiments that answer the questions. Those that show best were found by measurement, and
//! `tests/experiments.rs` holds them to it.

use super::question::Question;
use crate::config::{Activation, Config, Dense, dense};
use crate::session::experiment::{Experiment, Plan};

/// An experiment as the assignment sets it, or so that it shows what the question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Networks, data and epochs of the assignment.
    Assigned,
    /// A setting in which the effect is plain to see.
    Best,
}

impl Arrangement {
    /// Both.
    pub const ALL: [Arrangement; 2] = [Arrangement::Assigned, Arrangement::Best];

    /// For a button.
    pub fn label(self) -> &'static str {
        match self {
            Arrangement::Assigned => "as assigned",
            Arrangement::Best => "as it shows best",
        }
    }
}

const SIGMOID_TO_LEAKY: [(&str, Activation); 4] = [
    ("sigmoid", Activation::Sigmoid),
    ("tanh", Activation::Tanh),
    ("ReLU", Activation::Relu),
    ("leaky ReLU", Activation::LeakyRelu { negative_slope: 0.1 }),
];

impl Question {
    /// The networks, the data and the epochs.
    pub fn experiment(self, arrangement: Arrangement) -> Experiment {
        match (self, arrangement) {
            (Question::Capacity | Question::Curves, Arrangement::Assigned) => Experiment::default(),
            // A network too small for the digits, one that knows about as much of others as of its own, and
            // one that learns all of them by heart: so they come out for every seed that was tried.
            (Question::Capacity | Question::Curves, Arrangement::Best) => experiment(
                8_000,
                20,
                vec![
                    plan("2 units", dense(&[2], Activation::Relu)),
                    plan("12 units", dense(&[12], Activation::Relu)),
                    plan("512 units", dense(&[512], Activation::Relu)),
                ],
            ),
            (Question::Activations, Arrangement::Assigned) => four(60_000, 10, &[128, 64]),
            // A third of the images: all but sigmoid turn within a few epochs.
            (Question::Activations, Arrangement::Best) => four(20_000, 12, &[128, 64]),
            (Question::Depth, Arrangement::Assigned) => four(60_000, 10, &[512, 256, 128]),
            // Eight layers are enough for sigmoid to stall.
            (Question::Depth, Arrangement::Best) => four(5_000, 5, &[128; 8]),
        }
    }

    /// What an arrangement is, in a line.
    pub fn describe(self, arrangement: Arrangement) -> &'static str {
        match (self, arrangement) {
            (Question::Capacity | Question::Curves, Arrangement::Assigned) => {
                "The assignment: 32, 128-64 and 1024-512-256-128 units on 500 images, 20 epochs. (It trains in \
                 mixed_float16, which you can choose under More settings where the graphics card can; the curves \
                 come out alike.)"
            }
            (Question::Capacity | Question::Curves, Arrangement::Best) => {
                "One hidden layer of 2, 12 or 512 units on the same 8,000 images, 20 epochs: each regime once."
            }
            (Question::Activations, Arrangement::Assigned) => {
                "The assignment: 128-64 units with each activation on all 60,000 images, 10 epochs."
            }
            (Question::Activations, Arrangement::Best) => {
                "The same networks on 20,000 images, 12 epochs: with fewer images the curves part sooner."
            }
            (Question::Depth, Arrangement::Assigned) => {
                "The assignment: 512-256-128 units with each activation on all 60,000 images, 10 epochs."
            }
            (Question::Depth, Arrangement::Best) => {
                "Eight hidden layers of 128 units with each activation on 5,000 images, 5 epochs: deep enough for \
                 the gradient to vanish."
            }
        }
    }
}

impl Question {
    /// Which of its experiments this is, whatever computes it, from whichever seeds, on whichever data set.
    pub fn arrangement_of(self, experiment: &Experiment) -> Option<Arrangement> {
        let is_alike = |arrangement: &Arrangement| {
            let own = self.experiment(*arrangement);
            let theirs = &experiment.shared;
            let as_theirs = Config {
                dataset: theirs.dataset,
                seed: theirs.seed,
                precision: theirs.precision,
                backend: theirs.backend,
                ..own.shared
            };
            as_theirs == *theirs && own.networks == experiment.networks
        };
        Arrangement::ALL.into_iter().find(is_alike)
    }

    /// The question that an experiment answers. Capacity stands for the curves, which has the same ones.
    pub fn of(experiment: &Experiment) -> Option<Question> {
        Question::ALL.into_iter().find(|question| question.arrangement_of(experiment).is_some())
    }
}

fn four(train_samples: usize, epochs: usize, units: &[usize]) -> Experiment {
    let plans = SIGMOID_TO_LEAKY.map(|(name, activation)| plan(name, dense(units, activation)));
    experiment(train_samples, epochs, plans.to_vec())
}

fn experiment(train_samples: usize, epochs: usize, networks: Vec<Plan>) -> Experiment {
    let shared = Config { train_samples: Some(train_samples), epochs, ..Config::default() };
    Experiment { shared, networks, ..Experiment::default() }
}

fn plan(name: &str, hidden: Vec<Dense>) -> Plan {
    Plan { name: name.into(), hidden }
}
