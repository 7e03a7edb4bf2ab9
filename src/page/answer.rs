//! The answer to the question at hand: what to watch and what theory says, then what was measured.

use super::part::{Part, follow, memo};
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
    let text = memo(move || measured(session, question.get(), writer));
    part.named("introduction").markup(move || introduction(question.get(), arrangement.get()));
    let found = part.named("measured");
    found.markup(move || text.get()).on("click", move |event| choose(&event)).on("keydown", press);
    follow(move || {
        text.track();
        let (chosen, found) = (chosen.get(), found.clone());
        // Once the text is there.
        queue_microtask(move || show_chosen(session, chosen, &found));
    });
    part
}

/// Marks the verdict that is pressed.
fn show_chosen(session: Session, chosen: Option<NetworkId>, found: &Part) {
    for id in untrack(|| session.ids()) {
        let verdict = found.element().query_selector(&format!("[data-network='{id}']"));
        if let Ok(Some(verdict)) = verdict {
            let is_pressed = if chosen == Some(id) { "true" } else { "false" };
            // Only a name that HTML does not know would be refused.
            let _ = verdict.set_attribute("aria-pressed", is_pressed);
        }
    }
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
