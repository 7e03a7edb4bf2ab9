//! Ink on pixels: anti-aliased strokes.

use super::glyphs::Point;
use super::pen::Pen;
use super::random::Random;

/// Pixels along a side of the image.
pub const SIDE: usize = 28;

/// The bytes of an image, row by row.
pub type Image = [u8; SIDE * SIDE];

/// Draws the chains of points.
pub fn ink(chains: &[Vec<Point>], pen: &Pen, random: &mut Random) -> Image {
    let mut image = [0; SIDE * SIDE];
    for chain in chains {
        for (i, ends) in chain.windows(2).enumerate() {
            let radius = pen.radius(i as f32 / chain.len() as f32, random);
            line(&mut image, ends[0], ends[1], radius, pen.blur);
        }
    }
    image
}

/// Inks the pixels around the line from `a` to `b`, keeping the darker of old and new.
fn line(image: &mut Image, a: Point, b: Point, radius: f32, blur: f32) {
    let reach = radius + 0.5 * blur;
    let [columns, rows] = [0, 1].map(|axis| {
        let low = a[axis].min(b[axis]) - reach;
        let high = a[axis].max(b[axis]) + reach;
        low as usize..(high as usize + 1).min(SIDE)
    });
    let way = [b[0] - a[0], b[1] - a[1]];
    let length = (way[0] * way[0] + way[1] * way[1]).max(1e-6);
    for row in rows {
        for column in columns.clone() {
            let to = [column as f32 + 0.5 - a[0], row as f32 + 0.5 - a[1]];
            let along = ((to[0] * way[0] + to[1] * way[1]) / length).clamp(0.0, 1.0);
            let off = [to[0] - along * way[0], to[1] - along * way[1]];
            let square = off[0] * off[0] + off[1] * off[1];
            if square < reach * reach {
                let cover = (reach - square.sqrt()) / blur;
                let pixel = &mut image[row * SIDE + column];
                *pixel = (*pixel).max((255.0 * cover) as u8);
            }
        }
    }
}
