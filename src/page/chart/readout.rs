//! The exact values at the epoch that the reader points at.

use super::frame::Frame;
use super::metric::{Metric, drawn, last_epoch};
use super::pointing::planned;
use crate::figure::escape;
use crate::page::icon::marker_icon;
use crate::page::numbers::{figure, range};
use crate::page::part::{Part, follow};
use crate::session::Session;
use crate::session::network::Network;
use crate::training::History;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Element;

/// What the table says.
#[derive(PartialEq)]
struct Values {
    epoch: usize,
    rows: Vec<Row>,
    /// From the edge of the plot to the crosshair, and whether the table stands left of it.
    distance: i32,
    left: bool,
}

/// One network's values.
#[derive(PartialEq)]
struct Row {
    look: usize,
    name: String,
    /// Of validation and training, as markup: of several runs the median, and their range.
    cells: [String; 2],
}

fn values(session: Session, metric: Metric, epoch: usize, width: f64) -> Values {
    session.networks.with_untracked(|networks| {
        let drawn = drawn(networks);
        let frame = Frame::within(width, 0.0, last_epoch(&drawn, planned(session)));
        let x = frame.x(epoch);
        let row = |network: &&Network| Row {
            look: network.look,
            name: network.name.clone(),
            cells: [
                cell(network, epoch, &|history| metric.validation(history)),
                cell(network, epoch, &|history| metric.training(history)),
            ],
        };
        let left = x > width / 2.0;
        let distance = (if left { width - x } else { x }).round() as i32;
        Values { epoch, rows: drawn.iter().map(row).collect(), distance, left }
    })
}

fn cell(network: &Network, epoch: usize, curve: &dyn Fn(&History) -> &[f64]) -> String {
    let at = |history| curve(history).get(epoch - 1).copied();
    let value = network.history().and_then(at).map_or("–".into(), figure);
    match network.band().and_then(|(low, high)| at(low).zip(at(high))) {
        Some((low, high)) => format!("{value}<small>{}</small>", range(low, high)),
        None => value,
    }
}

/// More rows than these are set closer.
const ROOMY: usize = 8;

/// A small table beside the crosshair. It is read out aloud if `spoken`: the keys are on this chart.
pub(super) fn show_readout(
    part: &Part,
    session: Session,
    metric: Metric,
    hovered: RwSignal<Option<usize>>,
    size: RwSignal<(f64, f64)>,
    spoken: RwSignal<bool>,
) {
    part.attribute("aria-live", move || if spoken.get() { "polite" } else { "off" }.into());
    let element = part.element().clone();
    let shown = Rc::new(RefCell::new(None));
    let scheduled = StoredValue::new(false);
    let show = move || {
        scheduled.set_value(false);
        let values = hovered
            .get_untracked()
            .map(|epoch| values(session, metric, epoch, size.get_untracked().0))
            .filter(|values| !values.rows.is_empty());
        let before: Option<Values> = shown.take();
        write(&element, metric, before.as_ref(), values.as_ref());
        shown.replace(values);
    };
    follow(move || {
        session.networks.track();
        hovered.track();
        size.track();
        // With the frame: an event that changes the page has the browser lay it out twice.
        if !scheduled.get_value() {
            scheduled.set_value(true);
            request_animation_frame(show.clone());
        }
    });
}

/// Brings the table from what it says to the `values`. Where the networks are the same, only their numbers change:
/// of twenty networks a new table would take longer than all the rest of a frame.
fn write(place: &Element, metric: Metric, before: Option<&Values>, values: Option<&Values>) {
    if before == values {
        return;
    }
    let Some(values) = values else {
        return place.set_inner_html("");
    };
    let is_same = |(one, other): (&Row, &Row)| (one.look, &one.name) == (other.look, &other.name);
    let before = before.map_or(&[][..], |before| &before.rows);
    let is_kept = before.len() == values.rows.len() && before.iter().zip(&values.rows).all(is_same);
    if !is_kept {
        place.set_inner_html(&markup(metric, values));
    }
    let left = if values.left { " left" } else { "" };
    let many = if values.rows.len() > ROOMY { " many" } else { "" };
    let low = if metric == Metric::Accuracy { " low" } else { "" };
    let table = Part::from_page(place.clone());
    let around = table.find("div");
    around.set("className", &format!("readout{left}{many}{low}"));
    // Only an impossible name would be refused.
    let _ = around
        .find("div")
        .element()
        .set_attribute("style", &format!("flex-basis: {}px", values.distance));
    table.find("th").set("textContent", &format!("Epoch {}", values.epoch));
    let mut line = table.find("tbody").element().first_element_child();
    for (index, row) in values.rows.iter().enumerate() {
        let Some(this) = line else { return };
        // What is said again may be read out again.
        if !is_kept || before[index].cells != row.cells {
            let mut last = this.last_element_child();
            for cell in row.cells.iter().rev() {
                if let Some(this) = last {
                    this.set_inner_html(cell);
                    last = this.previous_element_sibling();
                }
            }
        }
        line = this.next_element_sibling();
    }
}

/// The table without its numbers.
fn markup(metric: Metric, values: &Values) -> String {
    let rows: String = values.rows.iter().map(row).collect();
    format!(
        "<div><div></div><table data-testid=readout-{}>\
         <thead><tr><th scope=col></th><th scope=col>validation</th><th scope=col>training</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>",
        metric.name()
    )
}

fn row(row: &Row) -> String {
    format!(
        "<tr><th scope=row>{} <span class=name>{}</span></th><td></td><td></td></tr>",
        marker_icon(row.look),
        escape(&row.name),
    )
}
