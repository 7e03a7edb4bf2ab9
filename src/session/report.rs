//! What a finished training came to: `fitlab.fit` resolves to it, and it is saved to a file.

use super::instruments::instruments;
use super::network::{Circumstances, Network, NetworkId, Run, Status};
use crate::config::Config;
use crate::json;
use crate::training::{History, Outcome, StepMetrics};
use serde_json::Value;

/// One network's training, with all that is needed to repeat it.
#[derive(Clone, Debug, PartialEq)]
pub struct FitReport {
    /// What it was trained with; its data set is the one really used.
    pub config: Config,
    /// Names the network on the page.
    pub network: NetworkId,
    /// Its name.
    pub name: String,
    /// What computed: `WebGPU`, or `WebAssembly` on the processor.
    pub backend: String,
    /// Its curves.
    pub history: History,
    /// Seconds of computing for it.
    pub seconds: f64,
    /// How it ended.
    pub outcome: Outcome,
    /// Which data was really used, in words.
    pub dataset_note: String,
    /// The GPU's name, or that it was the processor.
    pub adapter: String,
}

impl FitReport {
    /// The object that the console and a saved history share.
    pub fn to_json(&self) -> Value {
        json::object([
            ("config", self.config.to_json()),
            ("network", Value::from(self.network)),
            ("name", Value::from(self.name.as_str())),
            ("backend", Value::from(self.backend.as_str())),
            ("history", self.history.to_json()),
            ("steps", steps(&self.history.steps)),
            ("instruments", instruments(&self.history, &self.config)),
            ("seconds", Value::from(self.seconds)),
            ("outcome", Value::from(outcome_name(&self.outcome))),
            ("dataset", Value::from(self.dataset_note.as_str())),
            ("adapter", Value::from(self.adapter.as_str())),
        ])
    }
}

/// Loss and accuracy of each batch, over all epochs.
fn steps(steps: &[StepMetrics]) -> Value {
    let loss: Vec<f64> = steps.iter().map(|step| step.loss).collect();
    let accuracy: Vec<f64> = steps.iter().map(|step| step.accuracy).collect();
    json::object([("loss", Value::from(loss)), ("accuracy", Value::from(accuracy))])
}

/// How a run ended, as one word.
fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Completed => "completed",
        Outcome::Stopped => "stopped",
        Outcome::Diverged => "diverged",
        Outcome::Failed(_) => "failed",
    }
}

impl FitReport {
    /// The report of one of a network's runs, taken as stopped where it still goes on.
    pub fn of(network: &Network, run: &Run) -> FitReport {
        let Circumstances { adapter, backend, dataset_note } = run.at.clone();
        FitReport {
            config: run.config.clone(),
            network: network.id,
            name: network.name.clone(),
            backend,
            history: run.history.clone(),
            seconds: run.seconds(),
            outcome: match &run.status {
                Status::Over(outcome) => outcome.clone(),
                _ => Outcome::Stopped,
            },
            dataset_note,
            adapter,
        }
    }
}

/// The file of a comparison: a list of reports, one for each run that has finished an epoch. The `seed` in its
/// `config` tells a network's runs apart.
pub fn saved_histories(networks: &[Network]) -> Option<String> {
    let mut reports = Vec::new();
    for network in networks {
        for run in network.runs().iter().filter(|run| run.history.epochs() > 0) {
            let mut json = FitReport::of(network, run).to_json();
            if !run.is_over() {
                json["outcome"] = Value::from("running");
            }
            reports.push(json);
        }
    }
    (!reports.is_empty()).then(|| json::pretty(&Value::Array(reports)))
}
