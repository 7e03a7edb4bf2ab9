//! The assignment's four questions: for each the experiments that answer it, what to watch, what theory
//! says, and then what was measured, in sentences that are made of its numbers and of nothing else.

mod experiments;
mod findings;
mod introduction;
mod measured;
mod question;
mod theory;

pub use experiments::Arrangement;
pub use findings::{Finding, Stance, findings};
pub use introduction::introduction;
pub use measured::Measured;
pub use question::Question;
pub use theory::{Formula, formulas};
