//! Training asked for in the console, and what is kept of any network after its training.

use super::experiment::Plan;
use super::network::{Network, NetworkId, Origin, Run};
use super::report::FitReport;
use super::state::Session;
use crate::browser::spawn;
use crate::config::Config;
use crate::data::Dataset;
use crate::network::Weights;
use crate::training::Outcome;
use futures_channel::oneshot;
use leptos::prelude::*;

/// What `fitlab.fit` is asked for.
pub struct FitRequest {
    /// The configuration.
    pub config: Config,
    /// Arrays handed over with it.
    pub examples: Option<Dataset>,
    /// Weights to begin with, instead of drawn ones.
    pub initial_weights: Option<Weights>,
}

const REMOVED: &str = "The network was removed from the page before its training was over.";

impl Session {
    /// Adds a network to the list and trains it; resolves when that is over.
    ///
    /// # Errors
    /// In words, if it could not be trained.
    pub async fn fit(self, request: FitRequest) -> Result<FitReport, String> {
        let FitRequest { config, examples, initial_weights } = request;
        let network = self.add(Plan::unnamed(config.hidden.clone()), Origin::Console);
        let tasks = self.wait(network, vec![config], initial_weights);
        let (sender, over) = oneshot::channel();
        let serial = tasks[0].serial;
        self.engine.update_value(|engine| engine.waiting.push((serial, sender)));
        spawn(self.launch(tasks, examples.map(|given| self.given(given))));
        over.await.map_err(|_| REMOVED.to_owned())?;
        let report = self.networks.with_untracked(|networks| {
            let network = networks.iter().find(|candidate| candidate.id == network)?;
            let run = network.runs().first().filter(|run| run.is_over())?;
            Some(FitReport::of(network, run))
        });
        match report {
            None => Err(REMOVED.into()),
            Some(FitReport { outcome: Outcome::Failed(cause), .. }) => Err(cause),
            Some(report) => Ok(report),
        }
    }

    /// Reports the end of a run to whoever waits for it.
    pub(super) fn resolve(self, serial: u32) {
        self.engine.update_value(|engine| {
            let ended = engine.waiting.extract_if(.., |(waiting, _)| *waiting == serial);
            for (_, sender) in ended {
                // Whoever waited may be gone.
                let _ = sender.send(());
            }
        });
    }

    /// A network's weights as they are now; of several runs, the first one's.
    ///
    /// # Errors
    /// In words, if it has none, or the GPU does not give them.
    pub async fn weights(self, network: NetworkId) -> Result<Weights, String> {
        let first = self.run_serials(network, |_| true).first().copied();
        let found = self.engine.try_with_value(|engine| {
            let handle = engine.handles.iter().find(|handle| Some(handle.serial) == first)?;
            Some((handle.desk.crew.clone(), handle.run))
        });
        match found.flatten() {
            Some((crew, run)) => crew.weights(run).await.map_err(|error| error.to_string()),
            None => Err(self.no_weights(network)),
        }
    }

    /// Serials of those of a network's runs that are chosen, in the order of their seeds.
    fn run_serials(self, network: NetworkId, chosen: fn(&Run) -> bool) -> Vec<u32> {
        self.networks.with_untracked(|networks| {
            let found = networks.iter().find(|candidate| candidate.id == network);
            let runs = found.map(Network::runs).unwrap_or_default().iter();
            runs.filter(|run| chosen(run)).map(|run| run.serial).collect()
        })
    }

    fn no_weights(self, network: NetworkId) -> String {
        let known = self.networks.with_untracked(|networks| {
            let ids: Vec<String> = networks.iter().map(|network| network.id.to_string()).collect();
            ids.join(", ")
        });
        format!(
            "There are no weights of network {network}: it was not trained here, or was taken off the page since. The \
             page's networks are {known}."
        )
    }

    /// Stops a network's runs and frees what they keep on the GPU.
    pub(super) fn discard(self, network: NetworkId) {
        let active = self.run_serials(network, |run| !run.is_over());
        let mut discarded = Vec::new();
        self.engine.update_value(|engine| {
            for handle in engine.handles.iter_mut().filter(|handle| handle.network == network) {
                handle.discarded = true;
                discarded.push((handle.desk.crew.clone(), handle.run, handle.serial));
            }
        });
        for (crew, run, serial) in discarded {
            if active.contains(&serial) {
                // What it keeps is freed when it has come to its end.
                crew.stop(run);
            } else {
                self.forget(serial);
            }
        }
        active.into_iter().for_each(|serial| self.resolve(serial));
    }

    /// Frees what a finished run keeps; later, since the engine may be in the middle of an event.
    pub(super) fn forget(self, serial: u32) {
        spawn(async move {
            let mut forgotten = Vec::new();
            self.engine.update_value(|engine| {
                forgotten.extend(engine.handles.extract_if(.., |handle| handle.serial == serial));
            });
            for handle in forgotten {
                handle.desk.crew.forget(handle.run);
            }
        });
    }
}
