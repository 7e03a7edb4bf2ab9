//! What goes on inside the networks: one instrument at a time, its charts and how to read them.

use super::part::{Part, follow};
use super::writer::{Chapter, Writer};
use crate::session::instruments::INSTRUMENTS;
use crate::session::stage::Stage;
use leptos::prelude::*;
use std::time::Duration;

/// The time of a step is no number a layer, so it is none of the [`INSTRUMENTS`].
const STEP_TIME: (&str, &str) = ("step_time", "Time per step");

/// Between two drawings while networks are trained: readings may come many times a second.
const PAUSE: Duration = Duration::from_millis(500);

/// A choice of instrument and what it showed. Nothing is drawn while it is not `open`.
pub fn inside(open: Memo<bool>, stages: Memo<Vec<Stage>>, writer: Writer) -> Part {
    let part = Part::of(MARKUP);
    let chosen = RwSignal::new(INSTRUMENTS[0].name);
    let shown = draw_when_needed(chosen, open, stages, writer);
    let choice = part.find(".choice");
    let instruments = INSTRUMENTS.iter().map(|instrument| (instrument.name, instrument.label));
    for (name, label) in instruments.chain([STEP_TIME]) {
        let button = Part::of(&format!(
            "<button type=button data-testid=instrument-{name}>{label}</button>"
        ));
        button
            .state("aria-pressed", move || chosen.get() == name)
            .on_click(move || chosen.set(name));
        choice.add(&button);
    }
    part.find(".scroll").markup(move || shown.get());
    part
}

const MARKUP: &str = "<section class=inside data-testid=inside aria-label=Inside>\
    <div class=choice role=group aria-label=Instrument></div>\
    <div class=scroll tabindex=0 role=group aria-label=Readings></div>\
    </section>";

/// The chosen instrument's page: drawn at once when it is chosen, and at most every [`PAUSE`] as networks train.
fn draw_when_needed(
    chosen: RwSignal<&'static str>,
    open: Memo<bool>,
    stages: Memo<Vec<Stage>>,
    writer: Writer,
) -> RwSignal<String> {
    let shown = RwSignal::new(String::new());
    let draw = move || {
        if open.get_untracked() {
            let chapter = Chapter::Inside(chosen.get_untracked());
            let html = untrack(|| writer.chapter(chapter, BEFORE));
            // Of many long trainings, writing it and showing it would together hold the page up.
            request_animation_frame(move || shown.set(html));
        }
    };
    follow(move || {
        chosen.track();
        open.track();
        writer.track();
        draw();
    });
    let scheduled = StoredValue::new(false);
    follow(move || {
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

const BEFORE: &str = "<p>Before the first update and after every epoch fitlab looks inside each network, layer by \
                      layer: how strong the gradient is, how far the weights move, how many outputs are saturated \
                      or 0. Press Train to see it.</p>";
