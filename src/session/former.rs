//! What stood on the page before another experiment was opened in its place.

use super::experiment::Experiment;
use super::log::LogLine;
use super::network::Network;
use super::progress::Stopwatch;
use super::state::Session;
use crate::config::Config;
use leptos::prelude::*;
use std::collections::VecDeque;

/// Networks with their curves, and what belongs to them. Their weights are gone.
pub struct Former {
    networks: Vec<Network>,
    shared: Config,
    repeats: usize,
    log: VecDeque<LogLine>,
    watch: Stopwatch,
}

impl Session {
    /// Takes all networks off the page, settings and log with them. What was trained is over; if nothing was, nothing
    /// is kept of it.
    pub(super) fn leave(self) -> Option<Former> {
        let Experiment { shared, repeats, .. } = self.experiment();
        let ids =
            self.networks.with_untracked(|all| all.iter().map(|it| it.id).collect::<Vec<_>>());
        ids.into_iter().for_each(|id| self.discard(id));
        let mut networks = self.networks.try_update(std::mem::take).unwrap_or_default();
        networks.iter_mut().for_each(Network::halt);
        let log = self.log.try_update(std::mem::take).unwrap_or_default();
        self.settle();
        let watch = self.watch.try_update(std::mem::take).unwrap_or_default();
        self.refusals.update(Vec::clear);
        self.notice.set(None);
        let has_curves = networks.iter().any(Network::has_curve);
        has_curves.then_some(Former { networks, shared, repeats, log, watch })
    }

    /// Puts back what the latest opening has taken off the page.
    pub fn bring_back(self) {
        let Some(former) = self.former.try_update(Option::take).flatten() else {
            return;
        };
        self.leave();
        self.networks.set(former.networks);
        self.shared.set(former.shared);
        self.repeats.set(former.repeats);
        self.log.set(former.log);
        self.watch.set(former.watch);
    }
}
