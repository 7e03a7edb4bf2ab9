//! Small charts as SVG text, the same for the page and the report. Pure functions that know no browser: colours
//! are custom properties of the style sheet, so that dark and light come by themselves.

mod curves;
mod function;
mod instrument;
mod labels;
mod marker;
mod markup;
mod plot;

pub use curves::curves_plot;
pub use function::function_plot;
pub use instrument::instrument_plot;
pub use marker::marker;
pub use markup::escape;
