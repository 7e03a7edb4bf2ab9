//! One run from its first step to its last validation, in pieces as short as its driver likes.

use super::network::{Example, Network};
use crate::config::Config;
use crate::data::{Dataset, Examples};
use crate::network::{Weights, layers};
use crate::training::{EpochMetrics, Event, Job, Loss, Outcome, order};
use std::rc::Rc;
use std::time::Duration;
use web_time::Instant;

/// Test examples validated at a time.
const CHUNK: usize = 128;

/// A network that is being trained.
pub struct Trainer {
    config: Config,
    data: Rc<Dataset>,
    network: Network,
    examples: usize,
    epoch: usize,
    /// Within an epoch: steps come first, then chunks of validation.
    tick: usize,
    order: Vec<u32>,
    /// Of the epoch's training examples, in the order taken, then of the test examples.
    losses: Vec<Loss>,
    worked: Duration,
}

impl Trainer {
    /// A run before its first step.
    pub fn new(job: &Job) -> Trainer {
        let Job { config, data, initial_weights } = job;
        let examples = config.train_samples.unwrap_or(data.train.len());
        let layers = layers(&config.hidden);
        let drawn = || Weights::initial(&layers, config.seed);
        let weights = initial_weights.clone().unwrap_or_else(drawn);
        Trainer {
            network: Network::new(&layers, config.optimizer, &weights),
            losses: vec![[0.0; 2]; examples + data.test.len()],
            config: config.clone(),
            data: data.clone(),
            examples,
            epoch: 0,
            tick: 0,
            order: Vec::new(),
            worked: Duration::ZERO,
        }
    }

    /// The weights as they are.
    pub fn weights(&self) -> Weights {
        self.network.weights()
    }

    /// The share of training that is done.
    pub fn share(&self) -> f64 {
        let ticks = self.steps() + self.data.test.len().div_ceil(CHUNK);
        (self.epoch as f64 + self.tick as f64 / ticks as f64) / self.config.epochs as f64
    }

    /// How far it has come.
    pub fn progress(&self) -> Event {
        Event::Progress { epoch: self.epoch, step: self.tick.min(self.steps()) }
    }

    fn steps(&self) -> usize {
        self.examples.div_ceil(self.config.batch_size)
    }

    /// Trains for about so long, or until something is to be told. [`Event::Finished`] is the last news.
    pub fn advance(&mut self, time: Duration) -> Vec<Event> {
        let begin = Instant::now();
        let mut is_over = self.do_tick();
        while !is_over && begin.elapsed() < time {
            is_over = self.do_tick();
        }
        self.worked += begin.elapsed();
        if is_over { self.end_epoch() } else { Vec::new() }
    }

    /// A step or a chunk of validation; says whether it was the epoch's last.
    fn do_tick(&mut self) -> bool {
        match self.tick.checked_sub(self.steps()) {
            None => self.train(),
            Some(chunk) => self.validate(chunk * CHUNK),
        }
        self.tick += 1;
        self.tick == self.steps() + self.data.test.len().div_ceil(CHUNK)
    }

    fn train(&mut self) {
        if self.tick == 0 {
            self.order = match self.config.shuffle {
                true => order::order(self.config.seed, self.steps_before(), self.examples),
                false => (0..self.examples as u32).collect(),
            };
        }
        let begin = self.tick * self.config.batch_size;
        let end = self.examples.min(begin + self.config.batch_size);
        let train = &self.data.train;
        let picked = self.order[begin..end].iter().map(|&index| example(train, index as usize));
        let batch: Vec<Example> = picked.collect();
        self.network.train(&batch, &mut self.losses[begin..end]);
    }

    /// Steps of all epochs before this one: what the epoch's order is drawn from.
    fn steps_before(&self) -> u32 {
        (self.epoch * self.steps()) as u32
    }

    fn validate(&mut self, begin: usize) {
        let test = &self.data.test;
        let end = test.len().min(begin + CHUNK);
        let batch: Vec<Example> = (begin..end).map(|index| example(test, index)).collect();
        let losses = &mut self.losses[self.examples + begin..self.examples + end];
        self.network.predict(&batch, losses);
    }

    fn end_epoch(&mut self) -> Vec<Event> {
        let (training, test) = self.losses.split_at(self.examples);
        let batch_size = self.config.batch_size;
        let seconds = self.worked.as_secs_f64();
        let metrics = EpochMetrics::of(self.epoch, training, test, batch_size, seconds);
        (self.epoch, self.tick) = (self.epoch + 1, 0);
        let outcome = match metrics.is_finite() {
            false => Some(Outcome::Diverged),
            true => (self.epoch == self.config.epochs).then_some(Outcome::Completed),
        };
        [Event::Epoch(metrics)].into_iter().chain(outcome.map(Event::Finished)).collect()
    }
}

fn example(examples: &Examples, index: usize) -> Example<'_> {
    (examples.image(index), examples.labels()[index])
}
