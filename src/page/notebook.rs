//! What stands below the charts, a tab each: the answer, the results in numbers, what went on inside, the log.

use super::answer::Answer;
use super::icon::{SAVE, icon};
use super::inside::Inside;
use super::log::{self, Log};
use super::report;
use super::results::Results;
use crate::guide::{Arrangement, Question};
use crate::session::Session;
use crate::session::network::NetworkId;
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Answer,
    Results,
    Inside,
    Log,
}

const PAGES: [(Page, &str, &str); 4] = [
    (Page::Answer, "Answer", "tab-answer"),
    (Page::Results, "Results", "tab-results"),
    (Page::Inside, "Inside", "tab-inside"),
    (Page::Log, "Log", "tab-log"),
];

#[component]
pub fn Notebook(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
    chosen: RwSignal<Option<NetworkId>>,
) -> impl IntoView {
    let open = RwSignal::new(Page::Answer);
    let tab = move |(page, label, testid): (Page, &'static str, &'static str)| {
        view! {
            <button type="button" role="tab" data-testid=testid
                aria-selected=move || (open.get() == page).to_string()
                on:click=move |_| open.set(page)>{label}</button>
        }
    };
    let is_shut = move |page: Page| move || open.get() != page;
    let has_curves = Memo::new(move |_| session.has_curves());
    view! {
        <section class="panel notebook" aria-label="Answer, results and log">
            <div class="heading">
                <div class="tabs" role="tablist">{PAGES.map(tab)}</div>
                <button type="button" class="quiet" data-testid="save"
                    disabled=move || !has_curves.get() on:click=move |_| log::save(session)>
                    {icon(SAVE)} "Save history"
                </button>
                <button type="button" class="quiet" data-testid="report"
                    disabled=move || !has_curves.get() on:click=move |_| report::save(session, question.get_untracked())>
                    {icon(SAVE)} "Report"
                </button>
            </div>
            <div class="sheet" role="tabpanel" hidden=is_shut(Page::Answer)>
                <Answer session question arrangement chosen/>
            </div>
            <div class="sheet" role="tabpanel" hidden=is_shut(Page::Results)><Results session/></div>
            <div class="sheet" role="tabpanel" hidden=is_shut(Page::Inside)>
                <Inside session open=Signal::derive(move || open.get() == Page::Inside)/>
            </div>
            <div class="sheet" role="tabpanel" hidden=is_shut(Page::Log)><Log session/></div>
        </section>
    }
}
