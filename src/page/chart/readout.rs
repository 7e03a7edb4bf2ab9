//! The exact values at the epoch that the reader points at.

use super::frame::Frame;
use super::metric::{Metric, drawn, last_epoch};
use super::pointing::planned;
use crate::page::icon::marker_icon;
use crate::page::numbers::figure;
use crate::session::Session;
use leptos::prelude::*;

/// One network's values.
#[derive(Clone, PartialEq)]
struct Row {
    look: usize,
    name: String,
    validation: String,
    training: String,
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
        let at = |curve: &[f64]| curve.get(epoch - 1).map_or("–".into(), |value| figure(*value));
        let rows = drawn.iter().filter_map(|network| {
            let history = network.history()?;
            Some(Row {
                look: network.look,
                name: network.name.clone(),
                validation: at(metric.validation(history)),
                training: at(metric.training(history)),
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
                        <td>{row.validation}</td>
                        <td>{row.training}</td>
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
