//! What the diagnosis draws on the curves: a ring at the epoch of lowest validation loss; and of the network in
//! focus the gap shaded, the stretch after a turn tinted, each with its label.

use super::draw::Pen;
use super::frame::Frame;
use super::metric::Metric;
use crate::decimal::fixed;
use crate::diagnosis::Diagnosis;
use crate::guide::Measured;
use crate::page::numbers::figure;
use crate::session::network::{Network, NetworkId};

/// The network that the reader looks at, and what its curves show.
pub(super) struct Focus<'a> {
    pub network: &'a Network,
    pub diagnosis: Diagnosis,
}

/// Curves of other networks than the one in focus.
pub(super) const FADED: f64 = 0.22;
const GAP: f64 = 0.16;
const TINT: f64 = 0.1;
const RING: f64 = 8.0;
/// More networks than these have rings without a label.
const FEW: usize = 4;
/// Before that many epochs the lowest one is mostly the last.
const LEAST_EPOCHS: usize = 3;

impl<'a> Focus<'a> {
    /// The network with this id and its verdict among all of these, as the answer tells it.
    pub fn on(networks: &'a [Network], id: NetworkId) -> Option<Focus<'a>> {
        let measured = Measured::all(networks).into_iter().find(|one| one.network.id == id)?;
        Some(Focus { network: measured.network, diagnosis: measured.diagnosis })
    }
}

impl Pen<'_> {
    /// Behind the curves: the tinted stretch and the shaded gap.
    pub(super) fn ground_of_focus(&self) {
        let Some(Focus { network, diagnosis }) = &self.picture.focus else { return };
        let Some(history) = network.history() else { return };
        let indicators = &diagnosis.indicators;
        let Frame { top, height, .. } = self.picture.frame;
        if indicators.has_turned {
            let from = self.picture.frame.x(indicators.best_epoch);
            let to = self.picture.frame.x(history.epochs());
            self.context.set_global_alpha(TINT);
            self.context.set_fill_style_str(&self.paint.problem);
            self.context.fill_rect(from, top, to - from, height);
        }
        let metric = self.picture.metric;
        self.context.set_global_alpha(GAP);
        self.context.set_fill_style_str(self.colour(network));
        self.band(metric.training(history), metric.validation(history));
        self.context.set_global_alpha(1.0);
    }

    /// On the curves: the rings, and what stands beside them.
    pub(super) fn marks(&self) {
        let Some(focus) = &self.picture.focus else {
            let rings = self.picture.networks.iter().filter_map(|network| self.ring(network));
            let rings: Vec<Ring> = rings.collect();
            if self.picture.networks.len() <= FEW {
                self.number(&rings);
            }
            return;
        };
        if let Some(ring) = self.ring(focus.network) {
            self.tell(&ring);
        }
        self.gap(focus);
        self.heading(focus);
    }

    /// Draws a ring where validation loss is lowest.
    fn ring(&self, network: &Network) -> Option<Ring> {
        let history = network.history().filter(|history| history.epochs() >= LEAST_EPOCHS)?;
        let lowest = lowest(&history.val_loss)?;
        let value = *self.picture.metric.validation(history).get(lowest)?;
        let (x, y) = self.place(lowest, value)?;
        self.context.set_stroke_style_str(&self.paint.ink);
        self.context.set_line_width(1.5);
        self.context.begin_path();
        // An arc fails for a negative radius only.
        let _ = self.context.arc(x, y, RING, 0.0, std::f64::consts::TAU);
        self.context.stroke();
        Some(Ring { x, y, value, epoch: lowest + 1, is_last: lowest + 1 == history.epochs() })
    }

    /// Writes each ring's epoch beside it, where no other ring or number is.
    fn number(&self, rings: &[Ring]) {
        let mut taken: Vec<(f64, f64)> = rings.iter().map(|ring| (ring.x, ring.y)).collect();
        self.align("center", "middle");
        let (aside, above) = (RING + 8.0, RING + 7.0);
        for (index, ring) in rings.iter().enumerate() {
            let is_same =
                |other: &Ring| other.epoch == ring.epoch && (other.y - ring.y).abs() < above;
            // One that is last still falls, and needs no number.
            if ring.is_last || rings[..index].iter().any(is_same) {
                continue;
            }
            let places = [(0.0, above), (0.0, -above), (aside, 0.0), (-aside, 0.0)];
            let places = places.map(|(right, down)| (ring.x + right, ring.y + down));
            let is_free = |place: &(f64, f64)| {
                // A number is about as wide as a ring.
                let near = |other: &(f64, f64)| {
                    (place.0 - other.0).abs() < aside && (place.1 - other.1).abs() < above
                };
                !taken.iter().any(near)
            };
            let (x, y) = places.into_iter().find(is_free).unwrap_or(places[0]);
            taken.push((x, y));
            self.label(&ring.epoch.to_string(), x, y);
        }
    }

    /// Says what the ring of the network in focus is.
    fn tell(&self, ring: &Ring) {
        let text = match self.picture.metric {
            Metric::Loss => format!("lowest {} after epoch {}", figure(ring.value), ring.epoch),
            Metric::Accuracy => format!("lowest loss after epoch {}", ring.epoch),
        };
        let Frame { left, width, .. } = self.picture.frame;
        // Where there is room: to the side that is nearer the middle.
        let (side, at) = match ring.x < left + width / 2.0 {
            true => ("left", ring.x + RING + 3.0),
            false => ("right", ring.x - RING - 3.0),
        };
        self.align(side, "middle");
        // Away from the gap and its size: training lies below validation loss, above its accuracy.
        let down = if self.picture.metric == Metric::Loss { -RING - 6.0 } else { RING + 6.0 };
        self.label(&text, at, ring.y + down);
    }

    /// A bracket between training and validation at the last epoch, with the gap's size.
    fn gap(&self, focus: &Focus) {
        let Some(history) = focus.network.history() else { return };
        let metric = self.picture.metric;
        let (Some(index), curves) = (
            history.epochs().checked_sub(1),
            (metric.training(history), metric.validation(history)),
        ) else {
            return;
        };
        let (training, validation) = (curves.0[index], curves.1[index]);
        let ends = self.place(index, training).zip(self.place(index, validation));
        let Some(((x, one), (_, other))) = ends.filter(|((_, a), (_, b))| (a - b).abs() > 16.0)
        else {
            return;
        };
        self.context.set_stroke_style_str(&self.paint.ink);
        self.context.set_line_width(1.5);
        self.line(x, one, x, other);
        self.align("right", "middle");
        let size = match metric {
            Metric::Loss => figure((validation - training).abs()),
            Metric::Accuracy => {
                format!("{} points", fixed((validation - training).abs() * 100.0, 1))
            }
        };
        self.label(&format!("gap {size}"), x - 8.0, (one + other) / 2.0);
    }

    /// The verdict, and of what the tint tells.
    fn heading(&self, Focus { network, diagnosis }: &Focus) {
        let Frame { left, top, width, .. } = self.picture.frame;
        self.align("right", "top");
        let at = left + width - 8.0;
        let up = match self.picture.metric {
            Metric::Loss => top + 4.0,
            Metric::Accuracy => top + self.picture.frame.height - 36.0,
        };
        self.label(&format!("{}: {}", network.name, diagnosis.verdict.label()), at, up);
        if diagnosis.indicators.has_turned {
            self.label("tinted: validation loss has turned", at, up + 16.0);
        }
    }

    /// Text that can be read on curves.
    fn label(&self, text: &str, x: f64, y: f64) {
        self.context.set_stroke_style_str(&self.paint.ground);
        self.context.set_line_width(4.0);
        // Text that cannot be drawn is missing; there is nobody to tell.
        let _ = self.context.stroke_text(text, x, y);
        self.context.set_fill_style_str(&self.paint.ink);
        self.text(text, x, y);
    }
}

/// Where a network's validation loss is lowest.
struct Ring {
    x: f64,
    y: f64,
    /// That of the chart's metric.
    value: f64,
    /// Counted from 1.
    epoch: usize,
    is_last: bool,
}

fn lowest(curve: &[f64]) -> Option<usize> {
    let numbers = curve.iter().enumerate().filter(|(_, value)| value.is_finite());
    numbers.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(index, _)| index)
}
