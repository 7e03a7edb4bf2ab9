//! The networks that are measured, and what their kernels have to do.

use fitlab::config::{Activation, Config, DatasetName, Dense, dense};
use fitlab::data::synthetic::{Drawing, test_range, train_range};
use fitlab::data::{CLASSES, Dataset, PIXELS};
use fitlab::training::{Job, Task};
use std::rc::Rc;

/// Hidden layers of the assignment's networks.
pub const HIDDEN: [&[usize]; 4] = [&[32], &[128, 64], &[512, 256, 128], &[1024, 512, 256, 128]];
/// Examples of a step.
pub const BATCHES: [usize; 2] = [32, 256];
/// Images of a validation.
pub const TEST: usize = 10_000;
/// Steps of an epoch.
const STEPS: usize = 20;

/// Drawn digits: kernels leave out what is blank, about as much of them as of MNIST's.
pub fn digits(batch: usize) -> Rc<Dataset> {
    let drawn = |range| {
        let mut drawing = Drawing::default();
        drawing.draw(range);
        drawing.finish().expect("an image for each label")
    };
    let train = drawn(train_range(STEPS * batch));
    Rc::new(Dataset { train, test: drawn(test_range(TEST)) })
}

/// A network that learns from all of `data`.
pub fn job(hidden: Vec<Dense>, batch_size: usize, seed: u64, data: &Rc<Dataset>) -> Job {
    let config = Config {
        dataset: DatasetName::Given,
        train_samples: None,
        hidden,
        batch_size,
        seed,
        ..Config::default()
    };
    Job { config, data: data.clone(), initial_weights: None }
}

/// One ReLU network.
pub fn alone(hidden: &[usize], batch_size: usize, data: &Rc<Dataset>) -> Vec<Job> {
    vec![job(dense(hidden, Activation::Relu), batch_size, 1, data)]
}

/// A network's shape, and the examples that its kernels take.
#[derive(Clone, Debug)]
pub struct Shape {
    sizes: Vec<usize>,
    rows: usize,
}

/// What a kernel has to do at the least.
#[derive(Clone, Copy, Debug, Default)]
pub struct Need {
    pub multiply_adds: f64,
    pub bytes: f64,
}

const FLOAT: f64 = 4.0;
/// Numbers that Adam keeps of each weight, itself included.
const ADAM: f64 = 3.0;

impl Shape {
    pub fn new(hidden: &[usize], rows: usize) -> Shape {
        Shape { sizes: [&[PIXELS], hidden, &[CLASSES]].concat(), rows }
    }

    /// E.g. `784-128-64-10`
    pub fn name(&self) -> String {
        self.sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("-")
    }

    /// E.g. `update 784×128`
    pub fn label(&self, task: Task) -> String {
        let sizes = |layer: usize| format!("{}×{}", self.sizes[layer], self.sizes[layer + 1]);
        match task {
            Task::Shuffle => "shuffle".into(),
            Task::Forward(layer) => format!("forward {}", sizes(layer)),
            Task::Head(layer) => format!("head {}", sizes(layer)),
            Task::Delta(layer) => format!("delta {}", sizes(layer)),
            Task::Update(layer) => format!("update {}", sizes(layer)),
        }
    }

    /// Everything that a task needs; padding, repeated reads and a softmax are not in it.
    pub fn need(&self, task: Task) -> Need {
        let (Task::Forward(layer) | Task::Head(layer) | Task::Delta(layer) | Task::Update(layer)) =
            task
        else {
            return Need::default();
        };
        let rows = self.rows as f64;
        let (inputs, units) = (self.sizes[layer] as f64, self.sizes[layer + 1] as f64);
        let weights = (inputs + 1.0) * units * FLOAT;
        let x = rows * inputs * if layer == 0 { 1.0 } else { FLOAT };
        let y = rows * units * FLOAT;
        let bytes = match task {
            Task::Update(_) => x + y + 2.0 * ADAM * weights,
            // X for f', and dL/dX itself.
            Task::Delta(_) => y + weights + 2.0 * x,
            _ => x + y + weights,
        };
        Need { multiply_adds: rows * inputs * units, bytes }
    }

    /// Of several tasks together.
    pub fn needs<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Need {
        tasks.into_iter().map(|&task| self.need(task)).fold(Need::default(), |a, b| Need {
            multiply_adds: a.multiply_adds + b.multiply_adds,
            bytes: a.bytes + b.bytes,
        })
    }
}
