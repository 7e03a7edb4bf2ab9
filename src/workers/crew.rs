//! The page's end of the line: hands runs to those who train, hears their events, counts their steps.

use super::delivery::{Deliveries, deliver};
use super::member::{Member, Place};
use super::numbered::Numbered;
use super::wire::{Answer, Order, weights_from_list, weights_to_list};
use crate::browser::spawn;
use crate::config::Config;
use crate::json::to_js;
use crate::network::{Layer, Weights, layers};
use crate::training::{Counters, Event, Job, Outcome, RunId, TrainingError};
use futures_channel::oneshot;
use js_sys::Array;
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The handle of a crew; clones share it.
#[derive(Clone)]
pub struct Crew(Rc<Inner>);

struct Inner {
    place: Place,
    on_event: Listener,
    state: RefCell<State>,
}

/// Hears of every run's events.
type Listener = Box<dyn Fn(RunId, &Event)>;

#[derive(Default)]
struct State {
    members: Numbered<Member>,
    runs: Numbered<Run>,
    deliveries: Deliveries,
    questions: Numbered<Question>,
    rests: bool,
    /// Whether a member could not go on.
    has_lost: bool,
    counters: Counters,
}

pub(super) type MemberId = u32;

/// Weights that someone waits for.
struct Question {
    member: MemberId,
    answer: oneshot::Sender<Option<Array>>,
}

/// A run and where it is trained.
struct Run {
    member: MemberId,
    layers: Vec<Layer>,
    steps_per_epoch: usize,
    /// Steps that were reported.
    steps: u64,
    /// Whether its member has been told to start it.
    begun: bool,
    over: bool,
}

/// Members that a crew may have. One core stays with the page, and each worker keeps the examples; the GPU is but
/// one.
fn members_at_most(place: Place) -> usize {
    if place == Place::Gpu {
        return 1;
    }
    let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    (cores as usize).saturating_sub(1).clamp(1, 8)
}

impl Crew {
    /// A crew without members yet that tells `on_event` what its runs come to.
    pub fn new(place: Place, on_event: impl Fn(RunId, &Event) + 'static) -> Crew {
        Crew(Rc::new(Inner { place, on_event: Box::new(on_event), state: RefCell::default() }))
    }

    /// Takes in a job and begins it once its examples have reached who trains it.
    ///
    /// # Errors
    /// If it cannot be trained here. Whether a GPU can train it is known to the GPU's program alone, where a run
    /// fails if not.
    pub fn start(&self, job: Job) -> Result<RunId, TrainingError> {
        match self.0.place {
            Place::Processor => job.check_for_processor()?,
            Place::Gpu => job.check_samples()?,
        }
        let mut state = self.0.state.borrow_mut();
        let member = self.member(&mut state)?;
        let steps_per_epoch = job.examples().div_ceil(job.config.batch_size);
        let layers = layers(&job.config.hidden);
        let begun = Run { member, layers, steps_per_epoch, steps: 0, begun: false, over: false };
        let run = state.runs.add(begun);
        drop(state);
        let crew = self.clone();
        spawn(async move { crew.begin(member, run, job).await });
        Ok(run)
    }

    /// Has so many members get ready ahead of their runs, as far as there are cores for them. One who cannot come is
    /// told of when a run needs it.
    pub fn call(&self, wanted: usize) {
        let mut state = self.0.state.borrow_mut();
        while state.members.iter().count() < wanted.min(members_at_most(self.0.place)) {
            if self.hire(&mut state).is_err() {
                return;
            }
        }
    }

    /// The member with the fewest runs, a new one as long as there are cores for it.
    fn member(&self, state: &mut State) -> Result<MemberId, TrainingError> {
        let load = |member: MemberId| {
            let is_its = |run: &Run| run.member == member && !run.over;
            state.runs.iter().filter(|(_, run)| is_its(run)).count()
        };
        let least = state.members.iter().map(|&(id, _)| (load(id), id)).min();
        if let Some((runs, id)) = least
            && (runs == 0 || state.members.iter().count() >= members_at_most(self.0.place))
        {
            return Ok(id);
        }
        self.hire(state)
    }

    fn hire(&self, state: &mut State) -> Result<MemberId, TrainingError> {
        let id = state.members.next();
        let crew = self.clone();
        let member = Member::hire(self.0.place, move |answer| crew.hear(id, answer));
        let member = member.map_err(TrainingError::Worker)?;
        if state.rests {
            member.order(&Order::Rest(true));
        }
        Ok(state.members.add(member))
    }

    /// Brings the examples to a run's member and has it start.
    async fn begin(&self, member: MemberId, run: RunId, job: Job) {
        let needed = job.examples();
        let Job { config, data, initial_weights } = job;
        let send = |order: Order| self.order(member, &order);
        let (delivery, unused) = {
            let mut state = self.0.state.borrow_mut();
            (state.deliveries.of(member, &data), state.deliveries.unused())
        };
        unused.into_iter().for_each(|(member, data)| self.order(member, &Order::DropData(data)));
        deliver(&delivery, &data, needed, send).await;
        let mut state = self.0.state.borrow_mut();
        let Some(slot) = state.runs.get_mut(run).filter(|slot| !slot.over) else {
            return;
        };
        slot.begun = true;
        drop(state);
        let weights = initial_weights.as_ref().map(weights_to_list);
        let config = config_for_member(&config);
        self.order(member, &Order::Start { run, data: delivery.data(), config, weights });
    }

    fn order(&self, member: MemberId, order: &Order) {
        if let Some(member) = self.0.state.borrow().members.get(member) {
            member.order(order);
        }
    }

    /// To whoever trains this run.
    fn order_for(&self, run: RunId, order: &Order) {
        let member = self.0.state.borrow().runs.get(run).map(|run| run.member);
        if let Some(member) = member {
            self.order(member, order);
        }
    }

    fn hear(&self, member: MemberId, answer: Answer) {
        match answer {
            Answer::Ready => {}
            Answer::Broken(why) => self.lose(member, &why),
            Answer::Counters(counters) => self.0.state.borrow_mut().counters = counters,
            Answer::News(news) => news.iter().for_each(|(run, event)| self.tell(*run, event)),
            Answer::Weights(ticket, weights) => {
                let asked = self.0.state.borrow_mut().questions.remove(ticket);
                // Whoever asked may be gone.
                drop(asked.map(|question| question.answer.send(weights)));
            }
        }
    }

    /// Takes note of an event and passes it on.
    fn tell(&self, run: RunId, event: &Event) {
        let mut state = self.0.state.borrow_mut();
        let Some(slot) = state.runs.get_mut(run).filter(|slot| !slot.over) else {
            return;
        };
        let before = slot.steps;
        match event {
            Event::Progress { epoch, step } => {
                slot.steps = (epoch * slot.steps_per_epoch + step) as u64;
            }
            Event::Epoch(metrics) => {
                slot.steps = ((metrics.epoch + 1) * slot.steps_per_epoch) as u64;
            }
            Event::Finished(_) => slot.over = true,
            Event::Started => {}
        }
        let done = slot.steps.saturating_sub(before);
        if self.0.place == Place::Processor {
            // The GPU's program counts by itself.
            state.counters.steps += done;
        }
        drop(state);
        (self.0.on_event)(run, event);
    }

    /// Gives up a member that cannot go on, with all its runs.
    fn lose(&self, member: MemberId, why: &str) {
        let mut state = self.0.state.borrow_mut();
        state.has_lost = true;
        state.members.remove(member);
        state.deliveries.forget(member);
        // Their senders gone, questions to it end in an error.
        state.questions.retain(|question| question.member != member);
        let lost = state.runs.iter().filter(|(_, run)| run.member == member && !run.over);
        let lost: Vec<RunId> = lost.map(|&(run, _)| run).collect();
        drop(state);
        let event = Event::Finished(Outcome::Failed(why.into()));
        lost.into_iter().for_each(|run| self.tell(run, &event));
    }

    /// Whether a member could not go on.
    pub fn has_lost(&self) -> bool {
        self.0.state.borrow().has_lost
    }

    /// Holds all runs, or lets them go on.
    pub fn rest(&self, rests: bool) {
        let mut state = self.0.state.borrow_mut();
        state.rests = rests;
        state.members.iter().for_each(|(_, member)| member.order(&Order::Rest(rests)));
    }

    /// Ends a run early.
    pub fn stop(&self, run: RunId) {
        let begun = self.0.state.borrow().runs.get(run).is_some_and(|run| run.begun);
        if begun {
            self.order_for(run, &Order::Stop(run));
        } else {
            self.tell(run, &Event::Finished(Outcome::Stopped));
        }
    }

    /// Gives up the weights of a run that is over.
    pub fn forget(&self, run: RunId) {
        self.order_for(run, &Order::Forget(run));
        self.0.state.borrow_mut().runs.remove(run);
    }

    /// A run's weights as they are now.
    ///
    /// # Errors
    /// If the run is unknown, or who trains it is gone.
    pub async fn weights(&self, run: RunId) -> Result<Weights, TrainingError> {
        let (sender, answer) = oneshot::channel();
        let layers = {
            let mut guard = self.0.state.borrow_mut();
            let state = &mut *guard;
            let Run { member, layers, .. } =
                state.runs.get(run).ok_or(TrainingError::UnknownRun(run))?;
            if let Some(asked) = state.members.get(*member) {
                let ticket = state.questions.add(Question { member: *member, answer: sender });
                asked.order(&Order::Weights { ticket, run });
            }
            layers.clone()
        };
        match answer.await {
            Ok(Some(list)) => Ok(weights_from_list(&layers, &list)),
            _ => Err(TrainingError::UnknownRun(run)),
        }
    }

    /// What was done so far; a processor is asked for nothing but steps.
    pub fn counters(&self) -> Counters {
        self.0.state.borrow().counters
    }
}

/// The configuration without what does not concern its member: its examples come beside it.
fn config_for_member(config: &Config) -> JsValue {
    let mut json = config.to_json();
    if let Value::Object(fields) = &mut json {
        fields.shift_remove("dataset");
    }
    to_js(&json)
}
