//! The reader's GPU, opened for training.

use super::adapter::adapter_facts;
use super::no_gpu::{NoGpu, obstacle, refused};
use super::subgroups::ask_for_subgroups;
use crate::training::Gpu;

/// The GPU that trains.
///
/// # Errors
/// If the page may not ask, the browser cannot, or no adapter or device is given.
pub async fn request_gpu() -> Result<Gpu, NoGpu> {
    if let Some(obstacle) = obstacle() {
        return Err(obstacle);
    }
    let subgroups = ask_for_subgroups().await;
    let mut gpu = Gpu::request().await.map_err(refused)?;
    if subgroups {
        gpu = gpu.with_subgroups();
    }
    if let Some(facts) = adapter_facts().await {
        gpu = gpu.named(facts.name);
    }
    Ok(gpu)
}
