//! The log: one line an epoch, the latest at the bottom.

use super::icon::{SAVE, icon, marker_icon};
use super::report;
use crate::browser::save_text;
use crate::session::Session;
use crate::session::log::LogLine;
use crate::session::report::saved_histories;
use leptos::html;
use leptos::prelude::*;

/// Pixels from the end within which the log counts as read to its end.
const NEAR_END: i32 = 24;

/// Lines added to the page in one frame; a burst of more is spread over several.
const LINES_A_FRAME: usize = 16;

#[component]
pub fn Log(session: Session) -> impl IntoView {
    let list = NodeRef::<html::Ol>::new();
    let latest = Memo::new(move |_| session.log.with(|log| log.back().map(|line| line.number)));
    let shown = follow(session, latest);
    let is_empty = Memo::new(move |_| latest.get().is_none());
    let lines = move || {
        // Every event adds lines, but the list follows them no more often than the screen.
        is_empty.track();
        let shown = shown.get();
        session.log.with_untracked(|log| {
            log.iter().take_while(|line| line.number <= shown).cloned().collect::<Vec<_>>()
        })
    };
    // Stays at the newest line, unless the reader has scrolled up to read.
    let at_end = StoredValue::new(true);
    Effect::new(move |_| {
        shown.track();
        if let Some(list) = list.get().filter(|_| at_end.get_value()) {
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    });
    let last_top = StoredValue::new(0);
    let note_scroll = move |_| {
        let Some(list) = list.get_untracked() else { return };
        let top = list.scroll_top();
        let near_end = list.scroll_height() - list.client_height() - top <= NEAR_END;
        // Lines may have come since it was last scrolled to its end: only going up is leaving it.
        if near_end || top < last_top.get_value() {
            at_end.set_value(near_end);
        }
        last_top.set_value(top);
    };
    let has_curves = Memo::new(move |_| session.has_curves());
    view! {
        <section class="panel log" aria-labelledby="log-heading">
            <div class="heading">
                <h2 id="log-heading">"Log"</h2>
                <button type="button" class="quiet" data-testid="save"
                    disabled=move || !has_curves.get() on:click=move |_| save(session)>
                    {icon(SAVE)} "Save history"
                </button>
                <button type="button" class="quiet" data-testid="report"
                    disabled=move || !has_curves.get() on:click=move |_| report::save(session)>
                    {icon(SAVE)} "Report"
                </button>
            </div>
            <ol node_ref=list data-testid="log" tabindex="0" aria-label="Training log"
                on:scroll=note_scroll>
                <For each=lines key=|line| line.number children=line/>
            </ol>
            <p class="unseen" aria-live="polite">{move || spoken(session)}</p>
            {move || is_empty.get().then(|| view! {
                <p class="empty">"Each epoch of each network will leave a line here, as Keras prints them."</p>
            })}
        </section>
    }
}

/// The number of the newest line on the page: it follows the `latest` frame by frame.
fn follow(session: Session, latest: Memo<Option<u64>>) -> RwSignal<u64> {
    let shown = RwSignal::new(0);
    let scheduled = StoredValue::new(false);
    let advance = move || {
        scheduled.set_value(false);
        let last = shown.get_untracked();
        let next = session.log.with_untracked(|log| {
            let new = log.iter().map(|line| line.number).skip_while(|number| *number <= last);
            new.take(LINES_A_FRAME).last()
        });
        if let Some(next) = next {
            shown.set(next);
        }
    };
    Effect::new(move |_| {
        let is_behind = latest.get().is_some_and(|latest| latest > shown.get());
        if is_behind && !scheduled.get_value() {
            scheduled.set_value(true);
            request_animation_frame(advance);
        }
    });
    shown
}

fn line(line: LogLine) -> impl IntoView {
    view! {
        <li class:problem=line.problem>
            {marker_icon(line.look)} <span class="name">{line.name}</span> " "
            <span class="text">{line.text}</span>
        </li>
    }
}

/// Screen readers are told of trouble and of the end, not of every epoch.
fn spoken(session: Session) -> String {
    let problem = session.log.with(|log| {
        let line = log.back().filter(|line| line.problem)?;
        Some(format!("{}: {}", line.name, line.text))
    });
    match problem {
        Some(problem) => problem,
        None if session.is_active() => "Training.".into(),
        None if session.has_curves() => "The training is over.".into(),
        None => String::new(),
    }
}

fn save(session: Session) {
    let Some(json) = session.networks.with_untracked(|networks| saved_histories(networks)) else {
        return session.warn("There is no history to save yet: train a network first.");
    };
    if let Err(message) = save_text("fitlab-history.json", "application/json", &json) {
        session.warn(message);
    }
}
