//! What was found, as HTML: the pieces that the page and the report share. Pure functions; whatever comes from
//! outside, such as a network's name, is escaped.

mod findings;
mod inside;
mod table;
mod verdicts;

pub use findings::findings_html;
pub use inside::{instrument_html, step_time_html};
pub use verdicts::verdicts_html;
