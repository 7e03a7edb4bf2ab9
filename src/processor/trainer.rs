//! One run from its first step to its last validation, in pieces as short as its driver likes.

use super::instruments::{Census, probe, update_ratios};
use super::network::{Example, Network};
use crate::config::Config;
use crate::data::{Dataset, Examples, PIXELS, PixelOrder};
use crate::network::{Layer, Weights, layers};
use crate::training::{
    EpochMetrics, Event, Job, Loss, Outcome, PROBE, Reading, learned_pixels, order,
};
use std::rc::Rc;
use std::time::Duration;
use web_time::Instant;

/// Test examples validated at a time.
const CHUNK: usize = 128;

/// A network that is being trained.
pub struct Trainer {
    config: Config,
    data: Rc<Dataset>,
    layers: Vec<Layer>,
    network: Network,
    examples: usize,
    /// Until the reading before the first update is taken: how many chunks of test examples it has seen.
    opening: Option<usize>,
    epoch: usize,
    /// Within an epoch: steps come first, then the probe, then chunks of validation.
    tick: usize,
    order: Vec<u32>,
    /// Of the epoch's training examples, in the order taken, then of the test examples.
    losses: Vec<Loss>,
    /// Which units the current round of test examples has found at work.
    census: Census,
    /// What the latest step that was measured did.
    update_ratio: Vec<f64>,
    /// Those of the current epoch, the last one as far as it is taken.
    readings: Vec<Reading>,
    worked: Duration,
    /// Part of `worked`: the current epoch's steps.
    stepped: Duration,
}

impl Trainer {
    /// A run before its first step.
    pub fn new(job: &Job) -> Trainer {
        let Job { config, data, initial_weights } = job;
        let examples = job.examples();
        let layers = layers(&config.hidden);
        let drawn = || Weights::initial(&layers, config.seed);
        let weights = initial_weights.clone().unwrap_or_else(drawn);
        let order = PixelOrder::of(&data.train.images()[..examples * PIXELS]);
        let pixels = &order.pixels()[..learned_pixels(config, &order)];
        Trainer {
            network: Network::new(&layers, config.optimizer, &weights, pixels),
            losses: vec![[0.0; 2]; examples + data.test.len()],
            config: config.clone(),
            data: data.clone(),
            census: Census::new(&layers),
            layers,
            examples,
            opening: Some(0),
            epoch: 0,
            tick: 0,
            order: Vec::new(),
            update_ratio: Vec::new(),
            readings: Vec::new(),
            worked: Duration::ZERO,
            stepped: Duration::ZERO,
        }
    }

    /// The weights as they are.
    pub fn weights(&self) -> Weights {
        self.network.weights()
    }

    /// The share of training that is done.
    pub fn share(&self) -> f64 {
        let within = self.tick as f64 / self.ticks() as f64;
        (self.epoch as f64 + within) / self.config.epochs as f64
    }

    /// How far it has come.
    pub fn progress(&self) -> Event {
        Event::Progress { epoch: self.epoch, step: self.tick.min(self.steps()) }
    }

    fn steps(&self) -> usize {
        self.examples.div_ceil(self.config.batch_size)
    }

    fn chunks(&self) -> usize {
        self.data.test.len().div_ceil(CHUNK)
    }

    fn ticks(&self) -> usize {
        self.steps() + 1 + self.chunks()
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

    /// A step, a chunk of validation or a piece of a reading; says whether it was the epoch's last.
    fn do_tick(&mut self) -> bool {
        if let Some(chunks) = self.opening {
            self.open(chunks);
            return false;
        }
        match self.tick.checked_sub(self.steps()) {
            None => self.train(),
            Some(0) => self.probe(),
            Some(chunk) => self.validate(chunk - 1),
        }
        self.tick += 1;
        self.tick == self.ticks()
    }

    /// A piece of the reading before the first update. Most units are soon seen at work; then the rest of the
    /// test examples need not be looked at.
    fn open(&mut self, chunks: usize) {
        if chunks == 0 {
            self.probe();
        }
        if chunks == self.chunks() || self.census.is_decided() {
            self.end_census();
            self.opening = None;
            return;
        }
        self.predict(chunks);
        self.census.take(&self.network);
        self.opening = Some(chunks + 1);
    }

    /// Begins a reading.
    fn probe(&mut self) {
        let train = &self.data.train;
        let examples: Vec<Example> =
            (0..self.examples.min(PROBE)).map(|index| example(train, index)).collect();
        let update_ratio = std::mem::take(&mut self.update_ratio);
        self.readings.push(Reading { update_ratio, ..probe(&mut self.network, &examples) });
    }

    /// Has the latest reading's dead units told.
    fn end_census(&mut self) {
        let census = std::mem::replace(&mut self.census, Census::new(&self.layers));
        if let Some(reading) = self.readings.last_mut() {
            reading.dead_units = census.dead_units();
        }
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
        let is_first = self.epoch == 0 && self.tick == 0;
        let is_measured = is_first || end == self.examples;
        let kernels = || self.network.kernels().map(<[f32]>::to_vec).collect();
        let before: Option<Vec<Vec<f32>>> = is_measured.then(kernels);
        let began = Instant::now();
        self.network.train(&batch, &mut self.losses[begin..end]);
        self.stepped += began.elapsed();
        if let Some(before) = before {
            self.update_ratio = update_ratios(&before, &self.network);
        }
        if is_first && let Some(opening) = self.readings.last_mut() {
            opening.update_ratio = self.update_ratio.clone();
        }
    }

    /// Steps of all epochs before this one: what the epoch's order is drawn from.
    fn steps_before(&self) -> u32 {
        (self.epoch * self.steps()) as u32
    }

    fn validate(&mut self, chunk: usize) {
        self.predict(chunk);
        self.census.take(&self.network);
        if chunk + 1 == self.chunks() {
            self.end_census();
        }
    }

    fn predict(&mut self, chunk: usize) {
        let test = &self.data.test;
        let begin = chunk * CHUNK;
        let end = test.len().min(begin + CHUNK);
        let batch: Vec<Example> = (begin..end).map(|index| example(test, index)).collect();
        let losses = &mut self.losses[self.examples + begin..self.examples + end];
        self.network.predict(&batch, losses);
    }

    fn end_epoch(&mut self) -> Vec<Event> {
        let (training, test) = self.losses.split_at(self.examples);
        let batch_size = self.config.batch_size;
        let seconds = self.worked.as_secs_f64();
        let metrics = EpochMetrics {
            step_seconds: std::mem::take(&mut self.stepped).as_secs_f64() / self.steps() as f64,
            readings: std::mem::take(&mut self.readings),
            ..EpochMetrics::of(self.epoch, training, test, batch_size, seconds)
        };
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
