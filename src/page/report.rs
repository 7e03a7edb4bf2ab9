//! Saves the report of what was trained.

use super::link;
use crate::browser::save_text;
use crate::guide::Question;
use crate::report::{ReportInput, document, experiment};
use crate::session::Session;
use leptos::prelude::*;

/// Offers the report as a file.
pub fn save(session: Session, question: Question) {
    if !untrack(|| session.has_curves()) {
        return session.warn("There is nothing to report yet: train a network first.");
    }
    let html = session.networks.with_untracked(|networks| {
        let experiment = experiment(networks);
        let link = experiment.as_ref().map(link::to);
        document(&ReportInput {
            networks,
            question,
            arrangement: experiment.as_ref().and_then(|own| question.arrangement_of(own)),
            date: &date(),
            browser: &browser(),
            link: link.as_deref(),
        })
    });
    if let Err(message) = save_text("fitlab-report.html", "text/html", &html) {
        session.warn(message);
    }
}

/// Today and now by the reader's clock: "2025-03-09 14:05".
fn date() -> String {
    let now = js_sys::Date::new_0();
    let two = |number: u32| if number < 10 { format!("0{number}") } else { number.to_string() };
    let (month, day) = (two(now.get_month() + 1), two(now.get_date()));
    let (hours, minutes) = (two(now.get_hours()), two(now.get_minutes()));
    format!("{}-{month}-{day} {hours}:{minutes}", now.get_full_year())
}

fn browser() -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.unwrap_or_default()
}
