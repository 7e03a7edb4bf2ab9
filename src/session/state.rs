//! The session's signals, and what can be asked of them.

use super::data::DataState;
use super::engine::{Engine, GpuState};
use super::experiment::Experiment;
use super::former::Former;
use super::log::LogLine;
use super::network::{Network, NetworkId, Run, Status, all_runs};
use super::progress::Stopwatch;
use super::time::now;
use crate::browser::{next_task, spawn};
use crate::config::{Backend, Config};
use leptos::prelude::*;
use std::collections::VecDeque;

/// Everything that the page shows and the console changes. Copies are the same session.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is compared.
    pub networks: RwSignal<Vec<Network>>,
    /// The settings that the page's networks share.
    pub shared: RwSignal<Config>,
    /// From how many seeds each of the page's networks is trained.
    pub repeats: RwSignal<usize>,
    /// What was typed for a setting and refused, at most once a setting.
    pub refusals: RwSignal<Vec<Refusal>>,
    /// One line an epoch.
    pub log: RwSignal<VecDeque<LogLine>>,
    /// What is known of the GPU.
    pub gpu: RwSignal<GpuState>,
    /// What is known of MNIST.
    pub mnist: RwSignal<DataState>,
    /// What is known of the drawn digits.
    pub drawn: RwSignal<DataState>,
    /// Whether the training rests.
    pub paused: RwSignal<bool>,
    /// What the reader should know now.
    pub notice: RwSignal<Option<Notice>>,
    /// What can be brought back.
    pub former: RwSignal<Option<Former>>,
    /// Seconds of training.
    pub watch: RwSignal<Stopwatch>,
    /// The first of the runs that go on together: progress is counted from it on.
    pub first_serial: RwSignal<u32>,
    pub(super) engine: StoredValue<Engine, LocalStorage>,
    /// Whether networks or log have changed without the page being told yet.
    page_is_behind: StoredValue<bool>,
    pub(super) numbers: StoredValue<u32>,
    pub(super) network_numbers: StoredValue<u32>,
}

/// Typed text that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The setting's path.
    pub path: &'static str,
    /// As typed.
    pub text: String,
    /// Why it cannot be.
    pub message: String,
}

/// A sentence for the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub problem: bool,
}

/// Lines of the log that are kept.
const LONGEST_LOG: usize = 1000;

impl Session {
    /// The assignment's first question; asks for the GPU and for MNIST at once.
    pub fn new() -> Session {
        let session = Session {
            networks: RwSignal::new(Vec::new()),
            shared: RwSignal::new(Config::default()),
            repeats: RwSignal::new(1),
            refusals: RwSignal::new(Vec::new()),
            log: RwSignal::new(VecDeque::new()),
            gpu: RwSignal::new(GpuState::Asking),
            mnist: RwSignal::new(DataState::Unasked),
            drawn: RwSignal::new(DataState::Unasked),
            paused: RwSignal::new(false),
            notice: RwSignal::new(None),
            former: RwSignal::new(None),
            watch: RwSignal::new(Stopwatch::default()),
            first_serial: RwSignal::new(0),
            engine: StoredValue::new_local(Engine::default()),
            page_is_behind: StoredValue::new(false),
            numbers: StoredValue::new(0),
            network_numbers: StoredValue::new(0),
        };
        session.open(Experiment::default());
        session.ask_for_gpu();
        session
    }

    /// A number that was not given before, for runs, labs and lines of the log.
    pub(super) fn number(self) -> u32 {
        next(self.numbers)
    }

    /// The networks' numbers, in their order. Reactive.
    pub fn ids(self) -> Vec<NetworkId> {
        self.networks.with(|networks| networks.iter().map(|network| network.id).collect())
    }

    /// What can be told of a network, if it is still there. Reactive.
    pub fn of_network<T>(self, id: NetworkId, part: fn(&Network) -> T) -> Option<T> {
        self.networks.with(|all| all.iter().find(|network| network.id == id).map(part))
    }

    /// Whether any network is trained or about to be. Reactive.
    pub fn is_active(self) -> bool {
        self.networks.with(|networks| networks.iter().any(Network::is_active))
    }

    /// Whether what the settings ask to compute on is there, as far as is known. Reactive.
    pub fn can_compute(self) -> bool {
        let wants_gpu = self.shared.with(|shared| shared.backend == Backend::WebGpu);
        !wants_gpu || self.gpu.with(|gpu| !matches!(gpu, GpuState::Missing { .. }))
    }

    /// Whether networks wait for the GPU or the data, and none is trained yet. Reactive.
    pub fn is_waiting(self) -> bool {
        self.networks.with(|networks| {
            let runs = all_runs(networks);
            let waits = |run: &&Run| run.status == Status::Waiting;
            runs.iter().any(waits) && runs.iter().all(|run| run.is_over() || waits(run))
        })
    }

    /// Whether there is a curve to see, to save or to clear. Reactive.
    pub fn has_curves(self) -> bool {
        self.networks.with(|networks| networks.iter().any(Network::has_curve))
    }

    /// Changes one network, if it is still there.
    pub(super) fn change(self, id: NetworkId, change: impl FnOnce(&mut Network)) {
        self.networks.update(|networks| {
            if let Some(network) = networks.iter_mut().find(|network| network.id == id) {
                change(network);
            }
        });
    }

    /// The same for an event of its training. Events come by the hundred, and telling the page of each
    /// would hold it up: it is told of all that come together, by [`Session::tell_page_soon`].
    pub(super) fn change_by_event(self, id: NetworkId, change: impl FnOnce(&mut Network)) {
        self.networks.update_untracked(|networks| {
            if let Some(network) = networks.iter_mut().find(|network| network.id == id) {
                change(network);
            }
        });
        self.tell_page_soon();
    }

    /// Tells the page that networks and log have changed, in a task after the current one: taking events in and showing
    /// what they changed would together hold the page up.
    fn tell_page_soon(self) {
        if self.page_is_behind.get_value() {
            return;
        }
        self.page_is_behind.set_value(true);
        spawn(async move {
            next_task().await;
            self.page_is_behind.set_value(false);
            self.networks.notify();
            self.log.notify();
        });
    }

    pub(super) fn log_line(self, id: NetworkId, text: String, problem: bool) {
        let number = self.number();
        let line = self.networks.with_untracked(|networks| {
            let network = networks.iter().find(|network| network.id == id)?;
            let (look, name) = (network.look, network.name.clone());
            Some(LogLine { number, look, name, text, problem })
        });
        self.log.update_untracked(|log| {
            log.extend(line);
            if log.len() > LONGEST_LOG {
                log.pop_front();
            }
        });
        self.tell_page_soon();
    }

    /// Tells the reader something.
    pub fn tell(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), problem: false }));
    }

    /// Tells the reader what went wrong and what to do.
    pub fn warn(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), problem: true }));
    }

    /// Lets the training rest.
    pub fn pause(self) {
        self.all_crews().iter().for_each(|crew| crew.rest(true));
        self.paused.set(true);
        self.watch.update(|watch| watch.halt(now()));
    }

    /// Lets the training go on.
    pub fn resume(self) {
        self.all_crews().iter().for_each(|crew| crew.rest(false));
        self.paused.set(false);
        self.watch.update(|watch| watch.go_on(now()));
    }
}

pub(super) fn next(numbers: StoredValue<u32>) -> u32 {
    let count = |number: &mut u32| {
        *number += 1;
        *number
    };
    numbers.try_update_value(count).unwrap_or_default()
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}
