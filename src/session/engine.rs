//! The session's hold on the GPU: asks for it once, keeps the lab, forwards its events.

use super::data::Supplies;
use super::network::{Circumstances, NetworkId};
use super::state::Session;
use crate::browser;
use crate::training::{Lab, RunId};
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

/// A result that several may wait for while it is worked out once.
pub(super) type Once<T> = Shared<LocalBoxFuture<'static, T>>;

/// The lab and what its GPU is.
#[derive(Clone)]
pub(super) struct Desk {
    pub lab: Lab,
    pub circumstances: Circumstances,
    /// Tells this lab's runs from those of one whose GPU was lost.
    pub number: u32,
}

/// A run on a lab, and whoever waits for its end.
pub(super) struct Handle {
    pub desk: Desk,
    pub run: RunId,
    pub network: NetworkId,
    pub serial: u32,
    /// Nobody will ask for its weights any more.
    pub discarded: bool,
}

/// What the session keeps beside its signals.
#[derive(Default)]
pub(super) struct Engine {
    pub desk: Option<Once<Result<Desk, String>>>,
    pub handles: Vec<Handle>,
    pub waiting: Vec<(u32, oneshot::Sender<()>)>,
    pub supplies: Supplies,
}

impl Session {
    /// Asks for the GPU ahead of the first run, so that the page can say which one it is; or once
    /// more, after the reader has followed the remedy.
    pub fn ask_for_gpu(self) {
        let desk = self.desk();
        wasm_bindgen_futures::spawn_local(async move {
            // The answer is kept as a signal.
            let _ = desk.await;
        });
    }

    /// The lab, asked for once until its GPU is lost.
    pub(super) fn desk(self) -> Once<Result<Desk, String>> {
        let asked = self.engine.try_with_value(|engine| engine.desk.clone()).flatten();
        asked.unwrap_or_else(|| {
            let asked = self.new_desk().boxed_local().shared();
            self.engine.update_value(|engine| engine.desk = Some(asked.clone()));
            asked
        })
    }

    async fn new_desk(self) -> Result<Desk, String> {
        let gpu = match browser::request_gpu().await {
            Ok(gpu) => gpu,
            Err(none) => {
                let message = format!("{} {}", none.reason, none.remedy);
                self.gpu.set(GpuState::Missing { reason: none.reason, remedy: none.remedy });
                // So that it can be asked for again.
                self.engine.update_value(|engine| engine.desk = None);
                return Err(message);
            }
        };
        let facts = gpu.facts();
        let (name, backend) = (facts.name.clone(), facts.backend.clone());
        let (software, shader_f16) = (facts.software, facts.shader_f16);
        let circumstances = Circumstances {
            adapter: name.clone(),
            backend: backend.clone(),
            dataset_note: String::new(),
        };
        self.gpu.set(GpuState::Ready { name, backend, software, shader_f16 });
        let number = self.number();
        let lab = Lab::new(gpu, move |run, event| self.hear(number, run, event));
        Ok(Desk { lab, circumstances, number })
    }

    /// Gives the lab up once its GPU failed and nothing runs, so that the next run asks anew.
    pub(super) fn renew_desk(self) {
        self.engine.update_value(|engine| engine.desk = None);
    }

    /// Does something with the lab, if there is one.
    pub(super) fn with_lab(self, action: impl FnOnce(&Lab)) {
        let lab = self.engine.try_with_value(|engine| {
            engine.desk.as_ref().and_then(|desk| desk.peek()?.as_ref().ok().map(|d| d.lab.clone()))
        });
        if let Some(lab) = lab.flatten() {
            action(&lab);
        }
    }
}
