//! Small charts as SVG text, the same for the page and the report. Pure functions that know no browser: colours
//! are custom properties of the style sheet, so that dark and light come by themselves.

mod marker;
mod markup;

pub use marker::{marker, outline};
pub use markup::escape;
