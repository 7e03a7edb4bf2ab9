//! The GPU's program from within: it obeys as a worker does, but on the page's thread, which alone has the
//! page's WebGPU.

use super::last_words;
use super::received::Received;
use super::wire::{Answer, Order, weights_to_list};
use crate::browser::{measure_variant, next_task, request_gpu, use_kept_variant};
use crate::training::{Event, Gpu, Job, Lab, Outcome, RunId};
use js_sys::Function;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

/// The way to the page, and what is said on it.
struct Line {
    tell: Function,
    gpu: Gpu,
    /// What the page calls the laboratory's runs.
    names: RefCell<Vec<(RunId, RunId)>>,
    /// Whether the page was told that the GPU failed; then it listens no more.
    is_broken: Cell<bool>,
}

/// Everything the program has.
struct Desk {
    line: Rc<Line>,
    lab: Lab,
    received: Received,
    /// Whether it is still to be measured which variant of the kernels suits the adapter.
    is_unmeasured: Rc<Cell<bool>>,
}

/// Opens the GPU. Tells by `tell`, and takes orders by the function that comes of it.
///
/// # Errors
/// In words, if there is no GPU.
pub async fn serve_gpu(tell: Function) -> Result<Function, String> {
    last_words::prepare(&tell);
    let gpu = request_gpu().await.map_err(|none| none.to_string())?;
    let desk = RefCell::new(Desk::new(gpu.clone(), tell));
    let line = desk.borrow().line.clone();
    spawn_local(async move {
        if let Some(failure) = gpu.lost().await {
            line.break_off(failure);
        }
    });
    let hear = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        if let Some(order) = Order::from_message(&message) {
            desk.borrow_mut().obey(order);
        }
    });
    Ok(hear.into_js_value().unchecked_into())
}

impl Line {
    fn tell(&self, answer: &Answer) {
        if !self.is_broken.get() {
            // The page outlives this program.
            drop(self.tell.call1(&JsValue::NULL, &answer.to_message()));
        }
    }

    /// Has the page look for another GPU; nothing that this one holds is of use any more.
    fn break_off(&self, failure: String) {
        self.tell(&Answer::Broken(failure));
        self.is_broken.set(true);
        self.gpu.close();
    }

    fn tell_counters(&self) {
        self.tell(&Answer::Counters(self.gpu.counters()));
    }

    /// Tells what a run of the laboratory came to; the counters first, so that they are true when the page
    /// hears of it.
    fn tell_event(&self, lab_run: RunId, event: &Event) {
        self.tell_counters();
        if let (Event::Finished(Outcome::Failed(_)), Some(failure)) = (event, self.gpu.failure()) {
            self.break_off(failure);
        }
        let names = self.names.borrow();
        let run = names.iter().find(|(_, of_lab)| *of_lab == lab_run).map(|&(run, _)| run);
        drop(names);
        if let Some(run) = run {
            self.tell(&Answer::News(vec![(run, event.clone())]));
        }
    }

    /// What the laboratory calls a run of the page.
    fn lab_run(&self, run: RunId) -> Option<RunId> {
        let names = self.names.borrow();
        names.iter().find(|(of_page, _)| *of_page == run).map(|&(_, of_lab)| of_lab)
    }
}

impl Desk {
    fn new(gpu: Gpu, tell: Function) -> Desk {
        let is_unmeasured = Rc::new(Cell::new(use_kept_variant(&gpu)));
        let (names, is_broken) = (RefCell::default(), Cell::new(false));
        let line = Rc::new(Line { tell, gpu: gpu.clone(), names, is_broken });
        let heard = line.clone();
        let lab = Lab::new(gpu, move |run, event| heard.tell_event(run, event));
        Desk { line, lab, received: Received::default(), is_unmeasured }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Examples { data, test, images, labels } => {
                self.received.take(data, test, &images, &labels);
            }
            Order::DropData(data) => self.received.forget(data),
            Order::Start { run, data, config, weights } => {
                let started = self.received.job(data, &config, weights);
                if let Err(why) = started.and_then(|job| self.start(run, job)) {
                    let end = Event::Finished(Outcome::Failed(why));
                    self.line.tell(&Answer::News(vec![(run, end)]));
                }
            }
            Order::Stop(run) => {
                self.line.lab_run(run).into_iter().for_each(|run| self.lab.stop(run))
            }
            Order::Forget(run) => {
                self.line.lab_run(run).into_iter().for_each(|run| self.lab.forget(run));
                self.line.names.borrow_mut().retain(|(of_page, _)| *of_page != run);
            }
            Order::Rest(true) => self.lab.pause(),
            Order::Rest(false) => self.lab.resume(),
            Order::Weights { ticket, run } => {
                let (line, lab) = (self.line.clone(), self.lab.clone());
                spawn_local(async move {
                    let weights = match line.lab_run(run) {
                        Some(run) => lab.weights(run).await.ok(),
                        None => None,
                    };
                    line.tell_counters();
                    line.tell(&Answer::Weights(ticket, weights.as_ref().map(weights_to_list)));
                });
            }
        }
    }

    fn start(&self, run: RunId, job: Job) -> Result<(), String> {
        let started = self.lab.start(vec![job]).map_err(|error| error.to_string())?;
        self.line.names.borrow_mut().extend(started.into_iter().map(|of_lab| (run, of_lab)));
        let (lab, is_unmeasured) = (self.lab.clone(), self.is_unmeasured.clone());
        spawn_local(async move {
            // What is asked for in one go starts together, and networks of equal shape share their launches.
            next_task().await;
            lab.work().await;
            if lab.is_idle() && is_unmeasured.take() {
                measure_variant(lab.gpu()).await;
            }
        });
        Ok(())
    }
}
