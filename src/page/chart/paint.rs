//! The colours and fonts of the style sheet, as the canvas needs them.

use crate::page::look::{COLOURS, colour_property};

/// What a chart is painted with.
pub(super) struct Paint {
    pub ink: String,
    pub muted: String,
    pub grid: String,
    pub axis: String,
    pub ground: String,
    pub problem: String,
    pub font: String,
    pub colours: [String; COLOURS],
}

impl Paint {
    /// Reads the custom properties that are in force now.
    pub fn current() -> Option<Paint> {
        let window = web_sys::window()?;
        let root = window.document()?.document_element()?;
        let style = window.get_computed_style(&root).ok()??;
        let property = |name: &str| style.get_property_value(name).unwrap_or_default();
        Some(Paint {
            ink: property("--ink"),
            muted: property("--muted"),
            grid: property("--grid"),
            axis: property("--axis"),
            ground: property("--panel"),
            problem: property("--problem"),
            font: property("--font"),
            colours: std::array::from_fn(|colour| property(&colour_property(colour))),
        })
    }
}
