//! A worker that trains on the processor, as the page sees it.

use super::wire::{Answer, Order};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Loads the worker's own WebAssembly; it lies beside the page.
const SCRIPT: &str = "start_worker.js";

/// A worker that was started. It ends when this is dropped.
pub struct HiredWorker {
    worker: Worker,
    /// Orders given before it listens; `None` once it does.
    early: Rc<RefCell<Option<Vec<Order>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl HiredWorker {
    /// Starts a worker that tells `hear` what it has to say.
    ///
    /// # Errors
    /// In words, if the browser allows no worker.
    pub fn hire(hear: impl Fn(Answer) + 'static) -> Result<HiredWorker, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(|error| {
            format!("The browser starts no worker for the training: {error:?}.")
        })?;
        let hear = Rc::new(hear);
        let early = Rc::new(RefCell::new(Some(Vec::new())));
        let (waiting, listening, told) = (early.clone(), worker.clone(), hear.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(answer) = Answer::from_message(&event.data()) else { return };
            if matches!(answer, Answer::Ready) {
                let orders: Vec<Order> = waiting.take().unwrap_or_default();
                orders.iter().for_each(|order| give(&listening, order));
            }
            told(answer);
        });
        let on_error = Closure::<dyn Fn(Event)>::new(move |_| {
            hear(Answer::Broken(format!(
                "The worker that trains on the processor failed, or {SCRIPT} could not be loaded from \
                 beside this page. Reload the page, or choose the GPU in its settings."
            )));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(HiredWorker { worker, early, _on_message: on_message, _on_error: on_error })
    }

    /// Gives it an order, which it follows after those before.
    pub fn order(&self, order: &Order) {
        match self.early.borrow_mut().as_mut() {
            Some(early) => early.push(order.clone()),
            None => give(&self.worker, order),
        }
    }
}

fn give(worker: &Worker, order: &Order) {
    let (message, buffers) = order.to_message();
    // All that an order holds can be sent.
    drop(worker.post_message_with_transfer(&message, &buffers));
}

impl Drop for HiredWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
