//! Draws a chart: grid and axes, then the bands of networks with several runs, then each network's two curves,
//! then what the diagnosis marks on them; and on a layer of its own the crosshair.

use super::frame::Frame;
use super::marks::{FADED, Focus};
use super::metric::Metric;
use super::paint::Paint;
use super::scale::Scale;
use super::thinning::{Point, thinned};
use super::ticks;
use crate::page::look::{Marker, colour, marker};
use crate::session::network::Network;
use std::f64::consts::{FRAC_PI_2, TAU};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// Everything that a chart shows.
pub(super) struct Picture<'a> {
    pub frame: Frame,
    pub scale: Scale,
    pub metric: Metric,
    pub networks: &'a [&'a Network],
    pub hovered: Option<usize>,
    pub focus: Option<Focus<'a>>,
}

const FONT_SIZE: u32 = 12;
const MARKER: f64 = 4.0;
const HOVERED_MARKER: f64 = 5.5;
/// More networks than these are drawn in fine lines.
const MANY: usize = 8;
/// How much of its colour a band has: curves on it can still be told apart.
const VALIDATION_BAND: f64 = 0.2;
const TRAINING_BAND: f64 = 0.1;

/// A chart's canvases, one above the other: pointing at long curves draws none of them anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// All that does not follow the pointer.
    Curves,
    /// What the reader points at.
    Crosshair,
}

/// Draws a layer onto a context whose units are CSS pixels.
pub(super) fn draw(
    context: &CanvasRenderingContext2d,
    layer: Layer,
    picture: &Picture,
    paint: &Paint,
) {
    let pen = Pen { context, picture, paint };
    context.save();
    // Round ones take several times as long to paint.
    context.set_line_join("bevel");
    match layer {
        Layer::Curves => pen.chart(),
        Layer::Crosshair => {
            pen.clip_to_plot();
            pen.crosshair();
        }
    }
    context.restore();
}

pub(super) struct Pen<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub picture: &'a Picture<'a>,
    pub paint: &'a Paint,
}

impl Pen<'_> {
    fn chart(&self) {
        self.context.set_font(&format!("{FONT_SIZE}px {}", self.paint.font));
        self.axes();
        self.clip_to_plot();
        self.ground_of_focus();
        for network in self.picture.networks {
            self.bands(network);
        }
        for network in self.picture.networks {
            self.context.set_global_alpha(self.presence(network));
            self.curves(network);
        }
        self.context.set_global_alpha(1.0);
        self.marks();
    }

    fn axes(&self) {
        let Frame { left, top, width, height, last_epoch } = self.picture.frame;
        self.context.set_line_width(1.0);
        self.context.set_fill_style_str(&self.paint.muted);
        self.context.set_stroke_style_str(&self.paint.grid);
        self.align("right", "middle");
        for tick in self.picture.scale.ticks((height / 44.0) as usize) {
            let Some(share) = self.picture.scale.height(tick.value) else { continue };
            let y = self.picture.frame.y(share);
            self.line(left, y, left + width, y);
            self.text(&tick.label, left - 8.0, y);
        }
        self.align("center", "top");
        for epoch in ticks::epochs(last_epoch, (width / 48.0) as usize) {
            let x = self.picture.frame.x(epoch);
            self.line(x, top, x, top + height);
            self.text(&epoch.to_string(), x, top + height + 8.0);
        }
        self.context.set_stroke_style_str(&self.paint.axis);
        self.line(left, top + height, left + width, top + height);
        self.titles();
    }

    fn titles(&self) {
        let Frame { left, top, width, height, .. } = self.picture.frame;
        self.context.set_fill_style_str(&self.paint.muted);
        self.align("center", "alphabetic");
        self.text("epoch", left + width / 2.0, top + height + 38.0);
        self.context.save();
        // Neither call fails with finite numbers.
        let _ = self.context.translate(14.0, top + height / 2.0);
        let _ = self.context.rotate(-FRAC_PI_2);
        self.text(self.picture.metric.name(), 0.0, 0.0);
        self.context.restore();
    }

    /// Curves end at the plot's edge, markers may reach a little over it.
    fn clip_to_plot(&self) {
        let Frame { left, top, width, height, .. } = self.picture.frame;
        self.context.begin_path();
        self.context.rect(left, top - 7.0, width + 8.0, height + 14.0);
        self.context.clip();
    }

    /// How much of its colour a network has: others step back behind the one in focus.
    fn presence(&self, network: &Network) -> f64 {
        match &self.picture.focus {
            Some(focus) if focus.network.id != network.id => FADED,
            _ => 1.0,
        }
    }

    /// From the lowest to the highest seed.
    fn bands(&self, network: &Network) {
        let Some((low, high)) = network.band() else { return };
        let presence = self.presence(network);
        let metric = self.picture.metric;
        self.context.set_fill_style_str(self.colour(network));
        self.context.set_global_alpha(TRAINING_BAND * presence);
        self.band(metric.training(low), metric.training(high));
        self.context.set_global_alpha(VALIDATION_BAND * presence);
        self.band(metric.validation(low), metric.validation(high));
        self.context.set_global_alpha(1.0);
    }

    pub(super) fn band(&self, low: &[f64], high: &[f64]) {
        let places: Vec<Option<(Point, Point)>> = (0..low.len().min(high.len()))
            .map(|index| self.place(index, low[index]).zip(self.place(index, high[index])))
            .collect();
        self.context.begin_path();
        for unbroken in places.split(Option::is_none) {
            let (below, above): (Vec<Point>, Vec<Point>) =
                unbroken.iter().copied().flatten().unzip();
            let there = thinned(&above).into_iter();
            let and_back = thinned(&below).into_iter().rev();
            self.along(there.chain(and_back));
        }
        self.context.fill();
    }

    fn curves(&self, network: &Network) {
        let Some(history) = network.history() else { return };
        let metric = self.picture.metric;
        let [training, validation] = self.widths(network);
        self.context.set_stroke_style_str(self.colour(network));
        self.context.set_line_width(training);
        self.dash(&[5.0, 4.0]);
        self.curve(metric.training(history));
        self.dash(&[]);
        self.context.set_line_width(validation);
        self.curve(metric.validation(history));
        self.markers(network, metric.training(history), &self.paint.ground);
        self.markers(network, metric.validation(history), self.colour(network));
    }

    /// Line widths of the training and the validation curve.
    fn widths(&self, network: &Network) -> [f64; 2] {
        let is_in_focus =
            self.picture.focus.as_ref().is_some_and(|focus| focus.network.id == network.id);
        // Where many share the room fine lines are easier to tell apart, and a canvas without a graphics card paints
        // those of one of the screen's pixels ten times as fast as wider ones.
        match self.picture.networks.len() > MANY && !is_in_focus {
            true => [1.0, 1.0],
            false => [1.5, 2.0],
        }
    }

    fn curve(&self, values: &[f64]) {
        let places: Vec<Option<Point>> =
            values.iter().enumerate().map(|(index, &value)| self.place(index, value)).collect();
        self.context.begin_path();
        for unbroken in places.split(Option::is_none) {
            let points: Vec<Point> = unbroken.iter().copied().flatten().collect();
            self.along(thinned(&points).into_iter());
        }
        self.context.stroke();
    }

    /// Markers at regular distances, shifted from network to network so that they do not cover
    /// each other, and at the latest epoch.
    fn markers(&self, network: &Network, values: &[f64], fill: &str) {
        let stride = self.picture.frame.marker_stride(self.picture.networks.len());
        self.context.set_fill_style_str(fill);
        self.context.set_line_width(1.5);
        // One shape of all, as each costs more than what is in it.
        self.context.begin_path();
        for (index, value) in values.iter().enumerate() {
            let due = (index + network.look).is_multiple_of(stride) || index + 1 == values.len();
            if let (true, Some(at)) = (due, self.place(index, *value)) {
                self.outline(network.look, at, MARKER);
            }
        }
        self.context.fill();
        self.context.stroke();
    }

    fn crosshair(&self) {
        let Some(epoch) = self.picture.hovered else { return };
        let Frame { top, height, .. } = self.picture.frame;
        let x = self.picture.frame.x(epoch);
        self.context.set_line_width(1.0);
        self.context.set_stroke_style_str(&self.paint.ink);
        self.line(x, top, x, top + height);
        for network in self.picture.networks {
            let Some(history) = network.history() else { continue };
            let metric = self.picture.metric;
            let curves = [
                (metric.training(history), self.paint.ground.as_str()),
                (metric.validation(history), self.colour(network)),
            ];
            for (values, fill) in curves {
                let value = values.get(epoch - 1).copied().unwrap_or(f64::NAN);
                if let Some(at) = self.place(epoch - 1, value) {
                    self.context.set_fill_style_str(fill);
                    self.context.set_stroke_style_str(self.colour(network));
                    self.context.set_line_width(2.0);
                    self.context.begin_path();
                    self.outline(network.look, at, HOVERED_MARKER);
                    self.context.fill();
                    self.context.stroke();
                }
            }
        }
    }

    fn outline(&self, look: usize, (x, y): (f64, f64), size: f64) {
        match marker(look) {
            Marker::Circle(radius) => {
                self.context.move_to(x + radius * size, y);
                // An arc fails for a negative radius only.
                let _ = self.context.arc(x, y, radius * size, 0.0, TAU);
            }
            Marker::Polygon(points) => {
                self.along(points.iter().map(|(dx, dy)| (x + dx * size, y + dy * size)));
                self.context.close_path();
            }
        }
    }

    pub(super) fn place(&self, index: usize, value: f64) -> Option<Point> {
        let height = self.picture.scale.height(value)?;
        // Far outside is as good as infinite, and canvases dislike huge numbers.
        let height = if height < -2.0 { -2.0 } else { height.min(3.0) };
        Some((self.picture.frame.x(index + 1), self.picture.frame.y(height)))
    }

    pub(super) fn colour(&self, network: &Network) -> &str {
        &self.paint.colours[colour(network.look)]
    }

    /// Adds a line through all of these points.
    fn along(&self, points: impl Iterator<Item = Point>) {
        for (index, (x, y)) in points.enumerate() {
            match index {
                0 => self.context.move_to(x, y),
                _ => self.context.line_to(x, y),
            }
        }
    }

    /// A line of one pixel, sharp where it is level or upright.
    pub(super) fn line(&self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let sharp = |at: f64| at.floor() + 0.5;
        self.context.begin_path();
        self.context.move_to(sharp(x0), sharp(y0));
        self.context.line_to(sharp(x1), sharp(y1));
        self.context.stroke();
    }

    fn dash(&self, pattern: &[f64]) {
        let pattern: js_sys::Array = pattern.iter().copied().map(JsValue::from_f64).collect();
        // Only a negative length would be refused.
        let _ = self.context.set_line_dash(&pattern);
    }

    pub(super) fn align(&self, horizontal: &str, vertical: &str) {
        self.context.set_text_align(horizontal);
        self.context.set_text_baseline(vertical);
    }

    pub(super) fn text(&self, text: &str, x: f64, y: f64) {
        // Text that cannot be drawn is missing; there is nobody to tell.
        let _ = self.context.fill_text(text, x, y);
    }
}
