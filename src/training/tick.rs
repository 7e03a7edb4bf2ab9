//! The pieces that a run is submitted in.

use super::cohort::Cohort;
use super::pass::Dispatch;
use super::transfer::Transfer;

/// Work that is not divided among submissions.
#[derive(Clone, Copy)]
pub enum Tick {
    /// A piece of the reading before the first update.
    Opening(usize),
    /// A training step.
    Step {
        /// Of all epochs.
        is_runs_first: bool,
        /// Of its epoch.
        is_epochs_first: bool,
        /// Of its epoch.
        is_epochs_last: bool,
    },
    /// An epoch's reading.
    Probe,
    /// A chunk of validation.
    Validation(usize),
}

impl Tick {
    /// What has to be done to buffers first, outside a compute pass.
    pub fn transfers(self, cohort: &Cohort) -> &[Transfer] {
        let instruments = &cohort.instruments;
        match self {
            Tick::Opening(piece) => &instruments.opening[piece].transfers,
            Tick::Step { is_runs_first, is_epochs_last, .. } if is_runs_first || is_epochs_last => {
                &instruments.before_step
            }
            Tick::Probe => &instruments.probe.transfers,
            Tick::Step { .. } | Tick::Validation(_) => &[],
        }
    }

    /// Its launches.
    pub fn dispatches(self, cohort: &Cohort) -> impl Iterator<Item = &Dispatch> {
        let instruments = &cohort.instruments;
        let (before, own, after): (&[Dispatch], &[Dispatch], &[Dispatch]) = match self {
            Tick::Opening(piece) => (&[], &instruments.opening[piece].dispatches, &[]),
            Tick::Step { is_runs_first, is_epochs_first, .. } => {
                let shuffle = std::slice::from_ref(&cohort.shuffle);
                let before = if is_epochs_first { shuffle } else { &[] };
                let after = if is_runs_first { &instruments.after_first_step[..] } else { &[] };
                (before, &cohort.step, after)
            }
            Tick::Probe => (&[], &instruments.probe.dispatches, &[]),
            Tick::Validation(chunk) => {
                (&[], &cohort.validation[chunk], instruments.census.as_slice())
            }
        };
        before.iter().chain(own).chain(after)
    }
}
