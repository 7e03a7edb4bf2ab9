//! The assignment's questions: a press opens the experiment that answers one.

use super::part::{Part, follow, memo};
use crate::guide::{Arrangement, Question};
use crate::session::Session;
use crate::session::experiment::Experiment;
use leptos::prelude::*;

/// Which of the question's experiments stands on the page. Reactive.
pub fn arrangement(session: Session, question: RwSignal<Question>) -> Memo<Option<Arrangement>> {
    let experiment = memo(move || {
        session.networks.track();
        session.shared.track();
        session.experiment()
    });
    // Whoever opens a link finds the question that it belongs to.
    follow(move || {
        let found = experiment.with(|experiment| {
            let is_of_another = question.get_untracked().arrangement_of(experiment).is_none();
            is_of_another.then(|| Question::of(experiment)).flatten()
        });
        if let Some(found) = found {
            question.set(found);
        }
    });
    memo(move || experiment.with(|experiment| question.get().arrangement_of(experiment)))
}

pub fn questions(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
) -> Part {
    let part = Part::of(MARKUP);
    let tabs = part.find(".tabs");
    for (number, of) in (1..).zip(Question::ALL) {
        let (title, text) = (of.title(), of.text());
        let tab = Part::of(&format!(
            "<button type=button data-testid=question-{number}><b>{number}</b> {title}</button>"
        ));
        tab.attribute("title", move || text.into())
            .state("aria-pressed", move || question.get() == of)
            .on_click(move || choose(session, question, of));
        tabs.add(&tab);
    }
    let choice = part.find(".choice");
    for of in Arrangement::ALL {
        let (testid, label) = match of {
            Arrangement::Assigned => ("arrangement-assigned", of.label()),
            Arrangement::Best => ("arrangement-best", of.label()),
        };
        let button =
            Part::of(&format!("<button type=button data-testid={testid}>{label}</button>"));
        button
            .state("aria-pressed", move || arrangement.get() == Some(of))
            .on_click(move || open(session, question.get_untracked(), of));
        choice.add(&button);
    }
    part
}

const MARKUP: &str = "<nav class=questions aria-label=\"The assignment's questions\">\
    <div class=tabs></div>\
    <div class=choice role=group aria-label=\"The experiment's setting\"></div>\
    </nav>";

/// Turns to a question. Its experiment is opened unless one of them stands there already.
fn choose(session: Session, question: RwSignal<Question>, chosen: Question) {
    question.set(chosen);
    if chosen.arrangement_of(&session.experiment()).is_none() {
        open(session, chosen, Arrangement::Assigned);
    }
}

/// Opens an experiment; what computes it, and from how many seeds, stays as the reader has it.
fn open(session: Session, question: Question, arrangement: Arrangement) {
    let Experiment { shared, repeats, .. } = session.experiment();
    let mut experiment = question.experiment(arrangement);
    experiment.repeats = repeats;
    experiment.shared.backend = shared.backend;
    experiment.shared.dataset = shared.dataset;
    session.open(experiment);
}
