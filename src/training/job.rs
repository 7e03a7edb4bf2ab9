//! What can be trained, and which of it can be trained together.

use super::cohort;
use super::error::TrainingError;
use super::gpu::Gpu;
use super::layout::MAX_NETWORKS;
use crate::config::{Config, Precision};
use crate::data::{Dataset, PIXELS, PixelOrder};
use crate::network::{Weights, layers, parameters};
use std::rc::Rc;

/// One network to train.
#[derive(Clone)]
pub struct Job {
    /// Everything that determines the run.
    pub config: Config,
    /// The examples that `config.dataset` names.
    pub data: Rc<Dataset>,
    /// Where training begins; drawn from the seed unless given.
    pub initial_weights: Option<Weights>,
}

impl Job {
    /// How many examples, the first ones, it trains on.
    pub fn examples(&self) -> usize {
        self.config.train_samples.unwrap_or(self.data.train.len())
    }

    /// Whether the adapter can train it.
    ///
    /// # Errors
    /// If it asks for more examples than there are, or for more than the adapter has or allows.
    pub fn check(&self, gpu: &Gpu) -> Result<(), TrainingError> {
        self.check_samples()?;
        let facts = gpu.facts();
        if self.config.precision == Precision::MixedFloat16 && !facts.shader_f16 {
            return Err(TrainingError::Precision { adapter: facts.name.clone() });
        }
        cohort::check_sizes(gpu, self, 1)
    }

    /// Whether the processor can train it.
    ///
    /// # Errors
    /// If it asks for more examples than there are, or for a precision that processors do not compute with.
    pub fn check_for_processor(&self) -> Result<(), TrainingError> {
        self.check_samples()?;
        match self.config.precision {
            Precision::Float32 => Ok(()),
            Precision::MixedFloat16 => Err(TrainingError::ProcessorPrecision),
        }
    }

    /// Whether there are the examples, wherever it is trained.
    ///
    /// # Errors
    /// If it asks for more.
    pub fn check_samples(&self) -> Result<(), TrainingError> {
        let available = self.data.train.len();
        match self.config.train_samples {
            Some(asked) if asked > available => {
                Err(TrainingError::TooManySamples { asked, available })
            }
            _ => Ok(()),
        }
    }

    /// Whether both can train in the same dispatches: all but activations, seeds and weights is alike.
    fn fits(&self, other: &Job) -> bool {
        let shape = |job: &Job| -> Vec<usize> {
            job.config.hidden.iter().map(|dense| dense.units).collect()
        };
        let rest = |job: &Job| Config { hidden: Vec::new(), seed: 0, ..job.config.clone() };
        Rc::ptr_eq(&self.data, &other.data)
            && shape(self) == shape(other)
            && rest(self) == rest(other)
    }
}

/// How many pixels, in the order of its images, training has to look at: the others are blank in all of them, and
/// their weights stay as they are, unless they decay.
pub fn learned_pixels(config: &Config, order: &PixelOrder) -> usize {
    if config.optimizer.decays_weights() { PIXELS } else { order.inked() }
}

/// Bytes of weights and moments that a processor keeps near.
const CACHE: usize = 4 << 20;

/// Whether so many networks train faster in the same dispatches than in turn. On a graphics card always; a
/// processor that imitates one launches cheaply and would rather keep one network's weights in its cache.
fn pays(gpu: &Gpu, job: &Job, networks: usize) -> bool {
    let numbers = parameters(&layers(&job.config.hidden)) * (1 + job.config.optimizer.moments());
    !gpu.facts().software || networks * numbers * size_of::<f32>() <= CACHE
}

/// Sorts jobs into groups that train in the same dispatches, each job with what belongs to it.
pub fn groups<T>(gpu: &Gpu, jobs: Vec<(T, Job)>) -> Vec<Vec<(T, Job)>> {
    let mut groups: Vec<Vec<(T, Job)>> = Vec::new();
    for (tag, job) in jobs {
        let has_room = |group: &&mut Vec<(T, Job)>| {
            group.len() < MAX_NETWORKS
                && pays(gpu, &job, group.len() + 1)
                && group[0].1.fits(&job)
                && cohort::check_sizes(gpu, &job, group.len() + 1).is_ok()
        };
        match groups.iter_mut().find(has_room) {
            Some(group) => group.push((tag, job)),
            None => groups.push(vec![(tag, job)]),
        }
    }
    groups
}
