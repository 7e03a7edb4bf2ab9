//! One who trains, wherever that is.

use super::gpu_program::GpuProgram;
use super::wire::{Answer, Order};
use super::worker::HiredWorker;

/// Where a crew trains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the processor, in workers.
    Processor,
    /// On the GPU, by a program on the page's thread.
    Gpu,
}

/// One who was hired. A worker ends when this is dropped.
pub enum Member {
    /// Trains on the processor.
    Worker(HiredWorker),
    /// Trains on the GPU.
    Gpu(GpuProgram),
}

impl Member {
    /// Hires one who tells `hear` what there is to say.
    ///
    /// # Errors
    /// In words, if the browser allows no worker.
    pub fn hire(place: Place, hear: impl Fn(Answer) + 'static) -> Result<Member, String> {
        match place {
            Place::Processor => HiredWorker::hire(hear).map(Member::Worker),
            Place::Gpu => Ok(Member::Gpu(GpuProgram::hire(hear))),
        }
    }

    /// Gives an order, which is followed after those before.
    pub fn order(&self, order: &Order) {
        match self {
            Member::Worker(worker) => worker.order(order),
            Member::Gpu(program) => program.order(order),
        }
    }
}
