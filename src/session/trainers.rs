//! Whoever trains, the GPU or the processor's workers, under one set of verbs.

use crate::network::Weights;
use crate::training::{Counters, Job, Lab, RunId, TrainingError};
use crate::workers::Crew;

/// Clones are the same trainers.
#[derive(Clone)]
pub(super) enum Trainers {
    Gpu(Lab),
    Processor(Crew),
}

impl Trainers {
    /// Takes in a job.
    pub fn start(&self, job: Job) -> Result<RunId, TrainingError> {
        match self {
            Self::Gpu(lab) => {
                let runs = lab.start(vec![job])?;
                let none = || TrainingError::Gpu("The engine started no run.".into());
                runs.first().copied().ok_or_else(none)
            }
            Self::Processor(crew) => crew.start(job),
        }
    }

    /// Sees to it that what was started is trained; returns when nobody needs to be driven any more.
    pub async fn work(&self) {
        match self {
            Self::Gpu(lab) => lab.work().await,
            // Workers drive themselves.
            Self::Processor(_) => {}
        }
    }

    /// Holds all runs, or lets them go on.
    pub fn rest(&self, rests: bool) {
        match (self, rests) {
            (Self::Gpu(lab), true) => lab.pause(),
            (Self::Gpu(lab), false) => lab.resume(),
            (Self::Processor(crew), rests) => crew.rest(rests),
        }
    }

    /// Ends a run early.
    pub fn stop(&self, run: RunId) {
        match self {
            Self::Gpu(lab) => lab.stop(run),
            Self::Processor(crew) => crew.stop(run),
        }
    }

    /// Gives up the weights of a run that is over.
    pub fn forget(&self, run: RunId) {
        match self {
            Self::Gpu(lab) => lab.forget(run),
            Self::Processor(crew) => crew.forget(run),
        }
    }

    /// A run's weights as they are.
    pub async fn weights(&self, run: RunId) -> Result<Weights, TrainingError> {
        match self {
            Self::Gpu(lab) => lab.weights(run).await,
            Self::Processor(crew) => crew.weights(run).await,
        }
    }

    /// What was done so far.
    pub fn counters(&self) -> Counters {
        match self {
            Self::Gpu(lab) => lab.counters(),
            Self::Processor(crew) => crew.counters(),
        }
    }
}
