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
use leptos::prelude::*;

const PAGES: [(&str, &str); 4] =
    [("answer", "Answer"), ("results", "Results"), ("inside", "Inside"), ("log", "Log")];

pub fn notebook(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
    chosen: RwSignal<Option<NetworkId>>,
) -> Part {
    let part = Part::of(MARKUP);
    let writer = writer(session);
    let open = RwSignal::new("answer");
    let contents = [
        answer(session, question, arrangement, chosen, writer),
        results(session, writer),
        inside(session, memo(move || open.get() == "inside"), writer),
        log(session, memo(move || open.get() == "log")),
    ];
    let tabs = part.find(".tabs");
    for ((name, label), content) in PAGES.into_iter().zip(contents) {
        let tab = Part::of(&format!(
            "<button type=button role=tab data-testid=tab-{name}>{label}</button>"
        ));
        tab.state("aria-selected", move || open.get() == name).on_click(move || open.set(name));
        tabs.add(&tab);
        let sheet = Part::of("<div class=sheet role=tabpanel></div>");
        sheet.flag("hidden", move || open.get() != name).add(&content);
        part.add(&sheet);
    }
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
