//! What stood on the page before the reader took it off.

use super::experiment::Plan;
use super::log::LogLine;
use super::network::{Network, NetworkId, Origin, free_look};
use super::progress::Stopwatch;
use super::state::Session;
use crate::config::Config;
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
    Page(Page),
    /// One network, and where in the list it stood.
    Network(Network, usize),
}

/// All networks with their curves, and what belongs to them.
pub(super) struct Page {
    networks: Vec<Network>,
    shared: Config,
    repeats: usize,
    log: VecDeque<LogLine>,
    watch: Stopwatch,
    first_serial: u32,
}

impl Page {
    fn has_curves(&self) -> bool {
        self.networks.iter().any(Network::has_curve)
    }
}

impl Session {
    /// Takes all networks off the page, and the log with them. What was trained is over.
    pub(super) fn leave(self) -> Page {
        let ids =
            self.networks.with_untracked(|all| all.iter().map(|it| it.id).collect::<Vec<_>>());
        ids.into_iter().for_each(|id| self.discard(id));
        let mut networks = self.networks.try_update(std::mem::take).unwrap_or_default();
        networks.iter_mut().for_each(Network::halt);
        let log = self.log.try_update(std::mem::take).unwrap_or_default();
        self.settle();
        let watch = self.watch.try_update(std::mem::take).unwrap_or_default();
        self.notice.set(None);
        let (shared, repeats) = (self.shared.get_untracked(), self.repeats.get_untracked());
        let first_serial = self.first_serial.get_untracked();
        Page { networks, shared, repeats, log, watch, first_serial }
    }

    /// Offers to bring back what was left, if that has curves. Else those that were left before can still be had.
    pub(super) fn offer(self, left: Page, told: &str) {
        if left.has_curves() {
            self.former.set(Some(Former { told: told.into(), what: What::Page(left) }));
        } else {
            // A single network belongs to the others that were here.
            self.former.update(|former| {
                former.take_if(|former| matches!(former.what, What::Network(..)));
            });
        }
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

    /// Puts back what was taken off the page last. Whatever makes way for it can be brought back in turn.
    pub fn bring_back(self) {
        let needs_room =
            self.former.with_untracked(|former| match former.as_ref().map(|it| &it.what) {
                Some(What::Network(network, _)) => network.origin == Origin::Page,
                _ => false,
            });
        if needs_room && !untrack(|| self.has_room()) {
            return self.warn("There is no room for it: first remove another network.");
        }
        match self.former.try_update(Option::take).flatten().map(|former| former.what) {
            None => {}
            Some(What::Network(network, place)) => self.put_back(network, place),
            Some(What::Page(page)) => {
                let before = self.experiment();
                let left = self.leave();
                self.refusals.update(Vec::clear);
                self.networks.set(page.networks);
                self.shared.set(page.shared);
                self.repeats.set(page.repeats);
                self.log.set(page.log);
                self.watch.set(page.watch);
                self.first_serial.set(page.first_serial);
                if left.has_curves() || before != self.experiment() {
                    let told = "What stood here made way for what was brought back.".into();
                    self.former.set(Some(Former { told, what: What::Page(left) }));
                }
            }
        }
    }

    fn put_back(self, mut network: Network, place: usize) {
        self.networks.update(|networks| {
            let others: Vec<&str> = networks.iter().map(|network| &network.name[..]).collect();
            let plan = Plan { name: network.name, hidden: network.hidden }.among(&others);
            (network.name, network.hidden) = (plan.name, plan.hidden);
            if networks.iter().any(|other| other.look == network.look) {
                network.look = free_look(networks, LOOKS);
            }
            networks.insert(place.min(networks.len()), network);
        });
    }
}
