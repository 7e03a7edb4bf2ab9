//! From Train, or `fitlab.fit`, to the last event of a run.

use super::data::Supply;
use super::engine::{Desk, Handle};
use super::log;
use super::network::{Circumstances, Network, NetworkId, Origin, Run, Status, all_runs};
use super::progress::Stopwatch;
use super::shared::repeated;
use super::state::Session;
use super::time::now;
use crate::browser::spawn;
use crate::config::{Config, DatasetName};
use crate::data::Dataset;
use crate::network::Weights;
use crate::training::{Event, Job, Outcome, RunId};
use leptos::prelude::*;
use std::rc::Rc;

/// A run that waits to be started.
pub(super) struct Task {
    pub network: NetworkId,
    pub serial: u32,
    pub config: Config,
    pub initial_weights: Option<Weights>,
}

impl Session {
    /// Trains all networks of the page from the start, each from as many seeds as the settings say.
    pub fn train(self) {
        let repeats = self.repeats.get_untracked();
        let mut tasks: Vec<Task> = Vec::new();
        for (id, config) in self.page_networks() {
            tasks.extend(self.wait(id, repeated(&config, repeats), None));
        }
        self.notice.set(None);
        self.former.set(None);
        spawn(self.launch(tasks, None));
    }

    /// Has those who will train get ready: the reader is about to press Train.
    pub fn expect_training(self) {
        let networks = self.page_networks();
        let runs = networks.len() * self.repeats.get_untracked();
        spawn(async move {
            // Why nobody can come is told when a run needs them.
            if let Some((_, config)) = networks.first()
                && let Ok(desk) = self.desk_for(config).await
            {
                desk.crew.call(runs);
            }
        });
    }

    /// The page's networks, each with its configuration as it stands.
    fn page_networks(self) -> Vec<(NetworkId, Config)> {
        let shared = self.shared.get_untracked();
        self.networks.with_untracked(|networks| {
            let page = networks.iter().filter(|network| network.origin == Origin::Page);
            page.map(|network| (network.id, network.config(&shared))).collect()
        })
    }

    /// Gives a network new runs, one with each of these configurations, which wait.
    pub(super) fn wait(
        self,
        network: NetworkId,
        configs: Vec<Config>,
        initial_weights: Option<Weights>,
    ) -> Vec<Task> {
        let task = |config| {
            let (serial, initial_weights) = (self.number(), initial_weights.clone());
            Task { network, serial, config, initial_weights }
        };
        let tasks: Vec<Task> = configs.into_iter().map(task).collect();
        if !self.networks.with_untracked(|all| all.iter().any(|network| network.is_active())) {
            self.first_serial.set(tasks.first().map_or(0, |task| task.serial));
            self.watch.set(Stopwatch::default());
        }
        self.discard(network);
        let run = |task: &Task| Run::waiting(task.serial, task.config.clone());
        self.change(network, |network| network.set_runs(tasks.iter().map(run).collect()));
        tasks
    }

    /// Starts runs that wait, once GPU and data are there.
    pub(super) async fn launch(self, tasks: Vec<Task>, given: Option<Rc<Dataset>>) {
        let Some(config) = tasks.first().map(|task| task.config.clone()) else {
            return;
        };
        let desk = self.desk_for(&config).await;
        let supply = match given {
            Some(dataset) => Ok(Supply::given(dataset)),
            None if desk.is_ok() => {
                self.supply(config.dataset, config.train_samples.unwrap_or(0)).await
            }
            // Without a GPU no data is needed, and the missing GPU is what there is to say.
            None => Err(String::new()),
        };
        let ready = desk.and_then(|desk| Ok((desk, supply?)));
        for task in tasks {
            match &ready {
                Ok((desk, supply)) => self.start(desk, supply, task),
                Err(message) => self.fail(&task, message.clone()),
            }
        }
    }

    fn start(self, desk: &Desk, supply: &Supply, task: Task) {
        if !self.is_waiting_for(&task) {
            return;
        }
        let mut config = task.config.clone();
        config.dataset = supply.name;
        let available = supply.dataset.train.len();
        let examples = config.train_samples.map_or(available, |wanted| wanted.min(available));
        let at = Circumstances { dataset_note: supply.note.clone(), ..desk.circumstances.clone() };
        let job = Job {
            config: config.clone(),
            data: supply.dataset.clone(),
            initial_weights: task.initial_weights.clone(),
        };
        match desk.crew.start(job) {
            Ok(run) => {
                self.keep(desk, run, &task);
                self.watch.update(|watch| watch.go_on(now()));
                self.change(task.network, |network| {
                    network.prepare(task.serial, config, examples, at);
                });
            }
            Err(error) => self.fail(&task, error.to_string()),
        }
    }

    fn keep(self, desk: &Desk, run: RunId, task: &Task) {
        let (network, serial) = (task.network, task.serial);
        let handle = Handle { desk: desk.clone(), run, network, serial, discarded: false };
        self.engine.update_value(|engine| engine.handles.push(handle));
    }

    /// Whether the run that a task is for still waits: meanwhile the reader may have stopped it.
    fn is_waiting_for(self, task: &Task) -> bool {
        self.networks.with_untracked(|networks| {
            let is_it = |run: &&Run| run.serial == task.serial && run.status == Status::Waiting;
            all_runs(networks).iter().any(is_it)
        })
    }

    fn fail(self, task: &Task, message: String) {
        if self.is_waiting_for(task) {
            self.take_in(task.network, task.serial, &Event::Finished(Outcome::Failed(message)));
        }
    }

    /// Takes in an event of the desk with this number.
    pub(super) fn hear(self, desk: u32, run: RunId, event: &Event) {
        let found = self.engine.try_with_value(|engine| {
            let handles = &engine.handles;
            let of_run = |handle: &&Handle| handle.desk.number == desk && handle.run == run;
            handles.iter().find(of_run).map(|h| (h.network, h.serial, h.discarded))
        });
        let Some(Some((network, serial, discarded))) = found else {
            return;
        };
        if !discarded {
            self.take_in(network, serial, event);
        } else if matches!(event, Event::Finished(_)) {
            self.forget(serial);
        }
    }

    /// Folds an event into the run that it belongs to, and into the log.
    fn take_in(self, network: NetworkId, serial: u32, event: &Event) {
        let mut line = None;
        let mut weights_are_kept = true;
        self.change_by_event(network, |network| {
            let has_repeats = network.runs().len() > 1;
            let Some(run) = network.fold(serial, event) else {
                return;
            };
            let text = match event {
                Event::Epoch(metrics) => {
                    let (seconds, steps) = (run.latest_epoch_seconds(), run.steps_per_epoch());
                    Some((log::epoch_text(&run.config, metrics, seconds, steps), false))
                }
                Event::Finished(outcome) => log::end_text(outcome, run.history.epochs())
                    .map(|text| (text, *outcome != Outcome::Stopped)),
                _ => None,
            };
            let seed = has_repeats.then_some(run.config.seed);
            line = text.map(|(text, problem)| (log::of_seed(seed, text), problem));
            weights_are_kept = network.runs().first().is_some_and(|first| first.serial == serial);
        });
        if let Some((text, problem)) = line {
            self.log_line(network, text, problem);
        }
        if let Event::Finished(outcome) = event {
            self.end(serial, matches!(outcome, Outcome::Failed(_)));
            if !weights_are_kept {
                self.forget(serial);
            }
        }
    }

    fn end(self, serial: u32, failed: bool) {
        self.resolve(serial);
        if self.settle() && failed {
            self.renew_lost_gpu();
        }
    }

    /// Once nothing trains any more, nobody rests and the clock stands. Says whether it is so.
    pub(super) fn settle(self) -> bool {
        let trains = self.networks.with_untracked(|all| all.iter().any(Network::is_active));
        if !trains {
            if self.paused.get_untracked() {
                self.resume();
            }
            self.watch.update(|watch| watch.halt(now()));
        }
        !trains
    }

    /// Ends every run.
    pub fn stop(self) {
        let mut waiting: Vec<(NetworkId, u32)> = Vec::new();
        let mut active: Vec<u32> = Vec::new();
        self.networks.with_untracked(|networks| {
            for network in networks {
                for run in network.runs() {
                    match run.status {
                        Status::Waiting => waiting.push((network.id, run.serial)),
                        Status::Over(_) => {}
                        _ => active.push(run.serial),
                    }
                }
            }
        });
        for (network, serial) in waiting {
            self.take_in(network, serial, &Event::Finished(Outcome::Stopped));
        }
        let running = self.engine.try_with_value(|engine| {
            let handles = engine.handles.iter();
            let handles = handles.filter(|handle| active.contains(&handle.serial));
            handles.map(|handle| (handle.desk.crew.clone(), handle.run)).collect::<Vec<_>>()
        });
        for (crew, run) in running.unwrap_or_default() {
            crew.stop(run);
        }
        // Whoever rests would not get to the end either.
        if self.paused.get_untracked() {
            self.resume();
        }
    }
}

impl Supply {
    fn given(dataset: Rc<Dataset>) -> Supply {
        let note = "Arrays handed over in the console".into();
        Supply { dataset, name: DatasetName::Given, note }
    }
}
