//! Trains many networks side by side on one GPU: jobs wait, run in turn so that their curves grow
//! together, and tell what happens as a stream of events.

use super::cohort::Cohort;
use super::counters::Counters;
use super::error::TrainingError;
use super::event::{Event, Outcome, RunId};
use super::gpu::Gpu;
use super::initial;
use super::job::{self, Job};
use super::kept::KeptWeights;
use super::pace::Pace;
use super::readback;
use super::running::{News, Running};
use super::upload::Uploads;
use crate::config::Config;
use crate::network::Weights;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use web_time::Instant;

/// The handle of a laboratory; clones share it.
#[derive(Clone)]
pub struct Lab(Rc<Inner>);

struct Inner {
    gpu: Gpu,
    on_event: Listener,
    state: RefCell<State>,
    paused: Cell<bool>,
    messages: UnboundedSender<Message>,
    /// Taken by whoever drives the work.
    inbox: RefCell<Option<UnboundedReceiver<Message>>>,
}

/// Hears of every run's events.
type Listener = Box<dyn Fn(RunId, &Event)>;

struct State {
    next_run: RunId,
    waiting: Vec<(RunId, Job)>,
    running: HashMap<CohortId, Running>,
    next_cohort: CohortId,
    stopping: Vec<RunId>,
    kept: HashMap<RunId, Kept>,
    uploads: Uploads,
    pace: Pace,
    /// When the GPU last finished a submission.
    finished_last: Option<Instant>,
}

type CohortId = u32;

/// Where a run's weights are: in its cohort while it trains, in a buffer of its own ever after.
struct Kept {
    weights: Rc<KeptWeights>,
    cohort: Option<CohortId>,
}

/// What wakes the driver.
enum Message {
    /// A cohort's oldest submission is finished.
    Finished(CohortId),
    /// The reader started, stopped or resumed something.
    Changed,
}

/// Submissions under way at a time: the GPU works on one while the next one waits for it.
const UNDER_WAY: usize = 2;

impl Lab {
    /// A laboratory that tells `on_event` what its runs come to.
    pub fn new(gpu: Gpu, on_event: impl Fn(RunId, &Event) + 'static) -> Lab {
        let (messages, inbox) = unbounded();
        let pace = Pace::new(gpu.facts().software);
        Lab(Rc::new(Inner {
            gpu,
            on_event: Box::new(on_event),
            state: RefCell::new(State {
                next_run: 0,
                waiting: Vec::new(),
                running: HashMap::new(),
                next_cohort: 0,
                stopping: Vec::new(),
                kept: HashMap::new(),
                uploads: Uploads::default(),
                pace,
                finished_last: None,
            }),
            paused: Cell::new(false),
            messages,
            inbox: RefCell::new(Some(inbox)),
        }))
    }

    /// The GPU it trains on.
    pub fn gpu(&self) -> &Gpu {
        &self.0.gpu
    }

    /// Takes in jobs; [`Lab::work`] trains them.
    ///
    /// # Errors
    /// If one of them cannot be trained here; then none is taken.
    pub fn start(&self, jobs: Vec<Job>) -> Result<Vec<RunId>, TrainingError> {
        jobs.iter().try_for_each(|job| job.check(&self.0.gpu))?;
        let mut state = self.0.state.borrow_mut();
        let first = state.next_run;
        state.next_run += jobs.len() as RunId;
        let runs: Vec<RunId> = (first..state.next_run).collect();
        state.waiting.extend(runs.iter().copied().zip(jobs));
        drop(state);
        self.wake();
        Ok(runs)
    }

    /// Trains until no run is left. Returns at once where another call does so already.
    pub async fn work(&self) {
        let Some(mut inbox) = self.0.inbox.take() else {
            return;
        };
        loop {
            self.admit().await;
            self.end_stopped();
            if let Some(failure) = self.0.gpu.failure() {
                self.fail_all(&failure);
            }
            if !self.0.paused.get() {
                self.submit();
            }
            self.forget_finished();
            if self.has_no_runs() {
                break;
            }
            #[cfg(not(target_arch = "wasm32"))]
            self.0.gpu.drive();
            match inbox.next().await {
                Some(Message::Finished(cohort)) => self.finish(cohort),
                Some(Message::Changed) => {}
                None => break,
            }
        }
        self.0.inbox.replace(Some(inbox));
    }

    /// Holds all runs after what is under way.
    pub fn pause(&self) {
        self.0.paused.set(true);
    }

    /// Lets all runs go on.
    pub fn resume(&self) {
        self.0.paused.set(false);
        self.wake();
    }

    /// Ends a run early.
    pub fn stop(&self, run: RunId) {
        self.0.state.borrow_mut().stopping.push(run);
        self.wake();
    }

    /// Gives up the weights of a run that is over.
    pub fn forget(&self, run: RunId) {
        self.0.state.borrow_mut().kept.remove(&run);
    }

    /// A run's weights as they are after the steps submitted so far.
    ///
    /// # Errors
    /// If the run is unknown, has not begun, or the GPU failed.
    pub async fn weights(&self, run: RunId) -> Result<Weights, TrainingError> {
        let kept = {
            let state = self.0.state.borrow();
            let kept = state.kept.get(&run).ok_or(TrainingError::UnknownRun(run))?;
            if let Some(running) = kept.cohort.and_then(|id| state.running.get(&id)) {
                running.keep_weights(run);
            }
            kept.weights.clone()
        };
        let copy = |encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer| kept.copy(encoder, to);
        let bytes = readback::read(&self.0.gpu, kept.bytes(), copy).await;
        bytes.map(|bytes| kept.decode(&bytes)).map_err(TrainingError::Gpu)
    }

    /// What the GPU was asked to do so far.
    pub fn counters(&self) -> Counters {
        self.0.gpu.counters()
    }

    fn wake(&self) {
        // The driver may have gone; then there is nobody to wake.
        drop(self.0.messages.unbounded_send(Message::Changed));
    }

    fn tell(&self, news: News) {
        for (run, event) in news {
            (self.0.on_event)(run, &event);
        }
    }

    /// Puts waiting jobs on the GPU.
    async fn admit(&self) {
        let waiting = std::mem::take(&mut self.0.state.borrow_mut().waiting);
        let mut groups = VecDeque::from(job::groups(&self.0.gpu, waiting));
        while let Some(group) = groups.pop_front() {
            let (runs, jobs): (Vec<RunId>, Vec<Job>) = group.into_iter().unzip();
            let scope = self.0.gpu.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
            let cohort = self.cohort(&jobs);
            let event = match scope.pop().await {
                None => {
                    initial::write(&cohort, &jobs).await;
                    self.begin(cohort, &runs, jobs[0].config.epochs);
                    Event::Started
                }
                // Smaller ones may fit.
                Some(_) if runs.len() > 1 => {
                    drop(cohort);
                    let mut group: Vec<_> = runs.into_iter().zip(jobs).collect();
                    let others = group.split_off(group.len() / 2);
                    groups.push_front(others);
                    groups.push_front(group);
                    continue;
                }
                Some(error) => Event::Finished(Outcome::Failed(format!(
                    "The GPU has not enough memory for this network ({error}). \
                     Choose fewer units or a smaller batch_size, or reset finished networks."
                ))),
            };
            self.tell(runs.into_iter().map(|run| (run, event.clone())).collect());
        }
    }

    fn cohort(&self, jobs: &[Job]) -> Cohort {
        let data =
            self.0.state.borrow_mut().uploads.of(&self.0.gpu, &jobs[0].data, jobs[0].examples());
        let configs: Vec<Config> = jobs.iter().map(|job| job.config.clone()).collect();
        Cohort::new(&self.0.gpu, data, &configs)
    }

    fn begin(&self, cohort: Cohort, runs: &[RunId], epochs: usize) {
        let mut state = self.0.state.borrow_mut();
        let id = state.next_cohort;
        state.next_cohort += 1;
        for (network, &run) in runs.iter().enumerate() {
            let kept = Kept { weights: cohort.kept(network), cohort: Some(id) };
            state.kept.insert(run, kept);
        }
        state.running.insert(id, Running::new(cohort, runs.to_vec(), epochs));
    }

    /// Ends the runs that the reader stopped, and keeps their weights as they are.
    fn end_stopped(&self) {
        let mut news = News::new();
        let mut guard = self.0.state.borrow_mut();
        let State { waiting, running, kept, stopping, .. } = &mut *guard;
        for run in stopping.drain(..) {
            let own = running.values_mut().find_map(|running| running.end(run).then_some(running));
            if let Some(running) = own {
                keep(running, kept, run);
            } else if waiting.extract_if(.., |(waits, _)| *waits == run).count() == 0 {
                // It is over already.
                continue;
            }
            news.push((run, Event::Finished(Outcome::Stopped)));
        }
        drop(guard);
        self.tell(news);
    }

    fn fail_all(&self, failure: &str) {
        let mut state = self.0.state.borrow_mut();
        let running = state.running.drain().flat_map(|(_, r)| r.active().collect::<Vec<_>>());
        let failed = |run| (run, Event::Finished(Outcome::Failed(failure.into())));
        let news = running.map(failed).collect();
        state.kept.clear();
        drop(state);
        self.tell(news);
    }

    /// Keeps the GPU busy, with the run that is furthest behind first.
    fn submit(&self) {
        let mut guard = self.0.state.borrow_mut();
        let State { running, pace, .. } = &mut *guard;
        let alone = running.len() == 1;
        while running.values().map(Running::under_way).sum::<usize>() < UNDER_WAY {
            let waiting = running.iter_mut().filter(|(_, running)| running.has_work());
            let behind =
                waiting.min_by(|(a, x), (b, y)| x.share().total_cmp(&y.share()).then(a.cmp(b)));
            let Some((&id, running)) = behind else {
                break;
            };
            let messages = self.0.messages.clone();
            let done = move || drop(messages.unbounded_send(Message::Finished(id)));
            running.submit(pace, alone, done);
        }
    }

    fn finish(&self, cohort: CohortId) {
        let now = Instant::now();
        let mut guard = self.0.state.borrow_mut();
        let State { running, kept, pace, finished_last, .. } = &mut *guard;
        let Some(running) = running.get_mut(&cohort) else {
            return;
        };
        match running.finish(finished_last.replace(now), now) {
            Ok((news, measured)) => {
                if let Some((work, took)) = measured {
                    pace.measured(work, took);
                }
                let diverged = Event::Finished(Outcome::Diverged);
                for (run, _) in news.iter().filter(|(_, event)| *event == diverged) {
                    keep(running, kept, *run);
                }
                drop(guard);
                self.tell(news);
            }
            Err(failure) => {
                drop(guard);
                self.fail_all(&failure);
            }
        }
    }

    /// Frees cohorts whose runs are all over.
    fn forget_finished(&self) {
        let mut guard = self.0.state.borrow_mut();
        let State { running, kept, .. } = &mut *guard;
        running.retain(|_, r| r.under_way() > 0 || r.active().next().is_some());
        for kept in kept.values_mut() {
            kept.cohort = kept.cohort.filter(|id| running.contains_key(id));
        }
    }

    /// Whether no run is left to train, and none is on its way to the GPU: nobody drives the work.
    pub fn is_idle(&self) -> bool {
        self.0.inbox.borrow().is_some() && self.has_no_runs()
    }

    fn has_no_runs(&self) -> bool {
        let state = self.0.state.borrow();
        state.running.is_empty() && state.waiting.is_empty()
    }
}

/// Keeps the weights that a run of this cohort has now that it is over.
fn keep(running: &Running, kept: &mut HashMap<RunId, Kept>, run: RunId) {
    running.keep_weights(run);
    if let Some(kept) = kept.get_mut(&run) {
        kept.cohort = None;
    }
}
