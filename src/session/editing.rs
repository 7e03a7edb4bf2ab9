//! What the reader changes: the networks, their settings, the whole experiment.

use super::experiment::{Experiment, MAX_NETWORKS, Plan};
use super::network::{Network, NetworkId, Origin, free_look};
use super::settings::{SETTINGS, Setting};
use super::shared::Shared;
use super::state::{Refusal, Session, next};
use crate::config::DatasetName;
use crate::page::look::LOOKS;
use leptos::prelude::*;

impl Session {
    /// Replaces networks and settings. Curves that go with them can be brought back.
    pub fn open(self, experiment: Experiment) {
        let left = self.leave();
        self.refusals.update(Vec::clear);
        for plan in experiment.networks {
            self.add(plan, Origin::Page);
        }
        self.shared.set(experiment.shared);
        self.repeats.set(experiment.repeats);
        self.prepare_data();
        self.offer(
            left,
            "The networks that stood here before, and their curves, made way for these.",
        );
    }

    /// The page's networks and settings as they stand.
    pub fn experiment(self) -> Experiment {
        let networks = self.networks.with_untracked(|networks| {
            let page = networks.iter().filter(|network| network.origin == Origin::Page);
            page.map(|n| Plan { name: n.name.clone(), hidden: n.hidden.clone() }).collect()
        });
        let repeats = self.repeats.get_untracked();
        Experiment { shared: self.shared.get_untracked(), repeats, networks }
    }

    /// What all networks of the page share. Reactive.
    pub fn settings(self) -> Shared {
        Shared { config: self.shared.get(), repeats: self.repeats.get() }
    }

    /// Takes in what was typed for a setting; what cannot be is kept beside it with the reason.
    pub fn edit_setting(self, setting: &'static Setting, text: String) {
        let (config, repeats) = (self.shared.get_untracked(), self.repeats.get_untracked());
        match setting.edited(&Shared { config, repeats }, &text) {
            Ok(shared) => {
                let corrected = self.refusals.try_update(|refusals| {
                    let before = refusals.len();
                    refusals.retain(|refusal| refusal.path != setting.path);
                    let corrected = refusals.len() < before;
                    // Numbers of the former optimizer are gone, and so is what was wrong with them.
                    refusals.retain(|refusal| shown(refusal.path, &shared));
                    corrected && refusals.is_empty()
                });
                self.shared.set(shared.config);
                self.repeats.set(shared.repeats);
                if corrected.unwrap_or_default() {
                    self.notice.set(None);
                }
                if setting.path == "dataset" {
                    self.prepare_data();
                }
            }
            Err(error) => {
                let path = setting.path;
                let refusal = Refusal { path, text, message: error.to_string() };
                self.refusals.update(|refusals| {
                    refusals.retain(|refusal| refusal.path != path);
                    refusals.push(refusal);
                });
            }
        }
    }

    /// Has the chosen data ready before Train is pressed.
    fn prepare_data(self) {
        let shared = self.shared.get_untracked();
        if shared.dataset != DatasetName::Given {
            self.prepare(shared.dataset, shared.train_samples.unwrap_or(0));
        }
    }

    /// Adds a network, at the list's end.
    pub fn add(self, plan: Plan, origin: Origin) -> NetworkId {
        let id = next(self.network_numbers);
        self.networks.update(|networks| {
            let plan = plan.among(&names(&networks[..]));
            let look = free_look(networks, LOOKS);
            networks.push(Network::new(id, plan, look, origin));
        });
        id
    }

    /// Whether another network fits on the page. Reactive.
    pub fn has_room(self) -> bool {
        self.networks.with(|networks| {
            networks.iter().filter(|network| network.origin == Origin::Page).count() < MAX_NETWORKS
        })
    }

    /// Changes what a network is.
    pub fn redefine(self, id: NetworkId, plan: Plan) {
        let plan = self.networks.with_untracked(|networks| {
            let others: Vec<&Network> = networks.iter().filter(|other| other.id != id).collect();
            plan.among(&names(others))
        });
        self.change(id, |network| (network.name, network.hidden) = (plan.name, plan.hidden));
    }

    /// Hides or shows a network's curves.
    pub fn toggle_shown(self, id: NetworkId) {
        self.change(id, |network| network.shown = !network.shown);
    }

    /// Clears curves and log, which can be brought back; the page's networks and settings stay, the console's
    /// networks go.
    pub fn clear(self) {
        let untrained = self.networks.with_untracked(|networks| {
            let of_page = networks.iter().filter(|network| network.origin == Origin::Page);
            of_page.map(Network::untrained).collect()
        });
        let left = self.leave();
        self.networks.set(untrained);
        self.offer(left, "Curves and log were cleared.");
    }
}

fn names<'a>(networks: impl IntoIterator<Item = &'a Network>) -> Vec<&'a str> {
    networks.into_iter().map(|network| &network.name[..]).collect()
}

/// Whether the settings have this one.
fn shown(path: &str, shared: &Shared) -> bool {
    SETTINGS.iter().any(|setting| setting.path == path && setting.text(shared).is_some())
}
