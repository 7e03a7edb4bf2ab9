//! A network's marker.

use crate::decimal::shortest;
use crate::page::look::{MARKERS, Marker, colour_property, shape};

/// The marker of a look in its colour, beside a name.
pub fn marker(look: usize) -> String {
    format!(
        r#"<svg class="marker" viewBox="-1.4 -1.4 2.8 2.8" style="color: var({})" aria-hidden="true">{}</svg>"#,
        colour_property(look),
        outline(shape(look))
    )
}

/// The outline of one of the [`MARKERS`], around the origin, about one unit in radius.
pub(super) fn outline(shape: usize) -> String {
    match MARKERS[shape] {
        Marker::Circle(radius) => format!(r#"<circle r="{}"/>"#, shortest(radius)),
        Marker::Polygon(points) => {
            let numbers = points.iter().flat_map(|&(x, y)| [shortest(x), shortest(y)]);
            format!(r#"<polygon points="{}"/>"#, numbers.collect::<Vec<_>>().join(" "))
        }
    }
}
