//! The dispatches of networks side by side, in the hands of whoever wants to time them.

use super::cohort::Cohort;
use super::error::TrainingError;
use super::gpu::Gpu;
use super::initial;
use super::job::Job;
use super::pass::Dispatch;
use super::upload::Uploads;
use crate::config::Config;

/// Networks of one shape, on the GPU and untrained.
pub struct Workload(Cohort);

impl Workload {
    /// Jobs that differ in activations, seeds and weights alone, of which there must be one.
    ///
    /// # Errors
    /// If one of them cannot be trained here.
    pub async fn new(gpu: &Gpu, jobs: &[Job]) -> Result<Workload, TrainingError> {
        jobs.iter().try_for_each(|job| job.check(gpu))?;
        let data = Uploads::default().of(gpu, &jobs[0].data, jobs[0].examples());
        let configs: Vec<Config> = jobs.iter().map(|job| job.config.clone()).collect();
        let cohort = Cohort::new(gpu, data, &configs);
        initial::write(&cohort, jobs).await;
        Ok(Workload(cohort))
    }

    /// What comes before an epoch's first step.
    pub fn shuffle(&self) -> &Dispatch {
        &self.0.shuffle
    }

    /// A training step.
    pub fn step(&self) -> &[Dispatch] {
        &self.0.step
    }

    /// Bytes of the losses that steps and validations leave.
    pub(super) fn losses_bytes(&self) -> u64 {
        self.0.losses_bytes()
    }

    /// Appends a copy of these losses to `to`.
    pub(super) fn copy_losses(&self, encoder: &mut wgpu::CommandEncoder, to: &wgpu::Buffer) {
        self.0.copy_losses(encoder, to, 0);
    }

    /// Steps of an epoch.
    pub fn steps(&self) -> usize {
        self.0.steps()
    }

    /// A validation on all test examples, chunk by chunk.
    pub fn validation(&self) -> &[Vec<Dispatch>] {
        &self.0.validation
    }
}
