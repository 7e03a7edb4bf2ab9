//! What goes on inside the networks: one instrument at a time, its charts and how to read them.

use crate::report::{instrument_html, step_time_html};
use crate::session::Session;
use crate::session::instruments::INSTRUMENTS;
use crate::session::network::Network;
use crate::session::stage::stages;
use leptos::prelude::*;
use std::time::Duration;

/// The time of a step is no number a layer, so it is none of the [`INSTRUMENTS`].
const STEP_TIME: (&str, &str) = ("step_time", "Time per step");

/// Between two drawings while networks are trained: readings may come many times a second.
const PAUSE: Duration = Duration::from_millis(500);

/// A choice of instrument and what it showed. Nothing is drawn while it is not `open`.
#[component]
pub fn Inside(session: Session, open: Signal<bool>) -> impl IntoView {
    let chosen = RwSignal::new(INSTRUMENTS[0].name);
    let shown = draw_when_needed(session, chosen, open);
    let instruments = INSTRUMENTS.iter().map(|instrument| (instrument.name, instrument.label));
    let button = move |(name, label): (&'static str, &'static str)| {
        view! {
            <button type="button" data-testid=format!("instrument-{name}")
                aria-pressed=move || (chosen.get() == name).to_string()
                on:click=move |_| chosen.set(name)>{label}</button>
        }
    };
    view! {
        <section class="inside" data-testid="inside" aria-label="Inside">
            <div class="choice" role="group" aria-label="Instrument">
                {instruments.chain([STEP_TIME]).map(button).collect_view()}
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Readings"
                inner_html=move || shown.get()></div>
        </section>
    }
}

/// The chosen instrument's page: drawn at once when it is chosen, and at most every [`PAUSE`] as networks train.
fn draw_when_needed(
    session: Session,
    chosen: RwSignal<&'static str>,
    open: Signal<bool>,
) -> RwSignal<String> {
    let shown = RwSignal::new(String::new());
    let draw = move || {
        if open.get_untracked() {
            let name = chosen.get_untracked();
            let html = session.networks.with_untracked(|networks| html(name, networks));
            // Of many long trainings, writing it and showing it would together hold the page up.
            request_animation_frame(move || shown.set(html));
        }
    };
    Effect::new(move |_| {
        chosen.track();
        open.track();
        draw();
    });
    let stages = Memo::new(move |_| session.networks.with(|networks| stages(networks)));
    let scheduled = StoredValue::new(false);
    Effect::new(move |_| {
        stages.with(|_| ());
        if !scheduled.get_value() {
            scheduled.set_value(true);
            let draw = move || {
                scheduled.set_value(false);
                draw();
            };
            set_timeout(draw, PAUSE);
        }
    });
    shown
}

/// Networks that are shown and have been trained or are about to be.
fn trained(networks: &[Network]) -> Vec<&Network> {
    networks.iter().filter(|network| network.shown && !network.runs().is_empty()).collect()
}

fn html(name: &str, networks: &[Network]) -> String {
    let trained = trained(networks);
    let instrument = INSTRUMENTS.iter().find(|instrument| instrument.name == name);
    match instrument {
        _ if trained.is_empty() => BEFORE.into(),
        Some(instrument) => instrument_html(instrument, &trained),
        None => step_time_html(&trained),
    }
}

const BEFORE: &str = "<p>Before the first update and after every epoch fitlab looks inside each network, layer by \
                      layer: how strong the gradient is, how far the weights move, how many outputs are saturated \
                      or 0. Press Train to see it.</p>";
