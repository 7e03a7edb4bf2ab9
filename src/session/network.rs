//! One network of the comparison: what it is, how it is drawn, and how its training goes.
//! Nothing here knows of the page, so that the folding of events is tested natively.

use crate::config::{Config, Dense};
use crate::training::{Event, History, Outcome};

/// Names a network on the page, in links to its weights and in saved histories.
pub type NetworkId = u32;

/// Who asked for a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The list on the page: it follows the page's settings and trains when Train is pressed.
    Page,
    /// `fitlab.fit`: it keeps the configuration that it was given.
    Console,
}

/// A network of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Its number, never given twice.
    pub id: NetworkId,
    /// The reader's name for it.
    pub name: String,
    /// Its hidden layers.
    pub hidden: Vec<Dense>,
    /// Which colour and marker it has.
    pub look: usize,
    /// Whether its curves are drawn.
    pub shown: bool,
    /// Who asked for it.
    pub origin: Origin,
    /// Its latest training, if there was any.
    pub run: Option<Run>,
}

/// One training of one network.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Tells this run from earlier ones of the same network.
    pub serial: u32,
    /// What it trains with.
    pub config: Config,
    /// Training examples an epoch, once the data is there.
    pub examples: usize,
    /// How far it has come.
    pub status: Status,
    /// The epoch it is in, counted from 0.
    pub epoch: usize,
    /// Steps done within that epoch.
    pub step: usize,
    /// Its curves.
    pub history: History,
    /// Where it is computed, once that is known.
    pub at: Circumstances,
}

/// Where a run is computed and from what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// The GPU's name, or that it is the processor.
    pub adapter: String,
    /// `WebGPU`, or `WebAssembly` on the processor.
    pub backend: String,
    /// Which data is really used, in words.
    pub dataset_note: String,
}

/// How far a run has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// For the GPU or for the data.
    Waiting,
    /// Its weights are on their way to the GPU or a worker.
    Preparing,
    /// Steps are being made.
    Training,
    /// Nothing follows.
    Over(Outcome),
}

impl Run {
    /// A run that waits for its data.
    pub fn waiting(serial: u32, config: Config) -> Run {
        let examples = config.train_samples.unwrap_or(0);
        Run {
            serial,
            config,
            examples,
            status: Status::Waiting,
            epoch: 0,
            step: 0,
            history: History::default(),
            at: Circumstances::default(),
        }
    }

    /// Takes in an event. What arrives after the end is ignored.
    pub fn fold(&mut self, event: &Event) {
        if self.is_over() {
            return;
        }
        self.history.apply(event);
        match event {
            Event::Started => self.status = Status::Training,
            Event::Progress { epoch, step } => (self.epoch, self.step) = (*epoch, *step),
            Event::Epoch(metrics) => (self.epoch, self.step) = (metrics.epoch + 1, 0),
            Event::Finished(outcome) => self.status = Status::Over(outcome.clone()),
        }
    }

    /// Whether it has ended, in whatever way.
    pub fn is_over(&self) -> bool {
        matches!(self.status, Status::Over(_))
    }

    /// Updates an epoch; the last batch may be short.
    pub fn steps_per_epoch(&self) -> usize {
        self.examples.div_ceil(self.config.batch_size).max(1)
    }

    /// Share of its training that is done, 0 to 1, epochs and steps counted.
    pub fn share_done(&self) -> f64 {
        let within = self.step as f64 / self.steps_per_epoch() as f64;
        ((self.epoch as f64 + within) / self.config.epochs as f64).min(1.0)
    }

    /// Seconds of computing for it up to the end of its latest epoch.
    pub fn seconds(&self) -> f64 {
        self.history.seconds.last().copied().unwrap_or(0.0)
    }
}

impl Network {
    /// Whether it is being trained or about to be.
    pub fn is_active(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.is_over())
    }

    /// Its curves, empty before its first epoch.
    pub fn history(&self) -> Option<&History> {
        self.run.as_ref().map(|run| &run.history)
    }

    /// Whether there is something to draw.
    pub fn has_curve(&self) -> bool {
        self.history().is_some_and(|history| history.epochs() > 0)
    }

    /// The settings of the page with this network's layers.
    pub fn config(&self, shared: &Config) -> Config {
        Config { hidden: self.hidden.clone(), ..shared.clone() }
    }
}

/// The least-used look, the first of these: networks look alike only once there are too many.
pub fn free_look(networks: &[Network], looks: usize) -> usize {
    let uses = |look: &usize| networks.iter().filter(|network| network.look == *look).count();
    (0..looks).min_by_key(uses).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::EpochMetrics;

    fn epoch(epoch: usize) -> Event {
        let seconds = 0.5 * (epoch + 1) as f64;
        Event::Epoch(EpochMetrics::of(epoch, &[[1.0, 0.0]], &[[1.5, 1.0]], 1, seconds))
    }

    #[test]
    fn a_run_follows_its_events_to_the_end_and_no_further() {
        let mut run = Run::waiting(1, Config::default());
        assert_eq!(run.steps_per_epoch(), 16);
        run.fold(&Event::Started);
        run.fold(&Event::Progress { epoch: 0, step: 8 });
        assert_eq!(run.status, Status::Training);
        assert!((run.share_done() - 0.025).abs() < 1e-12);
        run.fold(&epoch(0));
        assert_eq!((run.epoch, run.step, run.history.epochs(), run.seconds()), (1, 0, 1, 0.5));
        run.fold(&Event::Finished(Outcome::Stopped));
        run.fold(&epoch(1));
        assert_eq!((run.is_over(), run.history.epochs()), (true, 1));
    }

    #[test]
    fn a_finished_run_is_wholly_done() {
        let mut run = Run::waiting(1, Config { epochs: 2, ..Config::default() });
        [Event::Started, epoch(0), epoch(1)].iter().for_each(|event| run.fold(event));
        assert_eq!(run.share_done(), 1.0);
    }

    #[test]
    fn looks_are_reused_only_when_all_are_taken() {
        let look = |look| Network {
            id: 0,
            name: String::new(),
            hidden: Vec::new(),
            look,
            shown: true,
            origin: Origin::Page,
            run: None,
        };
        assert_eq!(free_look(&[look(0), look(2)], 4), 1);
        assert_eq!(free_look(&[look(0), look(1)], 2), 0);
    }
}
