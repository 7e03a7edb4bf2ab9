//! A worker from within: it trains the networks it was given in turn, a few milliseconds each, so that their
//! curves grow together and orders are heard in between.

use super::received::Received;
use super::wire::{Answer, Order, weights_to_list};
use crate::network::Weights;
use crate::processor::Trainer;
use crate::training::{Event, Outcome, RunId};
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
    received: Received,
    training: Vec<Training>,
    done: HashMap<RunId, Weights>,
    rests: bool,
    /// Whether a message to itself, upon which it trains, is on its way.
    has_turn: bool,
    /// What the page has not been told yet.
    news: Vec<(RunId, Event)>,
    told: Instant,
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
            received: Received::default(),
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
        // A curve's first point is waited for.
        let has_first = events.iter().any(|event| matches!(event, Event::Epoch(m) if m.epoch == 0));
        self.news.extend(events.into_iter().map(|event| (run, event)));
        if has_first || self.told.elapsed() > MESSAGES || !self.is_busy() {
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
                self.received.take(data, test, &images, &labels);
            }
            Order::DropData(data) => self.received.forget(data),
            Order::Start { run, data, config, weights } => {
                let event = match self.received.job(data, &config, weights) {
                    Ok(job) => {
                        self.training.push(Training { run, trainer: Trainer::new(&job) });
                        Event::Started
                    }
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
}
