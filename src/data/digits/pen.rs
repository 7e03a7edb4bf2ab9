//! The pen: how wide, tapered, rough and sharp-edged its strokes are, in pixels.

use super::random::Random;

/// The thinnest a stroke gets.
const THINNEST: f32 = 0.4;

/// How a pen marks the paper.
pub struct Pen {
    /// Half the width of a stroke.
    radius: f32,
    /// How much wider a stroke's end is than its start.
    taper: f32,
    /// How far the radius strays from place to place, as ink does on paper.
    rough: f32,
    /// Width of the grey edge.
    pub blur: f32,
}

impl Pen {
    /// One of the pens people use.
    pub fn pick(random: &mut Random) -> Self {
        Self {
            radius: random.bell(0.95, 0.45).max(0.5),
            taper: random.bell(0.0, 0.2),
            rough: random.between(0.2, 1.0),
            blur: random.between(0.8, 1.2),
        }
    }

    /// The stroke's radius where `along` of it is drawn, 0 at its start and 1 at its end.
    pub fn radius(&self, along: f32, random: &mut Random) -> f32 {
        let stray = random.between(-self.rough, self.rough);
        (self.radius + self.taper * (along - 0.5) + stray).max(THINNEST)
    }

    /// How far from the stroke's middle the ink commonly reaches.
    pub fn reach(&self) -> f32 {
        self.radius + 0.5 * self.blur + 0.2 * self.rough
    }
}
