//! Where a chart's plot lies on its canvas, in CSS pixels.

/// The plot area and the epochs along it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    pub last_epoch: usize,
}

/// Room for the labels of the vertical axis and its title.
const LEFT: f64 = 58.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
/// Room for the epochs and the title below them.
const BOTTOM: f64 = 42.0;
/// Between the axis and the first epoch, so that its marker is whole.
const INSET: f64 = 10.0;

impl Frame {
    pub fn within(width: f64, height: f64, last_epoch: usize) -> Frame {
        Frame {
            left: LEFT,
            top: TOP,
            width: (width - LEFT - RIGHT).max(1.0),
            height: (height - TOP - BOTTOM).max(1.0),
            last_epoch,
        }
    }

    /// The horizontal position of an epoch, counted from 1.
    pub fn x(&self, epoch: usize) -> f64 {
        if self.last_epoch < 2 {
            return self.left + self.width / 2.0;
        }
        let share = (epoch as f64 - 1.0) / (self.last_epoch as f64 - 1.0);
        self.left + INSET + share * (self.width - 2.0 * INSET)
    }

    /// The vertical position of a height from 0 (bottom) to 1 (top).
    pub fn y(&self, height: f64) -> f64 {
        self.top + (1.0 - height) * self.height
    }

    /// The epoch nearest to a horizontal position.
    pub fn epoch_at(&self, x: f64) -> usize {
        let share = (x - self.left - INSET) / (self.width - 2.0 * INSET);
        let epoch = 1.0 + (share * (self.last_epoch as f64 - 1.0)).round();
        (epoch.max(1.0) as usize).min(self.last_epoch)
    }

    /// Epochs between two markers of a curve, so that those of so many networks do not crowd.
    pub fn marker_stride(&self, networks: usize) -> usize {
        const APART: f64 = 26.0;
        /// More than these share their room.
        const FEW: usize = 4;
        let apart = APART * networks.div_ceil(FEW) as f64;
        let epoch_width = self.width / (self.last_epoch.max(2) - 1) as f64;
        (apart / epoch_width).ceil().max(1.0) as usize
    }
}
