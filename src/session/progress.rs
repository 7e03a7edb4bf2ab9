//! How much of the training on the page is done, and how long the rest will take.

use super::network::{Network, Run, all_runs};
use crate::network::{layers, parameters};

/// Validation images after every epoch.
const VALIDATION: f64 = 10_000.0;
/// A step's fixed cost, in multiply-adds: what its dispatches take on top of the arithmetic.
const STEP_OVERHEAD: f64 = 1e6;

/// Work of one epoch in multiply-adds: its steps (forward, backward and the weights' gradient)
/// and its validation.
fn epoch_work(run: &Run) -> (f64, f64) {
    let size = parameters(&layers(&run.config.hidden)) as f64;
    let steps = 3.0 * size * run.examples as f64 + STEP_OVERHEAD * run.steps_per_epoch() as f64;
    (steps, VALIDATION * size)
}

/// Work done and work in all.
fn work(run: &Run) -> (f64, f64) {
    let (steps, validation) = epoch_work(run);
    let epoch = steps + validation;
    let within = run.step as f64 / run.steps_per_epoch() as f64;
    let all = epoch * run.config.epochs as f64;
    let done = if run.is_over() { all } else { epoch * run.epoch as f64 + steps * within };
    (done.min(all), all)
}

/// Share of the work that is done, 0 to 1, of all runs from `first_serial` on.
pub fn share_done(networks: &[Network], first_serial: u32) -> f64 {
    let (done, all) = all_runs(networks)
        .into_iter()
        .filter(|run| run.serial >= first_serial)
        .map(work)
        .fold((0.0, 0.0), |(done, all), (d, a)| (done + d, all + a));
    if all > 0.0 { done / all } else { 0.0 }
}

/// Seconds left at the pace so far; `None` while it is too early to say.
pub fn seconds_left(share_done: f64, seconds: f64) -> Option<f64> {
    (share_done > 0.01 && seconds > 1.0).then(|| seconds * (1.0 - share_done) / share_done)
}

/// Counts the seconds of training, pauses left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stopwatch {
    gathered: f64,
    since: Option<f64>,
}

impl Stopwatch {
    /// Starts from zero at `now`, a clock's reading in seconds.
    pub fn started(now: f64) -> Stopwatch {
        Stopwatch { gathered: 0.0, since: Some(now) }
    }

    /// Halts; a halted one stays as it is.
    pub fn halt(&mut self, now: f64) {
        *self = Stopwatch { gathered: self.seconds(now), since: None };
    }

    /// Goes on; a running one stays as it is.
    pub fn go_on(&mut self, now: f64) {
        self.since.get_or_insert(now);
    }

    /// Seconds counted up to `now`.
    pub fn seconds(&self, now: f64) -> f64 {
        self.gathered + self.since.map_or(0.0, |since| now - since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::training::{Event, Outcome};

    #[test]
    fn work_grows_with_steps_and_is_whole_at_the_end() {
        let mut run = Run::waiting(1, Config::default());
        run.fold(&Event::Started);
        let share = |run: &Run| work(run).0 / work(run).1;
        assert_eq!(share(&run), 0.0);
        run.fold(&Event::Progress { epoch: 10, step: 0 });
        assert!((share(&run) - 0.5).abs() < 1e-12);
        run.fold(&Event::Progress { epoch: 10, step: 16 });
        assert!(share(&run) > 0.5 && share(&run) < 0.55);
        run.fold(&Event::Finished(Outcome::Stopped));
        assert_eq!(share(&run), 1.0);
    }

    #[test]
    fn time_left_waits_for_evidence() {
        assert_eq!(seconds_left(0.001, 10.0), None);
        assert_eq!(seconds_left(0.25, 10.0), Some(30.0));
    }

    #[test]
    fn a_stopwatch_leaves_pauses_out() {
        let mut watch = Stopwatch::started(100.0);
        watch.halt(103.0);
        watch.halt(110.0);
        watch.go_on(120.0);
        assert_eq!(watch.seconds(121.0), 4.0);
    }
}
