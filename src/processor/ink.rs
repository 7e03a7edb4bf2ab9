//! The inked pixels of a batch of images. Blank ones add nothing to a product, and of a digit four of five are
//! blank: leaving them out is exact, and the first layer, most of a small network, takes a third of the time. Of
//! images that are mostly inked, all pixels are taken.

use crate::data::PIXELS;

/// A factor and the row of a matrix that it goes with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Dot {
    row: u32,
    factor: f32,
}

/// The share of pixels from which on leaving out blank ones saves no time.
const MOSTLY: f64 = 0.5;

/// The bytes of a batch, divided by 255: either all, or those that are not 0 by image and by pixel.
#[derive(Default)]
pub struct Ink {
    /// All pixels, a row an image; none where the batch is mostly blank.
    pixels: Vec<f32>,
    /// Of each image its inked pixels.
    by_image: Lists,
    /// Of each pixel the images in which it is inked.
    by_pixel: Lists,
}

/// Lists one after the other.
#[derive(Default)]
struct Lists {
    dots: Vec<Dot>,
    /// Where each list begins, and where the last one ends.
    begins: Vec<u32>,
}

impl Lists {
    fn list(&self, index: usize) -> &[Dot] {
        &self.dots[self.begins[index] as usize..self.begins[index + 1] as usize]
    }
}

/// Pixels that are looked at together.
const WORD: usize = 8;

impl Ink {
    /// Takes the place of the batch before with these images of [`PIXELS`] bytes.
    pub fn take<'a>(&mut self, images: impl Iterator<Item = &'a [u8]> + Clone) {
        self.pixels.clear();
        if is_mostly_inked(images.clone()) {
            self.pixels.extend(images.flatten().map(|&byte| f32::from(byte) / 255.0));
        } else {
            self.take_inked(images);
        }
    }

    /// All pixels (images × [`PIXELS`]), if the batch is mostly inked; the other methods are for one that is not.
    pub fn pixels(&self) -> Option<&[f32]> {
        (!self.pixels.is_empty()).then_some(&self.pixels)
    }

    fn take_inked<'a>(&mut self, images: impl Iterator<Item = &'a [u8]>) {
        let Lists { dots, begins } = &mut self.by_image;
        dots.clear();
        begins.clear();
        begins.push(0);
        for image in images {
            for (word, bytes) in image.chunks_exact(WORD).enumerate() {
                if bytes.iter().any(|&byte| byte != 0) {
                    let inked = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0);
                    dots.extend(inked.map(|(place, &byte)| Dot {
                        row: (word * WORD + place) as u32,
                        factor: f32::from(byte) / 255.0,
                    }));
                }
            }
            begins.push(dots.len() as u32);
        }
    }

    /// Sorts the batch by pixel, as [`Ink::add_gradient`] needs it.
    pub fn sort_by_pixel(&mut self) {
        let Lists { dots, begins } = &mut self.by_pixel;
        begins.clear();
        begins.resize(PIXELS + 1, 0);
        self.by_image.dots.iter().for_each(|dot| begins[dot.row as usize + 1] += 1);
        (0..PIXELS).for_each(|pixel| begins[pixel + 1] += begins[pixel]);
        dots.resize(self.by_image.dots.len(), Dot::default());
        let mut next = [0; PIXELS];
        next.copy_from_slice(&begins[..PIXELS]);
        for (image, ends) in self.by_image.begins.windows(2).enumerate() {
            for dot in &self.by_image.dots[ends[0] as usize..ends[1] as usize] {
                let place = &mut next[dot.row as usize];
                dots[*place as usize] = Dot { row: image as u32, factor: dot.factor };
                *place += 1;
            }
        }
    }

    /// X·W, added to the rows of `outputs`: X (images × [`PIXELS`]), W ([`PIXELS`] × `units`).
    pub fn add_product(&self, kernel: &[f32], units: usize, outputs: &mut [f32]) {
        for (image, row) in outputs.chunks_exact_mut(units).enumerate() {
            add_rows(self.by_image.list(image), kernel, row);
        }
    }

    /// A row of Xᵀ·dL/dZ, that of this pixel, added to `gradient`: dL/dZ (images × units).
    pub fn add_gradient(&self, pixel: usize, deltas: &[f32], gradient: &mut [f32]) {
        add_rows(self.by_pixel.list(pixel), deltas, gradient);
    }
}

fn is_mostly_inked<'a>(images: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut inked, mut all) = (0, 0);
    for image in images {
        inked += image.iter().filter(|byte| **byte != 0).count();
        all += image.len();
    }
    inked as f64 > MOSTLY * all as f64
}

/// sum += Σ factor · row of the matrix, whose rows are as long as `sum`.
fn add_rows(dots: &[Dot], matrix: &[f32], sum: &mut [f32]) {
    let stride = sum.len();
    let mut column = 0;
    // As wide as registers hold, then narrower for the rest.
    while stride - column >= 32 {
        add_columns::<32>(dots, matrix, stride, column, sum);
        column += 32;
    }
    while stride - column >= 8 {
        add_columns::<8>(dots, matrix, stride, column, sum);
        column += 8;
    }
    while column < stride {
        add_columns::<1>(dots, matrix, stride, column, sum);
        column += 1;
    }
}

fn add_columns<const N: usize>(
    dots: &[Dot],
    matrix: &[f32],
    stride: usize,
    column: usize,
    sum: &mut [f32],
) {
    let mut sums = [0.0; N];
    for dot in dots {
        let row = &matrix[dot.row as usize * stride + column..][..N];
        sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += dot.factor * w);
    }
    sum[column..][..N].iter_mut().zip(sums).for_each(|(sum, add)| *sum += add);
}
