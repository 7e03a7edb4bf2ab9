//! A writer's hand: picks a style of the digit, blends its shapes and strays from them.

use super::bend::Bend;
use super::glyphs::{Mark, Point, Shape, Style};
use super::random::Random;

/// How far the pen strays at each control point, in hundredths of the glyph's height.
const WOBBLE: f32 = 3.7;

/// How much of its straying the pen keeps to the next control point, so that curves stay smooth.
const STEADINESS: f32 = 0.6;

/// One digit as a person might write it: the control points of its strokes.
pub fn write(styles: &'static [Style], random: &mut Random) -> Vec<Vec<Point>> {
    let mut strokes = blend(pick(styles, random), random);
    let bend = Bend::pick(random);
    for point in strokes.iter_mut().flatten() {
        *point = bend.apply(*point);
    }
    strokes
}

/// The shapes of a style, a common one more often.
fn pick(styles: &'static [Style], random: &mut Random) -> &'static [Shape] {
    let total: f32 = styles.iter().map(|style| style.share).sum();
    let mut left = random.between(0.0, total);
    let chosen = styles.iter().find(|style| {
        left -= style.share;
        left < 0.0
    });
    chosen.or(styles.last()).map_or(&[], |style| style.shapes)
}

/// A shape between two of a style, or somewhat beyond them.
fn blend(shapes: &[Shape], random: &mut Random) -> Vec<Vec<Point>> {
    let [one, other] = [0; 2].map(|_| shapes.get(random.below(shapes.len())));
    let part = random.between(-0.4, 1.4);
    let pairs = one.into_iter().zip(other).flat_map(|(one, other)| one.iter().zip(*other));
    pairs.map(|(one, other)| stray(one, other, part, random)).collect()
}

/// The stroke that is `part` of the way from `one` to the `other`, drawn with an unsteady pen.
fn stray(one: &[Mark], other: &[Mark], part: f32, random: &mut Random) -> Vec<Point> {
    let mut drift = [0; 2].map(|_| random.bell(0.0, WOBBLE));
    let mut previous = None;
    let points = one.iter().zip(other).map(|(a, b)| {
        // A corner's two points must stay one.
        if previous.replace(a) != Some(a) {
            drift = drift.map(|d| STEADINESS * d + random.bell(0.0, WOBBLE));
        }
        let (a, b) = (a.map(f32::from), b.map(f32::from));
        [0, 1].map(|axis| a[axis] + part * (b[axis] - a[axis]) + drift[axis])
    });
    points.collect()
}
