//! What was found, as HTML: the pieces that the page and the report share, and the report itself. Pure functions;
//! whatever comes from outside, such as a network's name, is escaped.

mod document;
mod findings;
mod indicators;
mod inside;
mod repeat;
mod results;
mod setup;
mod table;
mod verdicts;

pub use document::{ReportInput, document};
pub use findings::findings_html;
pub use inside::{instrument_html, step_time_html};
pub use repeat::experiment;
pub use results::{differences_html, results_html};
pub use verdicts::{Medium, verdicts_html};
