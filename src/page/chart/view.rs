//! A chart on the page: its heading, its canvases, and what is said of it in words.

use super::canvas::{Sight, observe_size, redraw_when_needed};
use super::draw::Layer;
use super::hint::hint;
use super::metric::{Metric, drawn};
use super::pointing::{key_epoch, pointed_epoch};
use super::readout::show_readout;
use super::scale::Kind;
use crate::page::numbers::{figure, range};
use crate::page::part::{Part, memo};
use crate::page::theme::Theme;
use crate::session::Session;
use crate::session::network::NetworkId;
use crate::session::stage::Stage;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlCanvasElement, PointerEvent};

/// What both charts follow.
#[derive(Clone, Copy)]
pub struct Both {
    /// What tells a picture of the networks from the next.
    pub(super) stages: Memo<Vec<Stage>>,
    /// The epoch that the reader points at in either of them.
    pub(super) hovered: RwSignal<Option<usize>>,
    /// The network on whose curves its diagnosis is drawn.
    pub(super) focus: Memo<Option<NetworkId>>,
    pub(super) theme: Theme,
}

impl Both {
    pub fn of(stages: Memo<Vec<Stage>>, focus: Memo<Option<NetworkId>>, theme: Theme) -> Both {
        Both { stages, hovered: RwSignal::new(None), focus, theme }
    }
}

/// Loss or accuracy against epochs, of all shown networks.
pub fn chart(session: Session, metric: Metric, both: Both) -> Part {
    let part = Part::of(&markup(metric));
    let hovered = both.hovered;
    let size = RwSignal::new((0.0, 0.0));
    let kind = RwSignal::new(Kind::Linear);
    let focused = RwSignal::new(false);
    let canvas = part.find("canvas");
    let sight = Sight { both, size, kind };
    for (layer, canvas) in [(Layer::Curves, &canvas), (Layer::Crosshair, &part.find(".over"))] {
        let element = canvas.element_as::<HtmlCanvasElement>().clone();
        redraw_when_needed(session, metric, layer, element, sight);
    }
    let element = canvas.element_as::<HtmlCanvasElement>().clone();
    observe_size(&element, size);
    let point = move |event: Event| {
        hovered.set(pointed_epoch(session, &element, event.unchecked_ref()));
    };
    let keys = move |event: Event| {
        if let Some(epoch) = key_epoch(session, hovered.get_untracked(), event.unchecked_ref()) {
            event.prevent_default();
            hovered.set(epoch);
        }
    };
    let leave = move |_| {
        focused.set(false);
        hovered.set(None);
    };
    canvas
        .attribute("aria-label", move || summary(session, metric))
        .on("pointermove", point.clone())
        .on("pointerdown", point)
        .on("pointerleave", move |event| {
            // A finger leaves with the tap; what it showed stays until the next one.
            if event.unchecked_ref::<PointerEvent>().pointer_type() != "touch" {
                hovered.set(None);
            }
        })
        .on("keydown", keys)
        .on("focus", move |_| focused.set(true))
        .on("blur", leave);
    let has_curves = memo(move || session.has_curves());
    part.find(".hint").flag("hidden", move || has_curves.get());
    show_readout(&part.find("[aria-live]"), session, metric, hovered, size, focused);
    if metric == Metric::Loss {
        for (choice, testid) in [(Kind::Linear, "scale-linear"), (Kind::Logarithmic, "scale-log")] {
            part.named(testid)
                .state("aria-pressed", move || kind.get() == choice)
                .on_click(move || kind.set(choice));
        }
    }
    part
}

fn markup(metric: Metric) -> String {
    let scale = match metric {
        Metric::Loss => {
            "<div class=choice role=group aria-label='Scale of the loss'>\
             <button type=button data-testid=scale-linear>linear</button>\
             <button type=button data-testid=scale-log>log</button></div>"
        }
        Metric::Accuracy => "",
    };
    format!(
        "<figure class='chart panel' data-testid=chart-{}>\
         <figcaption><h2>{}</h2><p class=aside>{}</p>{scale}</figcaption>\
         <div class=plot><canvas role=img tabindex=0></canvas><canvas class=over aria-hidden=true></canvas>\
         <div class=hint>{}</div><div aria-live=off aria-atomic=true></div></div>\
         </figure>",
        metric.name(),
        heading(metric),
        meaning(metric),
        hint(metric)
    )
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
