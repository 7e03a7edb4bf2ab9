//! Training on the processor, off the page's thread: workers that each train some of the networks, and the
//! page's end of the line to them. It offers what [`Lab`](crate::training::Lab) offers for the GPU.

mod crew;
mod delivery;
mod desk;
mod events;
mod member;
mod wire;

pub use crew::Crew;
pub use desk::serve;
