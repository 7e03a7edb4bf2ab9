//! The exact values at the epoch that the reader points at.

use super::frame::Frame;
use super::metric::{Metric, drawn, last_epoch};
use super::pointing::planned;
use crate::page::icon::marker_icon;
use crate::page::numbers::{figure, range};
use crate::session::Session;
use crate::session::network::Network;
use crate::training::History;
use leptos::prelude::*;

/// One network's values.
#[derive(Clone, PartialEq)]
struct Row {
    look: usize,
    name: String,
    validation: Cell,
    training: Cell,
}

/// A value, of several runs the median, and their range.
#[derive(Clone, PartialEq)]
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

    fn view(self) -> impl IntoView {
        view! { <td>{self.value}<small>{self.range}</small></td> }
    }
}

#[derive(Clone, PartialEq)]
struct Values {
    epoch: usize,
    rows: Vec<Row>,
    /// The crosshair's distance from the left edge, and whether the table stands left of it.
    x: f64,
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
        Values { epoch, rows: rows.collect(), x, left: x > width / 2.0 }
    })
}

/// More rows than these are set closer.
const ROOMY: usize = 8;

/// A small table beside the crosshair.
#[component]
pub(super) fn Readout(
    session: Session,
    metric: Metric,
    hovered: RwSignal<Option<usize>>,
    width: Signal<f64>,
    /// Whether it is read out aloud: the keys are on this chart.
    spoken: Signal<bool>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let epoch = hovered.get()?;
        let values = values(session, metric, epoch, width.get());
        (!values.rows.is_empty()).then_some(values)
    });
    let rows = move |values: Values| {
        values
            .rows
            .into_iter()
            .map(|row| {
                view! {
                    <tr>
                        <th scope="row">{marker_icon(row.look)} <span class="name">{row.name}</span></th>
                        {row.validation.view()}
                        {row.training.view()}
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div aria-live=move || if spoken.get() { "polite" } else { "off" }>
            {move || shown.get().map(|values| {
                let (epoch, left) = (values.epoch, values.left);
                let many = values.rows.len() > ROOMY;
                let style = format!("left: {}px", values.x.round() as i32);
                view! {
                    <div class="readout" class:left=left class:many=many class:low=metric == Metric::Accuracy style=style
                        data-testid=format!("readout-{}", metric.name())>
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">"Epoch " {epoch}</th>
                                    <th scope="col">"validation"</th>
                                    <th scope="col">"training"</th>
                                </tr>
                            </thead>
                            <tbody>{rows(values)}</tbody>
                        </table>
                    </div>
                }
            })}
        </div>
    }
}
