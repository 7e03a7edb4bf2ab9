//! What the writer's copy of the networks lacks: each network in brief, a run's facts and each of its epochs but
//! once.

use crate::json;
use crate::session::experiment::Plan;
use crate::session::network::{Network, Origin, Run, Status};
use crate::training::{EpochMetrics, Event, History};
use serde_json::Value;

/// What has changed since the last time.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// All networks in their order, as JSON.
    pub networks: Value,
    /// Events of their runs, each with its run's serial.
    pub events: Vec<(u32, Event)>,
}

/// What the writer has been told of each run.
#[derive(Default)]
pub struct Known(Vec<Progress>);

/// How far the writer knows a run.
#[derive(Clone, Copy, Default)]
struct Progress {
    serial: u32,
    /// Whether it knows all of what a run has from its beginning on.
    facts: bool,
    epochs: usize,
    over: bool,
}

impl Known {
    /// What is not known yet of these networks; from now on it is.
    pub fn catch_up(&mut self, networks: &[Network]) -> News {
        let (mut told, mut events, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for network in networks {
            let mut runs = Vec::new();
            for run in network.runs() {
                let is_it = |known: &&Progress| known.serial == run.serial;
                let before = self.0.iter().find(is_it).copied().unwrap_or_default();
                runs.push(if before.facts { Value::from(run.serial) } else { facts(run) });
                if !before.over {
                    let new = events_since(run, before.epochs);
                    events.extend(new.into_iter().map(|event| (run.serial, event)));
                }
                let facts = run.status != Status::Waiting;
                let (epochs, over) = (run.history.epochs(), run.is_over());
                known.push(Progress { serial: run.serial, facts, epochs, over });
            }
            told.push(brief(network, runs));
        }
        self.0 = known;
        News { networks: Value::Array(told), events }
    }
}

fn brief(network: &Network, runs: Vec<Value>) -> Value {
    let plan = Plan { name: network.name.clone(), hidden: network.hidden.clone() };
    json::object([
        ("id", Value::from(network.id)),
        ("plan", plan.to_json()),
        ("look", Value::from(network.look)),
        ("shown", Value::from(network.shown)),
        ("console", Value::from(network.origin == Origin::Console)),
        ("runs", Value::Array(runs)),
    ])
}

/// What a run has from its beginning on.
fn facts(run: &Run) -> Value {
    json::object([
        ("serial", Value::from(run.serial)),
        ("begun", Value::from(run.status != Status::Waiting)),
        ("config", run.config.to_json()),
        ("examples", Value::from(run.examples)),
        ("adapter", Value::from(run.at.adapter.as_str())),
        ("backend", Value::from(run.at.backend.as_str())),
        ("dataset_note", Value::from(run.at.dataset_note.as_str())),
    ])
}

/// The events that bring a copy of the run from so many epochs to where it is now.
fn events_since(run: &Run, epochs: usize) -> Vec<Event> {
    let mut events = Vec::new();
    if run.status == Status::Training {
        events.push(Event::Started);
    }
    let new = epochs..run.history.epochs();
    events.extend(new.map(|epoch| Event::Epoch(of_epoch(&run.history, epoch))));
    events.push(Event::Progress { epoch: run.epoch, step: run.step });
    if let Status::Over(outcome) = &run.status {
        events.push(Event::Finished(outcome.clone()));
    }
    events
}

/// What an epoch came to. Nothing is written of single steps, and they are left out.
fn of_epoch(history: &History, epoch: usize) -> EpochMetrics {
    // The first epoch has before its own reading that of before the first update.
    let readings = if epoch == 0 { 0..2 } else { epoch + 1..epoch + 2 };
    EpochMetrics {
        epoch,
        loss: history.loss[epoch],
        accuracy: history.accuracy[epoch],
        val_loss: history.val_loss[epoch],
        val_accuracy: history.val_accuracy[epoch],
        steps: Vec::new(),
        seconds: history.seconds[epoch],
        step_seconds: history.step_seconds[epoch],
        readings: history.readings.get(readings).unwrap_or_default().to_vec(),
    }
}
