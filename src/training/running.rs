//! A cohort on its way: what has been submitted, what is under way, and what came back.

use super::cohort::Cohort;
use super::event::{EpochMetrics, Event, Outcome, RunId};
use super::gpu::Gpu;
use super::metrics::Loss;
use super::pace::{LAUNCH_WORK, Pace, STEPS_A_SUBMISSION};
use super::pass::Dispatch;
use super::readback;
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
    next: Position,
    submissions: usize,
    steps: usize,
    under_way: VecDeque<Submission>,
    staging: Vec<wgpu::Buffer>,
    /// Seconds that the GPU has worked for it.
    worked: f64,
    finished_last: Option<Instant>,
}

/// One network of the cohort.
struct Slot {
    run: RunId,
    over: bool,
}

/// A place in training: within an epoch, steps come first, then chunks of validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    epoch: usize,
    tick: usize,
}

/// Work that the GPU was given and has not finished.
struct Submission {
    work: f64,
    at: Instant,
    /// Epochs that end within it, and where their losses go.
    epochs: Vec<usize>,
    staging: Option<wgpu::Buffer>,
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
            next: Position { epoch: 0, tick: 0 },
            submissions: 0,
            steps: 0,
            under_way: VecDeque::new(),
            staging: Vec::new(),
            worked: 0.0,
            finished_last: None,
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
    pub fn keep_weights(&self, gpu: &Gpu, run: RunId) {
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
        self.cohort.steps() + self.cohort.validation.len()
    }

    /// Gives the GPU its next piece of work; `done` is called when that is finished.
    pub fn submit(&mut self, gpu: &Gpu, pace: &Pace, done: impl FnOnce() + Send + 'static) {
        let at = Instant::now();
        let losses_bytes = self.cohort.losses_bytes();
        let most_epochs = (STAGING_BYTES / losses_bytes).clamp(1, MOST_EPOCHS);
        let mut submission =
            Submission { work: 0.0, at, epochs: Vec::new(), staging: None, reaches: self.next };
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        self.submissions += 1;
        loop {
            let epoch = self.next.epoch;
            submission.work += self.record_until_enough(gpu, pace, submission.work, &mut encoder);
            if self.next.epoch == epoch {
                break;
            }
            let size = losses_bytes * most_epochs;
            let spare = || self.staging.pop().unwrap_or_else(|| readback::staging(gpu, size));
            let staging = submission.staging.get_or_insert_with(spare);
            let offset = losses_bytes * submission.epochs.len() as u64;
            self.cohort.copy_losses(&mut encoder, staging, offset);
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
                let size = losses_bytes * submission.epochs.len() as u64;
                // A failed mapping shows when its bytes are taken.
                readback::map(gpu, staging, size, |_| done());
            }
        }
        self.under_way.push_back(submission);
    }

    /// Records ticks in one compute pass until there is enough, or the epoch ends; says their work.
    fn record_until_enough(
        &mut self,
        gpu: &Gpu,
        pace: &Pace,
        before: f64,
        encoder: &mut wgpu::CommandEncoder,
    ) -> f64 {
        let cohort = self.cohort.clone();
        let mut pass = encoder.begin_compute_pass(&Default::default());
        let mut work = 0.0;
        let mut record = |dispatches: &[Dispatch]| {
            for dispatch in dispatches {
                dispatch.record(&mut pass);
                work += dispatch.work + LAUNCH_WORK;
            }
            gpu.count(|counters| counters.dispatches += dispatches.len() as u64);
            work
        };
        loop {
            let tick = self.next.tick;
            if tick == 0 {
                record(std::slice::from_ref(&cohort.shuffle));
            }
            let work = match tick.checked_sub(cohort.steps()) {
                None => {
                    self.steps += 1;
                    gpu.count(|counters| counters.steps += cohort.networks() as u64);
                    record(&cohort.step)
                }
                Some(chunk) => record(&cohort.validation[chunk]),
            };
            self.next.tick += 1;
            if self.next.tick == self.ticks() {
                self.next = Position { epoch: self.next.epoch + 1, tick: 0 };
                return work;
            }
            if self.is_enough(pace, before + work) {
                return work;
            }
        }
    }

    fn is_enough(&self, pace: &Pace, work: f64) -> bool {
        pace.is_enough(work, self.submissions * STEPS_A_SUBMISSION <= self.steps)
    }

    /// Takes in the oldest submission, which the GPU has finished: its news, its work and its time.
    pub fn finish(&mut self) -> Result<(News, f64, Duration), String> {
        let Some(submission) = self.under_way.pop_front() else {
            return Ok((News::new(), 0.0, Duration::ZERO));
        };
        let now = Instant::now();
        let began = self.finished_last.map_or(submission.at, |last| last.max(submission.at));
        let took = now - began;
        let worked_before = self.worked;
        self.worked += took.as_secs_f64();
        self.finished_last = Some(now);
        let mut news = News::new();
        if let Some(staging) = submission.staging {
            let size = self.cohort.losses_bytes() as usize;
            let bytes = readback::take(&staging, (size * submission.epochs.len()) as u64)?;
            self.staging.push(staging);
            // Epochs that end within one submission share its time evenly.
            let share = took.as_secs_f64() / submission.epochs.len() as f64;
            let ends = (1..).map(|ended| worked_before + share * f64::from(ended));
            let epochs = submission.epochs.iter().zip(ends).zip(bytes.chunks(size));
            for ((&epoch, seconds), bytes) in epochs {
                let losses: Vec<Loss> = bytemuck::pod_collect_to_vec(bytes);
                self.take_epoch(epoch, seconds, &losses, &mut news);
            }
        }
        let Position { epoch, tick } = submission.reaches;
        if tick > 0 {
            let step = tick.min(self.cohort.steps());
            news.extend(self.active().map(|run| (run, Event::Progress { epoch, step })));
        }
        Ok((news, submission.work, took))
    }

    /// Turns an epoch's losses into each network's metrics.
    fn take_epoch(&mut self, epoch: usize, seconds: f64, losses: &[Loss], news: &mut News) {
        let cohort = &self.cohort;
        let of_each = losses.chunks(cohort.examples() + cohort.test_count);
        for (slot, losses) in self.runs.iter_mut().zip(of_each).filter(|(slot, _)| !slot.over) {
            let (training, test) = losses.split_at(cohort.examples());
            let batch_size = cohort.batch_size();
            let metrics = EpochMetrics::of(epoch, training, test, batch_size, seconds);
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
