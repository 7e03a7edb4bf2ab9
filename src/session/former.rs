//! What stood on the page before the reader took it off.

use super::experiment::Experiment;
use super::log::LogLine;
use super::network::{Network, NetworkId, free_look};
use super::progress::Stopwatch;
use super::state::Session;
use crate::page::look::LOOKS;
use leptos::prelude::*;
use std::collections::VecDeque;

/// What can be brought back, with its curves. Weights are gone.
pub struct Former {
    /// How it came off the page, as a sentence.
    pub told: String,
    what: What,
}

enum What {
    /// All networks, and what belongs to them.
    Page(Page),
    /// One network, and where in the list it stood.
    Network(Network, usize),
}

/// Networks with their curves, and what belongs to them.
struct Page {
    networks: Vec<Network>,
    experiment: Experiment,
    log: VecDeque<LogLine>,
    watch: Stopwatch,
}

impl Session {
    /// Takes all networks off the page, and the log with them. What was trained is over; if nothing was, nothing is
    /// kept of it.
    pub(super) fn leave(self, told: &str) -> Option<Former> {
        let experiment = self.experiment();
        let ids =
            self.networks.with_untracked(|all| all.iter().map(|it| it.id).collect::<Vec<_>>());
        ids.into_iter().for_each(|id| self.discard(id));
        let mut networks = self.networks.try_update(std::mem::take).unwrap_or_default();
        networks.iter_mut().for_each(Network::halt);
        let log = self.log.try_update(std::mem::take).unwrap_or_default();
        self.settle();
        let watch = self.watch.try_update(std::mem::take).unwrap_or_default();
        self.notice.set(None);
        let has_curves = networks.iter().any(Network::has_curve);
        let what = What::Page(Page { networks, experiment, log, watch });
        has_curves.then(|| Former { told: told.into(), what })
    }

    /// Takes a network off the list and frees what it keeps. Its curves can be brought back.
    pub fn remove(self, id: NetworkId) {
        self.discard(id);
        let removed = self.networks.try_update(|networks| {
            let place = networks.iter().position(|network| network.id == id)?;
            Some((networks.remove(place), place))
        });
        self.settle();
        if let Some((mut network, place)) = removed.flatten() {
            network.halt();
            if network.has_curve() {
                let told = format!("“{}” and its curves were removed.", network.name);
                self.former.set(Some(Former { told, what: What::Network(network, place) }));
            }
        }
    }

    /// Puts back what was taken off the page last.
    pub fn bring_back(self) {
        let Some(former) = self.former.try_update(Option::take).flatten() else {
            return;
        };
        match former.what {
            What::Network(mut network, place) => self.networks.update(|networks| {
                if networks.iter().any(|other| other.look == network.look) {
                    network.look = free_look(networks, LOOKS);
                }
                networks.insert(place.min(networks.len()), network);
            }),
            What::Page(Page { networks, experiment, log, watch }) => {
                self.leave("");
                self.refusals.update(Vec::clear);
                self.networks.set(networks);
                self.shared.set(experiment.shared);
                self.repeats.set(experiment.repeats);
                self.log.set(log);
                self.watch.set(watch);
            }
        }
    }
}
