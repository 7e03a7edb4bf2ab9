//! Small pictures, as inline SVG that takes the colour of the text around it.

use super::look::{MARKERS, Marker, colour_property, shape};
use crate::decimal::fixed;

/// A line drawing on a 16×16 grid.
pub fn icon(path: &str) -> String {
    format!("<svg class=icon viewBox='0 0 16 16' aria-hidden=true><path d='{path}'/></svg>")
}

pub const EYE: &str = "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 9.9A1.9 1.9 0 1 0 8 6.1a1.9 1.9 0 0 0 0 3.8Z";
pub const EYE_SHUT: &str = "M1.5 6.5S4 10.5 8 10.5s6.5-4 6.5-4M3.6 9l-1.4 2M8 10.6V13M12.4 9l1.4 2";
pub const PENCIL: &str = "M10.5 3 13 5.5 5.5 13 2.5 13.5 3 10.5ZM9 4.5 11.5 7";
pub const BIN: &str = "M4 4l8 8M12 4l-8 8";
pub const PLUS: &str = "M8 3.5v9M3.5 8h9";
pub const SUN: &str = "M8 10.8A2.8 2.8 0 1 0 8 5.2a2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9";
pub const MOON: &str = "M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7Z";
pub const LINK: &str = "M6.7 9.3l2.6-2.6M7.3 4.7l1.3-1.3a2.8 2.8 0 0 1 4 4l-1.3 1.3M8.7 11.3l-1.3 1.3a2.8 2.8 0 0 1-4-4l1.3-1.3";
pub const SAVE: &str = "M8 2.5v7.5M4.8 7l3.2 3.2L11.2 7M2.8 13h10.4";

/// A network's marker in its colour, of a shape in the [`marker_style`].
pub fn marker_icon(look: usize) -> String {
    let (colour, number) = (colour_property(look), shape(look));
    format!("<i class='marker shape-{number}' style='color: var({colour})' aria-hidden=true></i>")
}

/// The shapes of all markers, as a style sheet: every line of the log has a marker, and an SVG in each would take
/// longer than the line.
pub fn marker_style() -> String {
    let rule = |(number, marker)| format!(".shape-{number} {{ clip-path: {} }}", clip(marker));
    format!("<style>{}</style>", MARKERS.into_iter().enumerate().map(rule).collect::<String>())
}

/// Of a square that reaches 1.4 units from a marker's middle.
fn clip(marker: Marker) -> String {
    const REACH: f64 = 1.4;
    let percent = |units: f64| fixed(units / REACH * 50.0, 1);
    match marker {
        Marker::Circle(radius) => format!("circle({}%)", percent(radius)),
        Marker::Polygon(points) => {
            let corner =
                |(x, y): &(f64, f64)| format!("{}% {}%", percent(x + REACH), percent(y + REACH));
            format!("polygon({})", points.iter().map(corner).collect::<Vec<_>>().join(","))
        }
    }
}
