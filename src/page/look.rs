//! How networks are told apart: each look is a colour (`--look-N` of the style sheet) and a marker.
//! The first looks differ in both, later ones in how these are paired.

/// Colours of the style sheet.
pub const COLOURS: usize = 8;
const SHAPES: usize = 8;
/// Every colour with every marker.
pub const LOOKS: usize = COLOURS * SHAPES;

/// The colour of a look.
pub fn colour(look: usize) -> usize {
    look % COLOURS
}

/// A marker's outline around the origin, about one unit in radius.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Marker {
    /// A circle of this radius.
    Circle(f64),
    /// A filled polygon.
    Polygon(&'static [(f64, f64)]),
}

const SQUARE: &[(f64, f64)] = &[(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)];
const TRIANGLE: &[(f64, f64)] = &[(0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)];
const DIAMOND: &[(f64, f64)] = &[(0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)];
const TRIANGLE_DOWN: &[(f64, f64)] = &[(0.0, 1.1), (-1.05, -0.8), (1.05, -0.8)];
const PLUS: &[(f64, f64)] = &[
    (-0.38, -1.1),
    (0.38, -1.1),
    (0.38, -0.38),
    (1.1, -0.38),
    (1.1, 0.38),
    (0.38, 0.38),
    (0.38, 1.1),
    (-0.38, 1.1),
    (-0.38, 0.38),
    (-1.1, 0.38),
    (-1.1, -0.38),
    (-0.38, -0.38),
];
const CROSS: &[(f64, f64)] = &[
    (0.0, -0.52),
    (0.6, -1.1),
    (1.1, -0.6),
    (0.52, 0.0),
    (1.1, 0.6),
    (0.6, 1.1),
    (0.0, 0.52),
    (-0.6, 1.1),
    (-1.1, 0.6),
    (-0.52, 0.0),
    (-1.1, -0.6),
    (-0.6, -1.1),
];
const STAR: &[(f64, f64)] = &[
    (0.0, -1.25),
    (0.32, -0.42),
    (1.19, -0.39),
    (0.51, 0.16),
    (0.73, 1.01),
    (0.0, 0.52),
    (-0.73, 1.01),
    (-0.51, 0.16),
    (-1.19, -0.39),
    (-0.32, -0.42),
];

/// Every marker.
pub const MARKERS: [Marker; SHAPES] = [
    Marker::Circle(0.95),
    Marker::Polygon(SQUARE),
    Marker::Polygon(TRIANGLE),
    Marker::Polygon(DIAMOND),
    Marker::Polygon(TRIANGLE_DOWN),
    Marker::Polygon(PLUS),
    Marker::Polygon(CROSS),
    Marker::Polygon(STAR),
];

/// Which of the [`MARKERS`] a look has.
pub fn shape(look: usize) -> usize {
    (look + look / COLOURS) % SHAPES
}

/// The marker of a look.
pub fn marker(look: usize) -> Marker {
    MARKERS[shape(look)]
}

/// The custom property that holds a look's colour.
pub fn colour_property(look: usize) -> String {
    format!("--look-{}", colour(look))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_looks_are_alike() {
        let looks: Vec<_> = (0..LOOKS).map(|look| (colour(look), marker(look))).collect();
        assert!((0..LOOKS).all(|look| !looks[..look].contains(&looks[look])));
    }
}
