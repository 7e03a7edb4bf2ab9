//! Loss or accuracy of several networks against epochs, as the page's charts draw them: validation solid,
//! training dashed, bands over seeds, and a ring at each network's epoch of lowest validation loss.

use super::marker::outline;
use super::plot::{Plot, length, picture, text};
use crate::guide::Measured;
use crate::page::chart::metric::Metric;
use crate::page::chart::scale::Kind;
use crate::page::chart::thinning::Point;
use crate::page::chart::ticks::{self, Tick};
use crate::page::look::{colour_property, shape};
use crate::session::network::Network;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 330.0;
const MARKER: u32 = 4;
const RING: f64 = 8.0;
/// Between a ring and its label, and between two labels.
const LINE: f64 = 13.0;
/// About as wide as a label is.
const LABEL: f64 = 52.0;

/// The curves of these networks by one metric.
pub fn curves_plot(metric: Metric, measured: &[Measured]) -> String {
    let networks: Vec<&Network> = measured.iter().map(|one| one.network).collect();
    let last = measured.iter().map(|one| one.history.epochs()).max().unwrap_or(1).max(1);
    let inset = 0.015 * (last - 1) as f64;
    let plot = Plot {
        left: 50.0,
        top: 10.0,
        width: WIDTH - 64.0,
        height: HEIGHT - 50.0,
        x: (1.0 - inset, last as f64 + inset),
        scale: metric.scale(Kind::Linear, &networks),
    };
    let tick = |epoch: usize| Tick { value: epoch as f64, label: epoch.to_string() };
    let across: Vec<Tick> = ticks::epochs(last, 12).into_iter().map(tick).collect();
    let bands: String = networks.iter().map(|network| bands(metric, network, &plot)).collect();
    let curves: String = measured.iter().map(|one| curves(metric, one, &plot)).collect();
    let middle = plot.left + plot.width / 2.0;
    let body = format!(
        "{}{}{bands}{curves}{}",
        plot.axes(&across, 7),
        text((middle, HEIGHT - 6.0), "middle", "epoch"),
        rings(metric, measured, &plot)
    );
    let label = format!("{} against epochs, validation solid, training dashed", metric.name());
    picture(WIDTH, HEIGHT, &label, &body)
}

/// Values with their epochs, counted from 1.
fn along(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(index, value)| (index as f64 + 1.0, *value)).collect()
}

/// From the lowest to the highest seed.
fn bands(metric: Metric, network: &Network, plot: &Plot) -> String {
    let Some((low, high)) = network.band() else { return String::new() };
    let band = |low: &[f64], high: &[f64], opacity: &str| {
        let d = plot.band(&along(low), &along(high));
        let colour = colour_property(network.look);
        format!(r#"<path d="{d}" style="fill: var({colour}); fill-opacity: {opacity}"/>"#)
    };
    band(metric.training(low), metric.training(high), ".1")
        + &band(metric.validation(low), metric.validation(high), ".2")
}

fn curves(metric: Metric, measured: &Measured, plot: &Plot) -> String {
    let (look, history) = (measured.network.look, measured.history);
    let (training, validation) = (metric.training(history), metric.validation(history));
    let curve = |values: &[f64], class: &str| {
        format!(r#"<path class="{class}" d="{}"/>"#, plot.path(along(values).into_iter()))
    };
    format!(
        "<g style=\"stroke: var({colour}); color: var({colour})\">{}{}{}{}</g>",
        curve(training, "training"),
        curve(validation, "validation"),
        markers(training, look, "hollow", plot),
        markers(validation, look, "solid", plot),
        colour = colour_property(look)
    )
}

/// Markers at regular distances, shifted from network to network, and at the last epoch.
fn markers(values: &[f64], look: usize, class: &str, plot: &Plot) -> String {
    const MOST: usize = 16;
    let stride = values.len().div_ceil(MOST).max(1);
    let due = |index: usize| (index + look).is_multiple_of(stride) || index + 1 == values.len();
    let places = along(values).into_iter().enumerate().filter(|(index, _)| due(*index));
    let markers: String = places
        .filter_map(|(_, (epoch, value))| plot.place(epoch, value))
        .map(|(x, y)| {
            let (x, y) = (length(x), length(y));
            format!(
                r#"<g transform="translate({x} {y}) scale({MARKER})">{}</g>"#,
                outline(shape(look))
            )
        })
        .collect();
    format!(r#"<g class="{class}">{markers}</g>"#)
}

/// A ring and the epoch at each validation curve's lowest loss, in either chart.
fn rings(metric: Metric, measured: &[Measured], plot: &Plot) -> String {
    let mut taken: Vec<Point> = Vec::new();
    let mut drawn = String::new();
    for one in measured {
        let epoch = one.diagnosis.indicators.best_epoch;
        let value = epoch.checked_sub(1).and_then(|at| metric.validation(one.history).get(at));
        let Some((x, y)) = value.and_then(|value| plot.place(epoch as f64, *value)) else {
            continue;
        };
        let (cx, cy, ring) = (length(x), length(y), length(RING));
        let colour = colour_property(one.network.look);
        drawn += &format!(
            r#"<circle class="ring" cx="{cx}" cy="{cy}" r="{ring}" style="stroke: var({colour})"/>"#
        );
        // One that is last still falls, and needs no label.
        if epoch < one.history.epochs() {
            let label = beside((x, y), &taken, plot);
            taken.push(label);
            drawn += &text(label, "ring-label middle", &format!("epoch {epoch}"));
        }
    }
    drawn
}

/// The nearest free place for a ring's label: below it, or above, ever farther away.
fn beside((x, y): Point, taken: &[Point], plot: &Plot) -> Point {
    let (first, last) = (plot.left + LABEL / 2.0, plot.right() - LABEL / 2.0);
    let x = if x < first { first } else { x.min(last) };
    let below = y + RING + LINE - 2.0;
    let above = y - RING - 4.0;
    let is_free = |at: &Point| {
        let covers =
            |other: &Point| (at.0 - other.0).abs() < LABEL && (at.1 - other.1).abs() < LINE;
        (plot.top + LINE..plot.bottom()).contains(&at.1) && !taken.iter().any(covers)
    };
    let places = (0..12).map(|step| f64::from(step) * LINE / 2.0);
    let mut places = places.flat_map(|away| [(x, below + away), (x, above - away)]);
    places.find(is_free).unwrap_or((x, below))
}
