//! One network of the comparison: what it is, how it is drawn, and how its training goes.
//! Nothing here knows of the page, so that the folding of events is tested natively.

use super::experiment::Plan;
use super::spread::Spread;
use super::summary::Summary;
use crate::config::{Config, Dense};
use crate::training::{Event, History, Outcome, Reading};

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
    /// Its latest training: one run a seed, none before the first.
    runs: Vec<Run>,
    /// What several runs have in common.
    summary: Summary,
}

/// One training of one network, from one seed.
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

    /// Whether it ended with numbers that say nothing of the network.
    pub fn is_in_trouble(&self) -> bool {
        matches!(self.status, Status::Over(Outcome::Diverged | Outcome::Failed(_)))
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

    /// Seconds of computing that each epoch took beyond its steps; NaN where that cannot be told.
    fn seconds_beyond_steps(&self) -> Vec<f64> {
        let steps = self.steps_per_epoch() as f64;
        let History { seconds, step_seconds, .. } = &self.history;
        let before = [0.0].iter().chain(seconds);
        let epochs = seconds.iter().zip(before).zip(step_seconds);
        epochs.map(|((end, begin), step)| end - begin - steps * step).collect()
    }

    /// Seconds of computing for its latest epoch.
    pub fn latest_epoch_seconds(&self) -> f64 {
        let before = self.history.seconds.iter().rev().nth(1).copied().unwrap_or(0.0);
        self.seconds() - before
    }
}

impl Network {
    /// A network that was not trained yet.
    pub fn new(id: NetworkId, plan: Plan, look: usize, origin: Origin) -> Network {
        let Plan { name, hidden } = plan;
        let (runs, summary) = (Vec::new(), Summary::default());
        Network { id, name, hidden, look, shown: true, origin, runs, summary }
    }

    /// The same network before its first training.
    pub fn untrained(&self) -> Network {
        let plan = Plan { name: self.name.clone(), hidden: self.hidden.clone() };
        Network { shown: self.shown, ..Network::new(self.id, plan, self.look, self.origin) }
    }

    /// Its latest training: one run a seed, none before the first.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Begins a new training, or with no runs forgets the last.
    pub fn set_runs(&mut self, runs: Vec<Run>) {
        (self.runs, self.summary) = (runs, Summary::default());
    }

    /// The run with this serial begins, with what is known only now.
    pub fn prepare(&mut self, serial: u32, config: Config, examples: usize, at: Circumstances) {
        if let Some(run) = self.runs.iter_mut().find(|run| run.serial == serial) {
            (run.config, run.examples, run.at) = (config, examples, at);
            run.status = Status::Preparing;
        }
    }

    /// Takes in an event of the run with this serial, and returns the run as it is then; `None` for a run of
    /// an earlier training.
    pub fn fold(&mut self, serial: u32, event: &Event) -> Option<&Run> {
        let place = self.runs.iter().position(|run| run.serial == serial)?;
        self.runs[place].fold(event);
        if self.runs.len() > 1 && !matches!(event, Event::Started | Event::Progress { .. }) {
            self.summary.follow(&taking_part(&self.runs));
        }
        self.runs.get(place)
    }

    /// Its runs are over, however far they have come.
    pub fn halt(&mut self) {
        let active: Vec<u32> =
            self.runs.iter().filter(|run| !run.is_over()).map(|run| run.serial).collect();
        for serial in active {
            self.fold(serial, &Event::Finished(Outcome::Stopped));
        }
    }

    /// Whether it is being trained or about to be.
    pub fn is_active(&self) -> bool {
        self.runs.iter().any(|run| !run.is_over())
    }

    /// The runs of which curves and figures tell: all but those in trouble, as long as there are others.
    pub fn taking_part(&self) -> Vec<&Run> {
        taking_part(&self.runs)
    }

    /// Its curves, empty before its first epoch: the median over its runs, as far as all that take part have
    /// come. That of several runs has neither steps nor seconds.
    pub fn history(&self) -> Option<&History> {
        match &self.runs[..] {
            [] => None,
            [run] => Some(&run.history),
            _ => Some(&self.summary.median),
        }
    }

    /// What the instruments showed of its first run that takes part, before the first update and after each
    /// epoch.
    pub fn readings(&self) -> &[Reading] {
        self.taking_part().first().map_or(&[], |run| &run.history.readings)
    }

    /// Seconds of a training step over the epochs of all runs that take part, where they can be told.
    pub fn step_time(&self) -> Option<Spread> {
        let seconds =
            self.taking_part().into_iter().flat_map(|run| &run.history.step_seconds).copied();
        Spread::of(&seconds.filter(|seconds| seconds.is_finite()).collect::<Vec<f64>>())
    }

    /// Seconds that follow an epoch's steps, over the epochs of all runs that take part: its validation, and the
    /// instruments. Where the time of a step can be told.
    pub fn validation_time(&self) -> Option<Spread> {
        let seconds = self.taking_part().into_iter().flat_map(Run::seconds_beyond_steps);
        Spread::of(&seconds.filter(|seconds| *seconds > 0.0).collect::<Vec<f64>>())
    }

    /// The lowest and the highest of several runs at each epoch of the [`Network::history`].
    pub fn band(&self) -> Option<(&History, &History)> {
        (self.runs.len() > 1).then_some((&self.summary.low, &self.summary.high))
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

/// All runs but those in trouble, and those that were stopped before there was a number; if these are all, those
/// that came to some number.
fn taking_part(runs: &[Run]) -> Vec<&Run> {
    let has_number = |run: &Run| run.history.epochs() > 0;
    let is_sound = |run: &Run| !run.is_in_trouble() && (!run.is_over() || has_number(run));
    let some_are_sound = runs.iter().any(is_sound);
    let takes_part = |run: &&Run| if some_are_sound { is_sound(run) } else { has_number(run) };
    runs.iter().filter(takes_part).collect()
}

/// The runs of all these networks.
pub fn all_runs(networks: &[Network]) -> Vec<&Run> {
    let mut all = Vec::new();
    for network in networks {
        all.extend(network.runs());
    }
    all
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
        epoch_with(epoch, 1.5)
    }

    fn epoch_with(epoch: usize, val_loss: f64) -> Event {
        let seconds = 0.5 * (epoch + 1) as f64;
        let of = |loss: f64| [[loss as f32, 0.0]];
        Event::Epoch(EpochMetrics::of(epoch, &of(1.0), &of(val_loss), 1, seconds))
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

    /// A network with runs of serials 1 to 3.
    fn three_runs() -> Network {
        let mut network = Network::new(0, Plan::unnamed(Vec::new()), 0, Origin::Page);
        network.set_runs((1..=3).map(|serial| Run::waiting(serial, Config::default())).collect());
        network
    }

    fn val_loss(network: &Network) -> &[f64] {
        &network.history().unwrap().val_loss
    }

    #[test]
    fn several_runs_make_one_curve_with_a_band() {
        let mut network = three_runs();
        network.fold(1, &epoch_with(0, 1.0));
        network.fold(2, &epoch_with(0, 4.0));
        assert!(!network.has_curve(), "the third has not come so far");
        network.fold(3, &epoch_with(0, 2.0));
        assert_eq!(val_loss(&network), [2.0]);
        let (low, high) = network.band().unwrap();
        assert_eq!((low.val_loss[0], high.val_loss[0]), (1.0, 4.0));
        assert_eq!(network.fold(4, &epoch_with(1, 0.0)), None, "a run of an earlier training");
    }

    #[test]
    fn one_run_is_its_own_curve_without_a_band() {
        let mut network = three_runs();
        network.set_runs(vec![Run::waiting(4, Config::default())]);
        network.fold(4, &epoch(0));
        assert_eq!(val_loss(&network), network.runs()[0].history.val_loss);
        assert_eq!(network.band(), None);
    }

    #[test]
    fn a_run_that_diverges_is_left_out_of_the_curve() {
        let mut network = three_runs();
        for serial in 1..=3 {
            network.fold(serial, &epoch_with(0, f64::from(serial)));
        }
        network.fold(2, &epoch_with(1, f64::NAN));
        network.fold(2, &Event::Finished(Outcome::Diverged));
        network.fold(1, &epoch_with(1, 0.5));
        network.fold(3, &epoch_with(1, 1.5));
        assert_eq!(val_loss(&network), [2.0, 1.0]);
        assert_eq!(network.taking_part().iter().map(|run| run.serial).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn a_run_that_fails_or_stops_at_once_holds_no_other_up() {
        let mut network = three_runs();
        network.fold(1, &Event::Finished(Outcome::Failed("no memory".into())));
        network.fold(2, &Event::Finished(Outcome::Stopped));
        assert!(network.is_active());
        network.fold(3, &epoch_with(0, 2.0));
        network.fold(3, &Event::Finished(Outcome::Completed));
        assert_eq!((val_loss(&network), network.is_active()), (&[2.0][..], false));
    }

    #[test]
    fn where_all_diverge_the_curve_shows_it() {
        let mut network = three_runs();
        for serial in 1..=3 {
            network.fold(serial, &epoch_with(0, f64::NAN));
            network.fold(serial, &Event::Finished(Outcome::Diverged));
        }
        assert!(val_loss(&network)[0].is_nan());
    }

    #[test]
    fn looks_are_reused_only_when_all_are_taken() {
        let look = |look| Network::new(0, Plan::unnamed(Vec::new()), look, Origin::Page);
        assert_eq!(free_look(&[look(0), look(2)], 4), 1);
        assert_eq!(free_look(&[look(0), look(1)], 2), 0);
    }
}
