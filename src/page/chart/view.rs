//! A chart on the page: its heading, its canvas, and what is said of it in words.

use super::canvas::{Sight, observe_size, redraw_when_needed};
use super::hint::Hint;
use super::metric::{Metric, drawn};
use super::pointing::{key_epoch, pointed_epoch};
use super::readout::Readout;
use super::scale::Kind;
use crate::page::numbers::{figure, range};
use crate::page::theme::Theme;
use crate::session::Session;
use crate::session::network::NetworkId;
use leptos::html;
use leptos::prelude::*;

/// Loss or accuracy against epochs, of all shown networks.
#[component]
pub fn Chart(
    session: Session,
    metric: Metric,
    /// The epoch that the reader points at, in either chart.
    hovered: RwSignal<Option<usize>>,
    /// The network whose diagnosis is drawn on its curves.
    focus: Memo<Option<NetworkId>>,
    theme: Theme,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = RwSignal::new((0.0, 0.0));
    let kind = RwSignal::new(Kind::Linear);
    let focused = RwSignal::new(false);
    let sight = Sight { size, hovered, focus, kind, theme };
    redraw_when_needed(session, metric, canvas, sight);
    Effect::new(move |_| canvas.get().map(|canvas| observe_size(&canvas, size)));
    let point = move |event: web_sys::PointerEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            hovered.set(pointed_epoch(session, &canvas, &event));
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        if let Some(epoch) = key_epoch(session, hovered.get_untracked(), &event) {
            event.prevent_default();
            hovered.set(epoch);
        }
    };
    let leave = move || {
        focused.set(false);
        hovered.set(None);
    };
    let has_curves = Memo::new(move |_| session.has_curves());
    view! {
        <figure class="chart panel" data-testid=format!("chart-{}", metric.name())>
            <figcaption>
                <h2>{heading(metric)}</h2>
                <p class="aside">{meaning(metric)}</p>
                {(metric == Metric::Loss).then(|| scale_choice(kind))}
            </figcaption>
            <div class="plot">
                <canvas node_ref=canvas role="img" tabindex="0"
                    aria-label=move || summary(session, metric)
                    on:pointermove=point on:pointerdown=point
                    on:pointerleave=move |_| hovered.set(None)
                    on:keydown=keys on:focus=move |_| focused.set(true) on:blur=move |_| leave()>
                </canvas>
                {move || (!has_curves.get()).then(|| view! { <Hint metric/> })}
                <Readout session metric hovered spoken=focused.into()
                    width=Signal::derive(move || size.get().0)/>
            </div>
        </figure>
    }
}

fn heading(metric: Metric) -> &'static str {
    match metric {
        Metric::Loss => "Loss",
        Metric::Accuracy => "Accuracy",
    }
}

fn meaning(metric: Metric) -> &'static str {
    match metric {
        Metric::Loss => "cross-entropy, lower is better",
        Metric::Accuracy => "share read right, higher is better",
    }
}

fn scale_choice(kind: RwSignal<Kind>) -> impl IntoView {
    let button = move |choice: Kind, label: &'static str, testid: &'static str| {
        view! {
            <button type="button" data-testid=testid
                aria-pressed=move || (kind.get() == choice).to_string()
                on:click=move |_| kind.set(choice)>{label}</button>
        }
    };
    view! {
        <div class="choice" role="group" aria-label="Scale of the loss">
            {button(Kind::Linear, "linear", "scale-linear")}
            {button(Kind::Logarithmic, "log", "scale-log")}
        </div>
    }
}

/// The chart in words: the latest values of every shown network.
fn summary(session: Session, metric: Metric) -> String {
    let latest = session.networks.with(|networks| {
        let told = drawn(networks).into_iter().filter_map(|network| {
            let history = network.history()?;
            let last = |curve: &[f64]| curve.last().map(|value| figure(*value));
            let band = network.band().and_then(|(low, high)| {
                let (low, high) = (metric.validation(low), metric.validation(high));
                Some(format!(" ({})", range(*low.last()?, *high.last()?)))
            });
            Some(format!(
                "{} after epoch {}: validation {}{}, training {}",
                network.name,
                history.epochs(),
                last(metric.validation(history))?,
                band.unwrap_or_default(),
                last(metric.training(history))?,
            ))
        });
        told.collect::<Vec<_>>().join("; ")
    });
    let heading = heading(metric);
    match latest.is_empty() {
        true => format!("{heading} against epochs. There are no curves yet."),
        false => format!("{heading} against epochs. {latest}. Arrow keys read out each epoch."),
    }
}
