//! The exact values at the epoch that the reader points at.

use super::frame::Frame;
use super::metric::{Metric, drawn, last_epoch};
use super::pointing::planned;
use crate::figure::escape;
use crate::page::icon::marker_icon;
use crate::page::numbers::{figure, range};
use crate::page::part::Part;
use crate::session::Session;
use crate::session::network::Network;
use crate::training::History;
use leptos::prelude::*;

/// One network's values.
struct Row {
    look: usize,
    name: String,
    validation: Cell,
    training: Cell,
}

/// A value, of several runs the median, and their range.
struct Cell {
    value: String,
    /// Empty for a single run.
    range: String,
}

impl Cell {
    fn of(network: &Network, epoch: usize, curve: &dyn Fn(&History) -> &[f64]) -> Option<Cell> {
        let at = |history| curve(history).get(epoch - 1).copied();
        let value = at(network.history()?).map_or("–".into(), figure);
        let band = network.band().and_then(|(low, high)| at(low).zip(at(high)));
        let range = band.map_or_else(String::new, |(low, high)| range(low, high));
        Some(Cell { value, range })
    }

    fn markup(&self) -> String {
        format!("<td>{}<small>{}</small></td>", self.value, self.range)
    }
}

struct Values {
    epoch: usize,
    rows: Vec<Row>,
    /// From the edge of the plot to the crosshair, and whether the table stands left of it.
    distance: f64,
    left: bool,
}

fn values(session: Session, metric: Metric, epoch: usize, width: f64) -> Values {
    session.networks.with(|networks| {
        let drawn = drawn(networks);
        let frame = Frame::within(width, 0.0, last_epoch(&drawn, planned(session)));
        let x = frame.x(epoch);
        let rows = drawn.iter().filter_map(|network| {
            Some(Row {
                look: network.look,
                name: network.name.clone(),
                validation: Cell::of(network, epoch, &|history| metric.validation(history))?,
                training: Cell::of(network, epoch, &|history| metric.training(history))?,
            })
        });
        let left = x > width / 2.0;
        let distance = if left { width - x } else { x };
        Values { epoch, rows: rows.collect(), distance, left }
    })
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
    let table = move || {
        let values = hovered.get().map(|epoch| values(session, metric, epoch, size.get().0));
        let shown = values.filter(|values| !values.rows.is_empty());
        shown.map_or_else(String::new, |values| markup(metric, &values))
    };
    part.attribute("aria-live", move || if spoken.get() { "polite" } else { "off" }.into());
    part.markup(table);
}

fn markup(metric: Metric, values: &Values) -> String {
    let Values { epoch, rows, distance, left } = values;
    let left = if *left { " left" } else { "" };
    let many = if rows.len() > ROOMY { " many" } else { "" };
    let low = if metric == Metric::Accuracy { " low" } else { "" };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class='readout{left}{many}{low}'><div style='flex-basis: {}px'></div><table data-testid=readout-{}>\
         <thead><tr><th scope=col>Epoch {epoch}</th><th scope=col>validation</th><th scope=col>training</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>",
        distance.round() as i32,
        metric.name()
    )
}

fn row(row: &Row) -> String {
    format!(
        "<tr><th scope=row>{} <span class=name>{}</span></th>{}{}</tr>",
        marker_icon(row.look),
        escape(&row.name),
        row.validation.markup(),
        row.training.markup()
    )
}
