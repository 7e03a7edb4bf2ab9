//! A cohort on its way: what has been submitted, what is under way, and what came back.

use super::cohort::Cohort;
use super::event::{EpochMetrics, Event, Outcome, RunId};
use super::metrics::Loss;
use super::pace::{LAUNCH_WORK, Pace, STEPS_A_SUBMISSION};
use super::readback;
use super::tick::Tick;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use web_time::Instant;

/// Events with the runs they concern.
pub type News = Vec<(RunId, Event)>;

/// A cohort that is being trained.
pub struct Running {
    cohort: Rc<Cohort>,
    runs: Vec<Slot>,
    epochs: usize,
    /// Pieces of the reading before the first update that were submitted.
    opened: usize,
    next: Position,
    /// Launches of the next tick that were submitted already.
    launched: usize,
    submissions: usize,
    steps: usize,
    under_way: VecDeque<Submission>,
    staging: Vec<wgpu::Buffer>,
    /// Seconds that the GPU has worked for each of its networks.
    worked: f64,
    /// Of the current epoch, seconds of submissions that held nothing but steps, and those steps.
    stepped: (f64, usize),
}

/// One network of the cohort.
struct Slot {
    run: RunId,
    over: bool,
}

/// A place in training: within an epoch, steps come first, then the probe, then chunks of validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    epoch: usize,
    tick: usize,
}

/// Work that the GPU was given and has not finished.
struct Submission {
    work: f64,
    /// Whether it is as much work as it says: after an opening's first pieces there is mostly nothing left to do.
    is_known: bool,
    at: Instant,
    /// Epochs that end within it, and where their losses go.
    epochs: Vec<usize>,
    staging: Option<wgpu::Buffer>,
    /// Steps, if it holds nothing else and the GPU nothing but this cohort.
    only_steps: Option<usize>,
    /// Where training stands after it.
    reaches: Position,
}

/// Epochs whose losses may go into one staging buffer.
const MOST_EPOCHS: u64 = 16;
/// Bytes that a staging buffer should not exceed for more than one epoch.
const STAGING_BYTES: u64 = 4 << 20;

impl Running {
    /// A cohort before its first step, whose networks are known under these names.
    pub fn new(cohort: Cohort, runs: Vec<RunId>, epochs: usize) -> Running {
        Running {
            cohort: Rc::new(cohort),
            runs: runs.into_iter().map(|run| Slot { run, over: false }).collect(),
            epochs,
            opened: 0,
            next: Position { epoch: 0, tick: 0 },
            launched: 0,
            submissions: 0,
            steps: 0,
            under_way: VecDeque::new(),
            staging: Vec::new(),
            worked: 0.0,
            stepped: (0.0, 0),
        }
    }

    /// Its networks that are not over.
    pub fn active(&self) -> impl Iterator<Item = RunId> {
        self.runs.iter().filter(|slot| !slot.over).map(|slot| slot.run)
    }

    /// Ends one of its networks; what comes back of it is dropped. Says whether it was active.
    pub fn end(&mut self, run: RunId) -> bool {
        let slot = self.runs.iter_mut().find(|slot| slot.run == run && !slot.over);
        slot.map(|slot| slot.over = true).is_some()
    }

    /// Keeps the weights that one of its networks has after what was submitted.
    pub fn keep_weights(&self, run: RunId) {
        let gpu = self.cohort.gpu();
        if let Some(index) = self.runs.iter().position(|slot| slot.run == run) {
            let mut encoder = gpu.device.create_command_encoder(&Default::default());
            self.cohort.keep_weights(&mut encoder, index);
            gpu.count(|counters| counters.submissions += 1);
            gpu.queue.submit([encoder.finish()]);
        }
    }

    /// Submissions that have not come back.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Whether anything is left to submit.
    pub fn has_work(&self) -> bool {
        self.next.epoch < self.epochs && self.active().next().is_some()
    }

    /// The share of training that has been submitted.
    pub fn share(&self) -> f64 {
        let within = self.next.tick as f64 / self.ticks() as f64;
        (self.next.epoch as f64 + within) / self.epochs as f64
    }

    fn ticks(&self) -> usize {
        self.cohort.steps() + 1 + self.cohort.validation.len()
    }

    fn tick(&self) -> Tick {
        let Position { epoch, tick } = self.next;
        let steps = self.cohort.steps();
        match tick.checked_sub(steps) {
            _ if self.opened < self.cohort.instruments.opening.len() => Tick::Opening(self.opened),
            None => Tick::Step {
                is_runs_first: epoch == 0 && tick == 0,
                is_epochs_first: tick == 0,
                is_epochs_last: tick + 1 == steps,
            },
            Some(0) => Tick::Probe,
            Some(chunk) => Tick::Validation(chunk - 1),
        }
    }

    /// Gives the GPU its next piece of work; `done` is called when that is finished. `alone` says that it has
    /// none of others.
    pub fn submit(&mut self, pace: &Pace, alone: bool, done: impl FnOnce() + Send + 'static) {
        let cohort = self.cohort.clone();
        let gpu = cohort.gpu();
        let results_bytes = self.cohort.results_bytes();
        let most_epochs = (STAGING_BYTES / results_bytes).clamp(1, MOST_EPOCHS);
        let mut submission = Submission {
            work: 0.0,
            is_known: true,
            at: Instant::now(),
            epochs: Vec::new(),
            staging: None,
            only_steps: (alone && self.cohort.networks() == 1).then_some(0),
            reaches: self.next,
        };
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        self.submissions += 1;
        loop {
            let epoch = self.next.epoch;
            self.record_pass(pace, &mut submission, &mut encoder);
            if self.next.epoch == epoch {
                if self.is_enough(pace, submission.work) {
                    break;
                }
                continue;
            }
            let size = results_bytes * most_epochs;
            let spare = || self.staging.pop().unwrap_or_else(|| readback::staging(gpu, size));
            let staging = submission.staging.get_or_insert_with(spare);
            let offset = results_bytes * submission.epochs.len() as u64;
            self.cohort.copy_results(&mut encoder, staging, offset);
            submission.epochs.push(epoch);
            let full = submission.epochs.len() as u64 == most_epochs;
            if full || self.next.epoch == self.epochs || self.is_enough(pace, submission.work) {
                break;
            }
        }
        if self.next.epoch == self.epochs {
            let active = self.runs.iter().enumerate().filter(|(_, slot)| !slot.over);
            active.for_each(|(index, _)| self.cohort.keep_weights(&mut encoder, index));
        }
        submission.reaches = self.next;
        gpu.count(|counters| counters.submissions += 1);
        gpu.queue.submit([encoder.finish()]);
        match &submission.staging {
            None => gpu.queue.on_submitted_work_done(done),
            Some(staging) => {
                let size = results_bytes * submission.epochs.len() as u64;
                // A failed mapping shows when its bytes are taken.
                readback::map(gpu, staging, size, |_| done());
            }
        }
        self.under_way.push_back(submission);
    }

    /// Records ticks in one compute pass until there is enough, the epoch ends, or something has to be done to
    /// buffers first.
    fn record_pass(
        &mut self,
        pace: &Pace,
        submission: &mut Submission,
        encoder: &mut wgpu::CommandEncoder,
    ) {
        let cohort = self.cohort.clone();
        let gpu = cohort.gpu();
        if self.launched == 0 {
            self.tick().transfers(&cohort).iter().for_each(|transfer| transfer.record(encoder));
        }
        let mut pass = encoder.begin_compute_pass(&Default::default());
        loop {
            let tick = self.tick();
            submission.note(&tick, self.launched == 0);
            for dispatch in tick.dispatches(&cohort).skip(self.launched) {
                // A step on a large batch may be too much at once.
                if self.launched > 0 && pace.is_too_much(submission.work) {
                    submission.only_steps = None;
                    return;
                }
                dispatch.record(&mut pass);
                self.launched += 1;
                submission.work += dispatch.work + LAUNCH_WORK;
                gpu.count(|counters| counters.dispatches += 1);
            }
            self.launched = 0;
            if matches!(tick, Tick::Step { .. }) {
                self.steps += 1;
                gpu.count(|counters| counters.steps += cohort.networks() as u64);
            }
            let is_over = self.advance();
            let has_enough = self.is_enough(pace, submission.work);
            if is_over || has_enough || !self.tick().transfers(&cohort).is_empty() {
                return;
            }
        }
    }

    /// Goes on to the next tick; says whether the epoch is over.
    fn advance(&mut self) -> bool {
        if let Tick::Opening(_) = self.tick() {
            self.opened += 1;
            return false;
        }
        self.next.tick += 1;
        let is_over = self.next.tick == self.ticks();
        if is_over {
            self.next = Position { epoch: self.next.epoch + 1, tick: 0 };
        }
        is_over
    }

    fn is_enough(&self, pace: &Pace, work: f64) -> bool {
        pace.is_enough(work, self.submissions * STEPS_A_SUBMISSION <= self.steps)
    }

    /// Takes in the oldest submission, which the GPU finished `now`, and at `before` what preceded it: its news, and
    /// its work with the time that it took, where these are known.
    pub fn finish(
        &mut self,
        before: Option<Instant>,
        now: Instant,
    ) -> Result<(News, Option<(f64, Duration)>), String> {
        let Some(submission) = self.under_way.pop_front() else {
            return Ok((News::new(), None));
        };
        let began = before.map_or(submission.at, |before| before.max(submission.at));
        let took = now - began;
        // Networks side by side share it evenly.
        let own = took.as_secs_f64() / self.active().count().max(1) as f64;
        let worked_before = self.worked;
        self.worked += own;
        if let Some(steps) = submission.only_steps {
            self.stepped.0 += took.as_secs_f64();
            self.stepped.1 += steps;
        }
        let mut news = News::new();
        if let Some(staging) = submission.staging {
            let size = self.cohort.results_bytes() as usize;
            let bytes = readback::take(&staging, (size * submission.epochs.len()) as u64)?;
            self.staging.push(staging);
            // Epochs that end within one submission share its time evenly.
            let share = own / submission.epochs.len() as f64;
            let ends = (1..).map(|ended| worked_before + share * f64::from(ended));
            let epochs = submission.epochs.iter().zip(ends).zip(bytes.chunks(size));
            for ((&epoch, seconds), bytes) in epochs {
                self.take_epoch(epoch, seconds, bytes, &mut news);
            }
        }
        let Position { epoch, tick } = submission.reaches;
        if tick > 0 {
            let step = tick.min(self.cohort.steps());
            news.extend(self.active().map(|run| (run, Event::Progress { epoch, step })));
        }
        Ok((news, submission.is_known.then_some((submission.work, took))))
    }

    /// Turns an epoch's losses and readings into each network's metrics.
    fn take_epoch(&mut self, epoch: usize, seconds: f64, bytes: &[u8], news: &mut News) {
        let cohort = &self.cohort;
        let (losses, readings) = bytes.split_at(cohort.losses_bytes() as usize);
        let losses: Vec<Loss> = bytemuck::pod_collect_to_vec(losses);
        let (stepped, steps) = std::mem::take(&mut self.stepped);
        let of_each = losses.chunks(cohort.examples() + cohort.test_count).enumerate();
        for (slot, (index, losses)) in
            self.runs.iter_mut().zip(of_each).filter(|(slot, _)| !slot.over)
        {
            let (training, test) = losses.split_at(cohort.examples());
            let batch_size = cohort.batch_size();
            let metrics = EpochMetrics {
                // 0/0 is NaN, where no submission told.
                step_seconds: stepped / steps as f64,
                readings: cohort.instruments.readings(epoch, readings, index),
                ..EpochMetrics::of(epoch, training, test, batch_size, seconds)
            };
            let diverged = !metrics.is_finite();
            news.push((slot.run, Event::Epoch(metrics)));
            slot.over = diverged || epoch + 1 == self.epochs;
            if slot.over {
                let outcome = if diverged { Outcome::Diverged } else { Outcome::Completed };
                news.push((slot.run, Event::Finished(outcome)));
            }
        }
    }
}

impl Submission {
    /// A tick is recorded, perhaps not from its beginning.
    fn note(&mut self, tick: &Tick, from_begin: bool) {
        self.only_steps = match tick {
            Tick::Step { is_epochs_first: false, is_epochs_last: false, .. } if from_begin => {
                self.only_steps.map(|steps| steps + 1)
            }
            _ => None,
        };
        self.is_known &= !matches!(tick, Tick::Opening(2..));
    }
}
