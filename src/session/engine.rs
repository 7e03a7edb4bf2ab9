//! Who trains: asks for the GPU once, calls the crews of GPU and processor, chooses between them, forwards their
//! events.

use super::data::Supplies;
use super::network::{Circumstances, NetworkId};
use super::state::Session;
use crate::browser;
use crate::config::{Backend, Config, Precision};
use crate::training::{AdapterFacts, Counters, RunId};
use crate::workers::{Crew, Place};
use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;

/// What is known of the GPU.
#[derive(Clone, Debug, PartialEq)]
pub enum GpuState {
    /// The browser was asked and has not answered yet.
    Asking,
    /// There is one.
    Ready {
        /// Its name.
        name: String,
        /// How it is reached, e.g. `WebGPU`.
        backend: String,
        /// Whether the processor plays the GPU's part.
        software: bool,
        /// Whether its shaders may use 16-bit floats, as mixed_float16 needs.
        shader_f16: bool,
    },
    /// There is none.
    Missing {
        /// Why.
        reason: String,
        /// What the reader can do.
        remedy: String,
    },
}

impl GpuState {
    /// Whether this configuration is trained on the GPU, as far as is known, instead of the processor.
    pub fn is_used_for(&self, config: &Config) -> bool {
        match (config.backend, self) {
            (Backend::WebGpu, _) => true,
            (Backend::Wasm, _) | (_, GpuState::Missing { .. }) => false,
            (_, GpuState::Asking) => true,
            (_, GpuState::Ready { software, shader_f16, .. }) => {
                // An imitated GPU is slower, but the processor computes in 32-bit floats only.
                !software || (*shader_f16 && config.precision == Precision::MixedFloat16)
            }
        }
    }
}

/// A result that several may wait for while it is worked out once.
pub(super) type Once<T> = Shared<LocalBoxFuture<'static, T>>;

/// Who trains, and where.
#[derive(Clone)]
pub(super) struct Desk {
    pub crew: Crew,
    pub circumstances: Circumstances,
    /// Tells its runs from those of a desk whose GPU was lost.
    pub number: u32,
}

/// A run at a desk, and whoever waits for its end.
pub(super) struct Handle {
    pub desk: Desk,
    pub run: RunId,
    pub network: NetworkId,
    pub serial: u32,
    /// Nobody will ask for its weights any more.
    pub discarded: bool,
}

/// How a report names the processor, and the way to it.
const PROCESSOR: &str = "this computer's processor";
const WASM: &str = "WebAssembly";

/// What the session keeps beside its signals.
#[derive(Default)]
pub(super) struct Engine {
    pub desk: Option<Once<Result<Desk, String>>>,
    processor: Option<Desk>,
    pub handles: Vec<Handle>,
    pub waiting: Vec<(u32, oneshot::Sender<()>)>,
    pub supplies: Supplies,
}

impl Session {
    /// Asks for the GPU ahead of the first run, so that the page can say which one it is; or once
    /// more, after the reader has followed the remedy.
    pub fn ask_for_gpu(self) {
        let desk = self.desk();
        browser::spawn(async move {
            // The answer is kept as a signal.
            let _ = desk.await;
        });
    }

    /// The GPU's desk, asked for once until the GPU is lost.
    pub(super) fn desk(self) -> Once<Result<Desk, String>> {
        let asked = self.engine.try_with_value(|engine| engine.desk.clone()).flatten();
        asked.unwrap_or_else(|| {
            let asked = self.new_desk().boxed_local().shared();
            self.engine.update_value(|engine| engine.desk = Some(asked.clone()));
            asked
        })
    }

    async fn new_desk(self) -> Result<Desk, String> {
        let facts = match browser::find_gpu().await {
            Ok(facts) => facts,
            Err(none) => {
                let message = format!("{} {}", none.reason, none.remedy);
                self.gpu.set(GpuState::Missing { reason: none.reason, remedy: none.remedy });
                // So that it can be asked for again.
                self.engine.update_value(|engine| engine.desk = None);
                return Err(message);
            }
        };
        let AdapterFacts { name, backend, software, shader_f16, .. } = facts;
        let desk = self.desk_in(Place::Gpu, name.clone(), backend.clone());
        self.gpu.set(GpuState::Ready { name, backend, software, shader_f16 });
        Ok(desk)
    }

    /// A desk with a crew of its own.
    fn desk_in(self, place: Place, adapter: String, backend: String) -> Desk {
        let number = self.number();
        let crew = Crew::new(place, move |run, event| self.hear(number, run, event));
        let circumstances = Circumstances { adapter, backend, dataset_note: String::new() };
        Desk { crew, circumstances, number }
    }

    /// The desk at which this configuration is trained.
    pub(super) async fn desk_for(self, config: &Config) -> Result<Desk, String> {
        if config.backend == Backend::Wasm {
            return Ok(self.processor_desk());
        }
        let desk = self.desk().await;
        match self.gpu.with_untracked(|gpu| gpu.is_used_for(config)) {
            true => desk,
            false => Ok(self.processor_desk()),
        }
    }

    /// The processor's workers, called together once.
    fn processor_desk(self) -> Desk {
        let there = self.engine.try_with_value(|engine| engine.processor.clone()).flatten();
        there.unwrap_or_else(|| {
            let desk = self.desk_in(Place::Processor, PROCESSOR.into(), WASM.into());
            self.engine.update_value(|engine| engine.processor = Some(desk.clone()));
            desk
        })
    }

    /// Gives the GPU up if it failed, once nothing runs, so that the next run asks anew.
    pub(super) fn renew_lost_gpu(self) {
        if self.gpu_desk().is_some_and(|desk| desk.crew.has_lost()) {
            self.engine.update_value(|engine| engine.desk = None);
        }
    }

    /// The GPU's desk, once it is there.
    fn gpu_desk(self) -> Option<Desk> {
        let desk = |engine: &Engine| engine.desk.as_ref()?.peek()?.as_ref().ok().cloned();
        self.engine.try_with_value(desk).flatten()
    }

    /// All who train, as far as anyone has called for them.
    pub(super) fn all_crews(self) -> Vec<Crew> {
        let processor = self.engine.try_with_value(|engine| engine.processor.clone()).flatten();
        self.gpu_desk().into_iter().chain(processor).map(|desk| desk.crew).collect()
    }

    /// Running totals of all who train.
    pub fn counters(self) -> Counters {
        let all = self.all_crews();
        all.iter().map(Crew::counters).fold(Counters::default(), Counters::plus)
    }
}
