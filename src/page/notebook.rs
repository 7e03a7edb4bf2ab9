//! What stands below the charts, a tab each: the answer, the results in numbers, what went on inside, the log.

use super::answer::answer;
use super::icon::{SAVE, icon};
use super::inside::inside;
use super::log::{log, save as save_histories};
use super::part::{Part, follow, memo};
use super::results::results;
use super::writer::Writer;
use crate::browser::{save_text, spawn};
use crate::guide::{Arrangement, Question};
use crate::session::Session;
use crate::session::network::NetworkId;
use crate::session::stage::Stage;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

const PAGES: [(&str, &str); 4] =
    [("answer", "Answer"), ("results", "Results"), ("inside", "Inside"), ("log", "Log")];

pub fn notebook(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
    chosen: RwSignal<Option<NetworkId>>,
    stages: Memo<Vec<Stage>>,
) -> Part {
    let part = Part::of(MARKUP);
    let writer = writer(session);
    let open = RwSignal::new("answer");
    let contents = [
        answer(session, question, arrangement, chosen, writer),
        results(session, memo(move || open.get() == "results"), stages, writer),
        inside(memo(move || open.get() == "inside"), stages, writer),
        log(session, memo(move || open.get() == "log")),
    ];
    let tabs = part.find(".tabs");
    for ((name, label), content) in PAGES.into_iter().zip(contents) {
        let tab = Part::of(&format!(
            "<button type=button role=tab id=tab-{name} aria-controls=sheet-{name} \
             data-testid=tab-{name}>{label}</button>"
        ));
        let is_open = move || open.get() == name;
        tab.state("aria-selected", is_open)
            // The arrow keys lead from the open one to the others.
            .attribute("tabindex", move || if is_open() { "0" } else { "-1" }.into())
            .on_click(move || open.set(name));
        tabs.add(&tab);
        let sheet = Part::of(&format!(
            "<div class=sheet role=tabpanel id=sheet-{name} aria-labelledby=tab-{name}></div>"
        ));
        sheet.flag("hidden", move || !is_open()).add(&content);
        part.add(&sheet);
    }
    let among = tabs.clone();
    tabs.on("keydown", move |event| turn(open, &among, event.unchecked_ref()));
    let has_curves = memo(move || session.has_curves());
    part.named("save")
        .markup(|| format!("{}Save history", icon(SAVE)))
        .flag("disabled", move || !has_curves.get())
        .on_click(move || save_histories(session));
    part.named("report")
        .markup(|| format!("{}Report", icon(SAVE)))
        .flag("disabled", move || !has_curves.get())
        .on_click(move || save_report(session, writer, question.get_untracked()));
    part
}

const MARKUP: &str = "<section class='panel notebook' aria-label='Answer, results and log'>\
    <div class=heading>\
    <div class=tabs role=tablist></div>\
    <button type=button class=quiet data-testid=save></button>\
    <button type=button class=quiet data-testid=report></button>\
    </div>\
    </section>";

/// Opens the tab that a key leads to.
fn turn(open: RwSignal<&'static str>, tabs: &Part, event: &KeyboardEvent) {
    let place = PAGES.iter().position(|(name, _)| *name == open.get_untracked()).unwrap_or(0);
    let last = PAGES.len() - 1;
    let next = match &event.key()[..] {
        "ArrowRight" if place < last => place + 1,
        "ArrowLeft" if place > 0 => place - 1,
        "ArrowRight" | "Home" => 0,
        "ArrowLeft" | "End" => last,
        _ => return,
    };
    event.prevent_default();
    let (name, _) = PAGES[next];
    open.set(name);
    // What cannot be focused can still be pressed.
    let _ = tabs.named(&format!("tab-{name}")).element_as::<HtmlElement>().focus();
}

/// The writer, called when the first training begins.
fn writer(session: Session) -> Writer {
    let writer = Writer::of(session);
    let is_active = memo(move || session.is_active());
    follow(move || {
        if is_active.get() {
            writer.call();
        }
    });
    writer
}

/// Offers the report as a file.
fn save_report(session: Session, writer: Writer, question: Question) {
    spawn(async move {
        let report = writer.report(question).await;
        let saved = report.and_then(|html| save_text("fitlab-report.html", "text/html", &html));
        if let Err(message) = saved {
            session.warn(message);
        }
    });
}
