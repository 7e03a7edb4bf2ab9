//! The notebook's copy of the networks follows the session's, however they change between two chapters.

use fitlab::config::{Activation, Config, DatasetName, dense};
use fitlab::guide::Question;
use fitlab::notebook::{Book, Known};
use fitlab::random::hash;
use fitlab::session::experiment::Plan;
use fitlab::session::network::{Circumstances, Network, Origin, Run};
use fitlab::session::shared::repeated;
use fitlab::training::{EpochMetrics, Event, Outcome, Reading};

/// A reader at work: all that can happen to networks, drawn from a seed.
struct Session {
    seed: u64,
    draws: u64,
    networks: Vec<Network>,
    next_id: u32,
    next_serial: u32,
}

impl Session {
    fn new(seed: u64) -> Session {
        Session { seed, draws: 0, networks: Vec::new(), next_id: 0, next_serial: 0 }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.draws += 1;
        (hash(self.seed, self.draws) % below as u64) as usize
    }

    fn change(&mut self) {
        let count = self.networks.len();
        match self.draw(16) {
            0 | 1 => self.add(),
            2 if count > 1 => drop(self.networks.remove(count / 2)),
            3 if count > 0 => self.edit(),
            4 | 5 if count > 0 => self.train(),
            _ if count > 0 => self.tell(),
            _ => self.add(),
        }
    }

    fn add(&mut self) {
        let plan = Plan { name: format!("network <{}>", self.next_id), hidden: Vec::new() };
        let origin = if self.draw(4) == 0 { Origin::Console } else { Origin::Page };
        let look = self.draw(8);
        self.networks.push(Network::new(self.next_id, plan, look, origin));
        self.next_id += 1;
    }

    fn edit(&mut self) {
        let (place, units) = (self.draw(self.networks.len()), self.draw(9) + 1);
        let network = &mut self.networks[place];
        network.name.push('!');
        network.shown = !network.shown;
        network.hidden = dense(&[units], Activation::LeakyRelu { negative_slope: 0.1 });
    }

    fn train(&mut self) {
        let (place, seeds) = (self.draw(self.networks.len()), self.draw(3));
        let network = &mut self.networks[place];
        let config = Config { hidden: network.hidden.clone(), ..Config::default() };
        let first = self.next_serial;
        self.next_serial += seeds as u32;
        let runs = repeated(&config, seeds).into_iter().zip(first..);
        network.set_runs(runs.map(|(config, serial)| Run::waiting(serial, config)).collect());
    }

    /// The next thing that a run has to tell, or an end.
    fn tell(&mut self) {
        let place = self.draw(self.networks.len());
        let runs = self.networks[place].runs().len();
        if runs == 0 {
            return;
        }
        let of_runs = self.draw(runs);
        let run = self.networks[place].runs()[of_runs].clone();
        if run.is_over() {
            return;
        }
        let fate = self.draw(40);
        let (serial, epoch) = (run.serial, run.history.epochs());
        let network = &mut self.networks[place];
        let event = match fate {
            0 => Event::Finished(Outcome::Stopped),
            1 => Event::Finished(Outcome::Failed("no memory".into())),
            2 => Event::Finished(Outcome::Diverged),
            3 => Event::Finished(Outcome::Completed),
            _ if run.at == Circumstances::default() => {
                let at = Circumstances {
                    adapter: "a “processor”".into(),
                    backend: "WebAssembly".into(),
                    dataset_note: "arrays".into(),
                };
                let dataset =
                    if fate.is_multiple_of(2) { DatasetName::Given } else { DatasetName::Mnist };
                let train_samples =
                    fate.is_multiple_of(3).then_some(64).or(run.config.train_samples);
                let config = Config { dataset, train_samples, ..run.config };
                return network.prepare(serial, config, 64, at);
            }
            4..12 => Event::Started,
            12..20 => Event::Progress { epoch, step: fate },
            _ => Event::Epoch(self.epoch(epoch)),
        };
        self.networks[place].fold(serial, &event);
    }

    fn epoch(&mut self, epoch: usize) -> EpochMetrics {
        let mut number = || self.draw(1000) as f64 / 7.0;
        let mut reading = || Reading {
            gradient_norm: vec![number(), number()],
            update_ratio: vec![number(), number()],
            saturation: vec![number()],
            sparsity: vec![number()],
            dead_units: vec![number()],
        };
        let readings = if epoch == 0 { vec![reading(), reading()] } else { vec![reading()] };
        EpochMetrics {
            loss: number(),
            val_loss: number(),
            accuracy: number(),
            val_accuracy: number(),
            step_seconds: number(),
            readings,
            ..EpochMetrics::of(epoch, &[], &[], 1, epoch as f64)
        }
    }
}

#[test]
fn the_copy_is_the_networks_whenever_a_chapter_is_asked_for() {
    for seed in 0..40 {
        let (mut session, mut known, mut book) =
            (Session::new(seed), Known::default(), Book::default());
        let mut has_curves = false;
        for moment in 0..60 {
            for _ in 0..=hash(seed, 1 << 32 | moment) % 20 {
                session.change();
            }
            book.take_in(&known.catch_up(&session.networks));
            assert_eq!(book.networks().len(), session.networks.len());
            has_curves |= session.networks.iter().any(Network::has_curve);
            for (copy, network) in book.networks().iter().zip(&session.networks) {
                assert_eq!(copy, network, "seed {seed}, moment {moment}");
            }
        }
        assert!(has_curves, "seed {seed} shows nothing");
    }
}

#[test]
fn an_epoch_is_told_but_once() {
    let mut session = Session::new(1);
    (0..400).for_each(|_| session.change());
    let mut known = Known::default();
    let of_epochs = |events: &[(u32, Event)]| {
        events.iter().filter(|(_, event)| matches!(event, Event::Epoch(_))).count()
    };
    let first = known.catch_up(&session.networks);
    assert!(of_epochs(&first.events) > 0);
    assert_eq!(of_epochs(&known.catch_up(&session.networks).events), 0);
}

#[test]
fn without_a_curve_there_is_nothing_to_say() {
    let mut session = Session::new(2);
    session.add();
    let mut book = Book::default();
    book.take_in(&Known::default().catch_up(&session.networks));
    assert_eq!(book.answer(Question::Capacity), "");
    assert_eq!(book.results(), "");
    assert_eq!(book.inside("gradient_norm"), "");
}
