//! The log: one line an epoch, the latest at the bottom.

use super::icon::marker_icon;
use super::part::{Part, follow, memo};
use crate::browser::save_text;
use crate::figure::escape;
use crate::session::Session;
use crate::session::log::LogLine;
use crate::session::report::saved_histories;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use web_sys::Element;

/// Pixels from the end within which the log counts as read to its end.
const NEAR_END: i32 = 24;

/// Lines added to the page in one frame; a burst of more is spread over several.
const LINES_A_FRAME: usize = 16;

/// A list that was not to be seen goes to its end when it is `open`.
pub fn log(session: Session, open: Memo<bool>) -> Part {
    let part = Part::of(MARKUP);
    let list = part.named("log");
    let latest = memo(move || session.log.with(|log| log.back().map(|line| line.number)));
    let shown = follow_latest(session, latest);
    // Stays at the newest line, unless the reader has scrolled up to read.
    let at_end = Rc::new(Cell::new(true));
    let last_top = Cell::new(0);
    let (element, stays) = (list.element().clone(), at_end.clone());
    list.on("scroll", move |_| {
        let top = element.scroll_top();
        let near_end = element.scroll_height() - element.client_height() - top <= NEAR_END;
        // Lines may have come since it was last scrolled to its end: only going up is leaving it.
        if near_end || top < last_top.get() {
            stays.set(near_end);
        }
        last_top.set(top);
    });
    let lines = RefCell::new(VecDeque::new());
    let element = list.element().clone();
    follow(move || {
        // Every event adds lines, but the list follows them no more often than the screen.
        let shown = latest.get().map_or(0, |_| shown.get());
        let is_seen = open.get();
        session.log.with_untracked(|log| show(log, shown, &element, &mut lines.borrow_mut()));
        if at_end.get() && is_seen {
            let element = element.clone();
            request_animation_frame(move || element.set_scroll_top(element.scroll_height()));
        }
    });
    part.find(".unseen").text(move || spoken(session));
    part.find(".empty").flag("hidden", move || latest.get().is_some());
    part
}

const MARKUP: &str = "<section class=log aria-label='Training log'>\
    <ol data-testid=log tabindex=0 aria-label=Epochs></ol>\
    <p class=unseen aria-live=polite></p>\
    <p class=empty>Each epoch of each network will leave a line here, as Keras prints them.</p>\
    </section>";

/// Brings the list up to date; `lines` are the numbers of those in it.
fn show(log: &VecDeque<LogLine>, newest: u32, list: &Element, lines: &mut VecDeque<u32>) {
    let oldest = log.front().map_or(u32::MAX, |line| line.number);
    while lines.front().is_some_and(|number| *number < oldest) {
        lines.pop_front();
        if let Some(line) = list.first_element_child() {
            line.remove();
        }
    }
    // Lines that were brought back are older than those that they take the place of.
    if lines.back().copied() > log.back().map(|line| line.number) {
        lines.clear();
        list.set_inner_html("");
    }
    let last = lines.back().copied();
    let is_new = |line: &&LogLine| Some(line.number) > last && line.number <= newest;
    let mut markup = String::new();
    for line in log.iter().filter(is_new) {
        lines.push_back(line.number);
        markup += &of_line(line);
    }
    // Only a list that is not on the page could not take them.
    let _ = list.insert_adjacent_html("beforeend", &markup);
}

/// The number of the newest line on the page: it follows the `latest` frame by frame.
fn follow_latest(session: Session, latest: Memo<Option<u32>>) -> RwSignal<u32> {
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
    follow(move || {
        let is_behind = latest.get().is_some_and(|latest| latest > shown.get());
        if is_behind && !scheduled.get_value() {
            scheduled.set_value(true);
            request_animation_frame(advance);
        }
    });
    shown
}

fn of_line(line: &LogLine) -> String {
    let class = if line.problem { " class=problem" } else { "" };
    let (marker, name, text) = (marker_icon(line.look), escape(&line.name), escape(&line.text));
    format!(
        "<li{class}>{marker} <span class=name>{name}</span> <span class=text>{text}</span></li>"
    )
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

/// Saves the histories to a file.
pub fn save(session: Session) {
    let Some(json) = session.networks.with_untracked(|networks| saved_histories(networks)) else {
        return session.warn("There is no history to save yet: train a network first.");
    };
    if let Err(message) = save_text("fitlab-history.json", "application/json", &json) {
        session.warn(message);
    }
}
