//! MNIST's frame: ink fitted to a 20×20 box, then its centre of mass moved to the middle.

use super::glyphs::Point;
use super::raster::{Image, SIDE};

/// The side of the box that the ink fills, in pixels.
const BOX: f32 = 20.0;

/// Scales the chains evenly so that they and the `reach` of ink around them just fill the box.
pub fn fit(mut chains: Vec<Vec<Point>>, reach: f32) -> Vec<Vec<Point>> {
    let extents = [0, 1].map(|axis| {
        let along = chains.iter().flatten().map(|point| point[axis]);
        along.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
    });
    let longest = extents.iter().fold(1.0_f32, |longest, (low, high)| longest.max(high - low));
    let scale = (BOX - 2.0 * reach) / longest;
    let middle = extents.map(|(low, high)| 0.5 * (low + high));
    for point in chains.iter_mut().flatten() {
        *point = [0, 1].map(|axis| (point[axis] - middle[axis]) * scale + 0.5 * SIDE as f32);
    }
    chains
}

/// Moves the ink by whole pixels so that its centre of mass is nearest the middle.
pub fn centre(image: &Image) -> Image {
    let right = shift(image, |i| i % SIDE);
    let down = shift(image, |i| i / SIDE);
    let mut moved = [0; SIDE * SIDE];
    for (i, byte) in moved.iter_mut().enumerate() {
        let from = i.checked_add_signed(-right - down * SIDE as isize);
        *byte = from.and_then(|from| image.get(from)).copied().unwrap_or(0);
    }
    moved
}

/// How far to move the ink along an axis; a border of one pixel stays empty.
fn shift(image: &Image, axis: fn(usize) -> usize) -> isize {
    let (mut mass, mut moment) = (0, 0);
    let (mut low, mut high) = (SIDE, 0);
    for (i, &byte) in image.iter().enumerate().filter(|(_, byte)| **byte > 0) {
        let at = axis(i);
        mass += usize::from(byte);
        moment += usize::from(byte) * at;
        (low, high) = (low.min(at), high.max(at));
    }
    // The mean of `at` belongs half a pixel before the middle, where two pixels meet.
    let wanted = (0.5 * (SIDE - 1) as f32 - moment as f32 / mass.max(1) as f32).round() as isize;
    let room = SIDE as isize - 2 - high as isize;
    wanted.min(room).max(1 - low as isize)
}
