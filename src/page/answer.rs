//! The answer to the question at hand: what to watch and what theory says, then what was measured.

use super::part::Part;
use super::writer::{Chapter, Writer};
use crate::guide::{Arrangement, Question, introduction};
use crate::session::Session;
use crate::session::network::NetworkId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// A press on a verdict makes its network the `chosen` one, whose diagnosis the charts show.
pub fn answer(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
    chosen: RwSignal<Option<NetworkId>>,
    writer: Writer,
) -> Part {
    let part = Part::of(MARKUP);
    let choose = move |event: &Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let verdict = target.and_then(|target| target.closest("[data-network]").ok().flatten());
        let id = verdict.and_then(|verdict| verdict.get_attribute("data-network")?.parse().ok());
        if id.is_some() {
            chosen.update(|chosen| *chosen = if *chosen == id { None } else { id });
        }
    };
    let press = move |event: Event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        if matches!(key.as_str(), "Enter" | " ") {
            event.prevent_default();
            choose(&event);
        }
    };
    part.named("introduction").markup(move || introduction(question.get(), arrangement.get()));
    part.named("measured")
        .markup(move || measured(session, question.get(), writer))
        .on("click", move |event| choose(&event))
        .on("keydown", press);
    part
}

const MARKUP: &str = "<div class=answer>\
    <div data-testid=introduction></div><div data-testid=measured aria-live=polite></div>\
    </div>";

/// What the networks came to, once none of them is trained any more.
fn measured(session: Session, question: Question, writer: Writer) -> String {
    let text = match session.is_active() {
        true => GOES_ON.into(),
        false => writer.chapter(Chapter::Answer(question), NOTHING),
    };
    format!("<h3>What was measured</h3>{text}")
}

const NOTHING: &str = "<p class=setting>Nothing yet. Press Train: the answer will be made of this page's own numbers.</p>";
const GOES_ON: &str =
    "<p class=setting>The training goes on; what it comes to will stand here when it is over.</p>";
