//! A worker from within: it trains the networks it was given in turn, a few milliseconds each, so that their
//! curves grow together and orders are heard in between.

use super::wire::{Answer, DataId, Order, weights_from_list, weights_to_list};
use crate::config::Config;
use crate::data::{Dataset, Examples};
use crate::json::from_js;
use crate::network::{Weights, layers};
use crate::processor::Trainer;
use crate::training::{Event, Job, Outcome, RunId};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};
use web_time::Instant;

/// Training between two looks at the orders.
const SLICE: Duration = Duration::from_millis(12);
/// Between two messages to the page. Small networks end thousands of epochs a second, and the page has
/// better things to do than to hear of each.
const MESSAGES: Duration = Duration::from_millis(50);

/// Everything the worker has.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    data: HashMap<DataId, Received>,
    training: Vec<Training>,
    done: HashMap<RunId, Weights>,
    rests: bool,
    /// Whether a message to itself, upon which it trains, is on its way.
    has_turn: bool,
    /// What the page has not been told yet.
    news: Vec<(RunId, Event)>,
    told: Instant,
}

/// A data set as far as it has arrived.
#[derive(Default)]
struct Received {
    train: Option<Examples>,
    test: Option<Examples>,
    /// Put together at the first run that uses it.
    dataset: Option<Rc<Dataset>>,
}

struct Training {
    run: RunId,
    trainer: Trainer,
}

/// Hears orders for as long as the worker lives.
pub fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let Ok(turns) = MessageChannel::new() else {
        tell(&scope, Answer::Broken("This browser gives workers no MessageChannel.".into()));
        return;
    };
    let desk = Rc::new(RefCell::new(Desk::new(scope.clone())));
    let turn = {
        // A message to oneself arrives after the orders that wait.
        let port = turns.port2();
        move || drop(port.post_message(&JsValue::NULL))
    };
    let (at_turn, next_turn) = (desk.clone(), turn.clone());
    let work = Closure::<dyn Fn()>::new(move || {
        let mut desk = at_turn.borrow_mut();
        desk.has_turn = desk.work();
        if desk.has_turn {
            next_turn();
        }
    });
    turns.port1().set_onmessage(Some(work.into_js_value().unchecked_ref()));
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(order) = Order::from_message(&event.data()) {
            let mut desk = desk.borrow_mut();
            desk.obey(order);
            if desk.is_busy() && !desk.has_turn {
                desk.has_turn = true;
                turn();
            }
        }
    });
    scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    tell(&scope, Answer::Ready);
}

fn tell(scope: &DedicatedWorkerGlobalScope, answer: Answer) {
    // The page may be on its way out; then nobody listens.
    drop(scope.post_message(&answer.to_message()));
}

impl Desk {
    fn new(scope: DedicatedWorkerGlobalScope) -> Desk {
        Desk {
            scope,
            data: HashMap::new(),
            training: Vec::new(),
            done: HashMap::new(),
            rests: false,
            has_turn: false,
            news: Vec::new(),
            told: Instant::now(),
        }
    }

    fn is_busy(&self) -> bool {
        !self.rests && !self.training.is_empty()
    }

    /// Trains the run that is furthest behind for a while; says whether there is more to do.
    fn work(&mut self) -> bool {
        if !self.is_busy() {
            return false;
        }
        let share = |training: &&mut Training| training.trainer.share();
        let behind = self.training.iter_mut().min_by(|a, b| share(a).total_cmp(&share(b)));
        let Some(Training { run, trainer }) = behind else {
            return false;
        };
        let run = *run;
        let events = trainer.advance(SLICE);
        if matches!(events.last(), Some(Event::Finished(_))) {
            self.file(run);
        }
        self.news.extend(events.into_iter().map(|event| (run, event)));
        if self.told.elapsed() > MESSAGES || !self.is_busy() {
            self.tell_news();
        }
        self.is_busy()
    }

    /// Tells the page what has happened and how far each run is.
    fn tell_news(&mut self) {
        let progress =
            self.training.iter().map(|Training { run, trainer }| (*run, trainer.progress()));
        let news = self.news.drain(..).chain(progress).collect();
        tell(&self.scope, Answer::News(news));
        self.told = Instant::now();
    }

    /// Takes a run off the desk and keeps its weights. Says how far it had come, if it was there.
    fn file(&mut self, run: RunId) -> Option<Event> {
        let place = self.training.iter().position(|training| training.run == run)?;
        let Training { trainer, .. } = self.training.swap_remove(place);
        self.done.insert(run, trainer.weights());
        Some(trainer.progress())
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Examples { data, test, images, labels } => {
                self.data.entry(data).or_default().take(test, &images, &labels);
            }
            Order::DropData(data) => drop(self.data.remove(&data)),
            Order::Start { run, data, config, weights } => {
                let event = match self.start(run, data, &config, weights) {
                    Ok(()) => Event::Started,
                    Err(why) => Event::Finished(Outcome::Failed(why)),
                };
                self.news.push((run, event));
                self.tell_news();
            }
            Order::Stop(run) => {
                if let Some(progress) = self.file(run) {
                    let end = Event::Finished(Outcome::Stopped);
                    self.news.extend([progress, end].map(|event| (run, event)));
                    self.tell_news();
                }
            }
            Order::Forget(run) => drop(self.done.remove(&run)),
            Order::Rest(rests) => {
                self.rests = rests;
                self.tell_news();
            }
            Order::Weights { ticket, run } => {
                let training = self.training.iter().find(|training| training.run == run);
                let current = training.map(|training| training.trainer.weights());
                let weights = current.as_ref().or(self.done.get(&run));
                tell(&self.scope, Answer::Weights(ticket, weights.map(weights_to_list)));
            }
        }
    }

    fn start(
        &mut self,
        run: RunId,
        data: DataId,
        config: &JsValue,
        weights: Option<Array>,
    ) -> Result<(), String> {
        // The page has checked it; its examples were sent beside it.
        let config = Config::from_json_with_given_examples(&from_js(config));
        let config = config.map_err(|error| error.to_string())?;
        let received = self.data.get_mut(&data).ok_or("No examples arrived at the worker.")?;
        let layers = layers(&config.hidden);
        let job = Job {
            initial_weights: weights.map(|list| weights_from_list(&layers, &list)),
            data: received.dataset()?,
            config,
        };
        let training = Training { run, trainer: Trainer::new(&job) };
        self.training.push(training);
        Ok(())
    }
}

impl Received {
    fn take(&mut self, test: bool, images: &Uint8Array, labels: &Uint8Array) {
        if let Some(dataset) = self.dataset.take() {
            let Dataset { train, test } = Rc::unwrap_or_clone(dataset);
            (self.train, self.test) = (Some(train), Some(test));
        }
        let part = if test { &mut self.test } else { &mut self.train };
        // What is no set of examples is missed when a run starts.
        let Ok(more) = Examples::new(images.to_vec(), labels.to_vec()) else { return };
        match part {
            Some(examples) => examples.append(more),
            None => *part = Some(more),
        }
    }

    fn dataset(&mut self) -> Result<Rc<Dataset>, String> {
        if let Some(dataset) = &self.dataset {
            return Ok(dataset.clone());
        }
        let parts = self.train.take().zip(self.test.take());
        let (train, test) = parts.ok_or("The examples arrived at the worker incompletely.")?;
        let dataset = Rc::new(Dataset { train, test });
        self.dataset = Some(dataset.clone());
        Ok(dataset)
    }
}
