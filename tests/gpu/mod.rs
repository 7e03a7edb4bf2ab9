//! Runs jobs on the machine's Vulkan, Metal or Dx12 adapter and gathers what they come to.
#![allow(dead_code, reason = "each test file uses its own part")]

#[path = "../skipped/mod.rs"]
pub mod skipped;

use fitlab::config::Config;
use fitlab::data::{Dataset, Examples, PIXELS};
use fitlab::network::Weights;
use fitlab::random::hash;
use fitlab::training::{Counters, Event, Gpu, History, Job, Lab, Outcome, RunId};
use skipped::skipped;
use std::cell::RefCell;
use std::rc::Rc;

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Run {
    pub history: History,
    pub outcome: Outcome,
    pub weights: Weights,
}

type Events = Rc<RefCell<Vec<(RunId, Event)>>>;
type Stopping = Rc<RefCell<Option<(Lab, Vec<RunId>)>>>;

/// A lab whose events are kept.
pub struct Bench {
    pub lab: Lab,
    events: Events,
    /// Runs that are stopped when any of them ends an epoch.
    stopping: Stopping,
}

impl Bench {
    /// Opens the adapter. A machine without one fails every test, in words.
    pub fn open() -> Bench {
        let gpu = pollster::block_on(Gpu::request()).unwrap_or_else(|error| {
            panic!("{error} These tests need one; `cargo xtask test` installs a software adapter.")
        });
        let events = Events::default();
        let stopping = Stopping::default();
        let (kept, to_stop) = (events.clone(), stopping.clone());
        let lab = Lab::new(gpu, move |run, event| {
            kept.borrow_mut().push((run, event.clone()));
            if matches!(event, Event::Epoch(_))
                && let Some((lab, runs)) = to_stop.take()
            {
                runs.into_iter().for_each(|run| lab.stop(run));
            }
        });
        Bench { lab, events, stopping }
    }

    /// Opens the adapter where it has 16-bit floats, or says plainly that a test is skipped.
    pub fn with_16_bit_floats(test: &str) -> Option<Bench> {
        let bench = Bench::open();
        let facts = bench.lab.gpu().facts();
        if facts.shader_f16 {
            return Some(bench);
        }
        skipped(test, &format!("{} has no 16-bit floats in shaders.", facts.name));
        None
    }

    pub fn stop_after_first_epoch(&self, runs: &[RunId]) {
        self.stopping.replace(Some((self.lab.clone(), runs.to_vec())));
    }

    /// Trains jobs side by side to their end.
    pub fn train(&self, jobs: Vec<Job>) -> Vec<Run> {
        let runs = self.lab.start(jobs).unwrap();
        pollster::block_on(self.lab.work());
        assert_eq!(self.lab.gpu().failure(), None);
        runs.into_iter().map(|run| self.result(run)).collect()
    }

    pub fn result(&self, run: RunId) -> Run {
        let mut history = History::default();
        let mut outcome = None;
        for (_, event) in self.events.borrow().iter().filter(|(of, _)| *of == run) {
            assert_eq!(outcome, None, "nothing follows the end");
            history.apply(event);
            if let Event::Finished(end) = event {
                outcome = Some(end.clone());
            }
        }
        let weights = pollster::block_on(self.lab.weights(run)).unwrap();
        Run { history, outcome: outcome.expect("every run ends"), weights }
    }

    pub fn train_one(&self, config: Config, data: &Rc<Dataset>) -> Run {
        let job = Job { config, data: data.clone(), initial_weights: None };
        self.train(vec![job]).remove(0)
    }

    pub fn counters(&self) -> Counters {
        self.lab.counters()
    }
}

/// Separable noise: a bright patch whose place tells the label, in random grey.
pub fn blobs(seed: u64, count: usize) -> Examples {
    let label = |n: usize| (hash(seed, n as u64) % 10) as u8;
    let pixel = |n: usize, p: usize| {
        let noise = (hash(seed ^ 77, (n * PIXELS + p) as u64) >> 58) as u8;
        let inside =
            p / 28 / 5 == usize::from(label(n)) / 2 && p % 28 / 14 == usize::from(label(n)) % 2;
        if inside { 120 + noise } else { noise }
    };
    let images = (0..count).flat_map(|n| (0..PIXELS).map(move |p| pixel(n, p))).collect();
    Examples::new(images, (0..count).map(label).collect()).unwrap()
}

/// The same where most groups of four pixels are blank, as in digits; some images are blank all over, some but for
/// their last pixel.
pub fn sparse(seed: u64, count: usize) -> Examples {
    let full = blobs(seed, count);
    let pixel = |at: usize| {
        let (n, p) = (at / PIXELS, at % PIXELS);
        match n % 7 {
            0 => 0,
            1 => u8::from(p + 1 == PIXELS) * 200,
            _ if !hash(seed ^ 5, (at / 4) as u64).is_multiple_of(4) => 0,
            _ => full.images()[at],
        }
    };
    Examples::new((0..count * PIXELS).map(pixel).collect(), full.labels().to_vec()).unwrap()
}

/// As a training set of digits is: a third of the pixels are inked from the first example on, a third from the
/// 700th on, by hundreds, and a third never.
pub fn framed(seed: u64, count: usize) -> Examples {
    let full = blobs(seed, count);
    let pixel = |at: usize| {
        let (n, third) = (at / PIXELS, hash(9, (at % PIXELS) as u64) % 3);
        let is_inked = third == 0 || (third == 1 && n >= 700 && n % 100 < 3);
        if is_inked { full.images()[at] } else { 0 }
    };
    Examples::new((0..count * PIXELS).map(pixel).collect(), full.labels().to_vec()).unwrap()
}

pub fn dataset(train: Examples, test: Examples) -> Rc<Dataset> {
    Rc::new(Dataset { train, test })
}
