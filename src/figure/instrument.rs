//! An instrument's readings: a small chart a network, all on one scale, a line a layer.

use super::labels::moved_apart;
use super::marker::marker;
use super::markup::escape;
use super::plot::{Plot, length, picture, text};
use crate::config::Activation;
use crate::page::chart::scale::{Kind, Scale};
use crate::page::chart::thinning::Point;
use crate::page::chart::ticks::{self, Tick};
use crate::page::look::colour_property;
use crate::session::instruments::Instrument;
use crate::session::layers::activations_text;
use crate::session::network::Network;
use crate::training::{Reading, saturation_limit};

const WIDTH: f64 = 280.0;
const HEIGHT: f64 = 170.0;
const LEFT: f64 = 46.0;
/// Room for the layers' names beside the ends of their lines.
const RIGHT: f64 = 66.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 34.0;
/// Between two layers' names.
const APART: f64 = 12.0;
/// Between the end of a line and its name.
const LEADER: f64 = 10.0;

/// The readings of these networks by one instrument. Of several seeds they are the first one's.
pub fn instrument_plot(instrument: &Instrument, networks: &[&Network]) -> String {
    let readings = networks.iter().flat_map(|network| network.readings());
    let scale = scale(instrument, readings.flat_map(instrument.of).copied());
    let readings = networks.iter().map(|network| network.readings().len());
    let last_epoch = readings.max().unwrap_or(0).saturating_sub(1).max(1);
    let plot = Plot {
        left: LEFT,
        top: TOP,
        width: WIDTH - LEFT - RIGHT,
        height: HEIGHT - TOP - BOTTOM,
        x: (0.0, last_epoch as f64),
        scale,
    };
    let charts: String = networks.iter().map(|network| chart(instrument, network, &plot)).collect();
    format!(r#"<div class="multiples">{charts}</div>"#)
}

/// The axis that all charts of an instrument share.
fn scale(instrument: &Instrument, values: impl Iterator<Item = f64>) -> Scale {
    match instrument.name {
        "gradient_norm" | "update_ratio" => Scale::of_magnitudes(values),
        "dead_units" => {
            // A handful at least, so that the marks are whole numbers.
            let most = values.filter(|count| count.is_finite()).fold(5.0, f64::max);
            Scale::of_losses(Kind::Linear, std::iter::once(most))
        }
        _ => Scale::linear(0.0, 1.0),
    }
}

fn chart(instrument: &Instrument, network: &Network, plot: &Plot) -> String {
    let what = match why_not(instrument, network) {
        Some(reason) => format!("<p>{}</p>", escape(&reason)),
        None => lines(instrument, network, plot),
    };
    format!(
        "<figure class=\"multiple\" data-network=\"{}\"><figcaption>{} <span class=\"name\">{}</span></figcaption>\
         {what}</figure>",
        network.id,
        marker(network.look),
        escape(&network.name)
    )
}

/// Why there is nothing to draw.
fn why_not(instrument: &Instrument, network: &Network) -> Option<String> {
    let readings = network.readings();
    if readings.iter().flat_map(instrument.of).any(|value| value.is_finite()) {
        return None;
    }
    let hidden = &network.runs().first()?.config.hidden;
    Some(if hidden.is_empty() && !instrument.with_last {
        "It has no hidden layer.".into()
    } else if instrument.name == "saturation" && !hidden.iter().any(|one| saturates(one.activation))
    {
        format!("Not for {}: its slope does not fade towards the ends.", activations_text(hidden))
    } else if readings.is_empty() {
        match network.is_active() {
            true => "Nothing was measured yet.".into(),
            false => "Nothing was measured in this run.".into(),
        }
    } else {
        "The readings are no numbers.".into()
    })
}

fn saturates(activation: Activation) -> bool {
    saturation_limit(activation).is_some()
}

fn lines(instrument: &Instrument, network: &Network, plot: &Plot) -> String {
    let readings = network.readings();
    let layers = readings.iter().map(|reading| (instrument.of)(reading).len()).max().unwrap_or(0);
    let hidden = if instrument.with_last { layers - 1 } else { layers };
    let name = |layer: usize| match layer < hidden {
        true => format!("layer {}", layer + 1),
        false => "softmax".into(),
    };
    let mut lines: Vec<String> = Vec::new();
    let mut ends: Vec<(String, Point)> = Vec::new();
    for layer in 0..layers {
        let value = |reading: &Reading| (instrument.of)(reading).get(layer).copied();
        let along = || {
            let all = readings.iter().enumerate();
            all.map(|(epoch, reading)| (epoch as f64, value(reading).unwrap_or(f64::NAN)))
        };
        lines.push(plot.path(along()));
        let last = along().filter_map(|(epoch, value)| plot.place(epoch, value)).next_back();
        ends.extend(last.map(|last| (name(layer), last)));
    }
    if ends.len() == layers && layers > 1 && lines.iter().all(|line| *line == lines[0]) {
        ends.truncate(1);
        ends[0].0 = "all layers".into();
    }
    let paths = lines.iter().enumerate().map(|(layer, line)| path(layer, hidden, line));
    let paths: String = paths.collect();
    let body = format!(
        "{}{}<g style=\"stroke: var({})\">{paths}</g>{}",
        plot.axes(&epochs(plot.x.1 as usize), 6),
        text((plot.left + plot.width / 2.0, HEIGHT - 5.0), "middle", "epoch"),
        colour_property(network.look),
        names(&ends, plot)
    );
    let label = format!("{} of {} by layer, against epochs", instrument.label, network.name);
    picture(WIDTH, HEIGHT, &label, &body)
}

/// A layer's line: the first is widest and darkest, the softmax layer's dashed.
fn path(layer: usize, hidden: usize, d: &str) -> String {
    let depth = layer as f64 / hidden.max(1) as f64;
    let (width, opacity) = (length(2.6 - 1.4 * depth), length(1.0 - 0.6 * depth));
    let dash = if layer < hidden { "" } else { r#" stroke-dasharray="4 3""# };
    format!(r#"<path d="{d}" stroke-width="{width}" stroke-opacity="{opacity}"{dash}/>"#)
}

/// Each name beside the end of its line.
fn names(ends: &[(String, Point)], plot: &Plot) -> String {
    let heights: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let moved = moved_apart(&heights, APART, plot.top + 4.0, plot.bottom() + 2.0);
    let mut leaders = String::new();
    let mut words = String::new();
    for ((name, (x, y)), height) in ends.iter().zip(moved) {
        let (from, to) = (*x + 2.0, *x + 2.0 + LEADER);
        let [x, y, to_x, to_y] = [from, *y, to, height].map(length);
        leaders += &format!("M{x} {y}L{to_x} {to_y}");
        words += &text((to + 2.0, height + 3.5), "", name);
    }
    format!(r#"<path class="axis" d="{leaders}"/>{words}"#)
}

/// Epochs along the axis, from before the first on.
fn epochs(last: usize) -> Vec<Tick> {
    let marks = ticks::epochs(last, 4);
    // Unless all are marked, the first stands too near to 0.
    let kept = marks.iter().copied().filter(|epoch| *epoch > 1 || marks.len() == last);
    let tick = |epoch: usize| Tick { value: epoch as f64, label: epoch.to_string() };
    std::iter::once(0).chain(kept).map(tick).collect()
}
