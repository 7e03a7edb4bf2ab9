//! The assignment's questions: a press opens the experiment that answers one.

use crate::guide::{Arrangement, Question};
use crate::session::Session;
use crate::session::experiment::Experiment;
use leptos::prelude::*;

/// Which of the question's experiments stands on the page. Reactive.
pub fn arrangement(session: Session, question: RwSignal<Question>) -> Memo<Option<Arrangement>> {
    let experiment = Memo::new(move |_| {
        session.networks.track();
        session.shared.track();
        session.experiment()
    });
    // Whoever opens a link finds the question that it belongs to.
    Effect::new(move |_| {
        let found = experiment.with(|experiment| {
            let is_of_another = question.get_untracked().arrangement_of(experiment).is_none();
            is_of_another.then(|| Question::of(experiment)).flatten()
        });
        if let Some(found) = found {
            question.set(found);
        }
    });
    Memo::new(move |_| experiment.with(|experiment| question.get().arrangement_of(experiment)))
}

#[component]
pub fn Questions(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
) -> impl IntoView {
    let tab = move |(index, of): (usize, Question)| {
        view! {
            <button type="button" data-testid=format!("question-{}", index + 1)
                aria-pressed=move || (question.get() == of).to_string()
                title=of.text() on:click=move |_| choose(session, question, of)>
                <b>{index + 1}</b> {of.title()}
            </button>
        }
    };
    let choice = move |of: Arrangement| {
        let testid = match of {
            Arrangement::Assigned => "arrangement-assigned",
            Arrangement::Best => "arrangement-best",
        };
        view! {
            <button type="button" data-testid=testid
                aria-pressed=move || (arrangement.get() == Some(of)).to_string()
                on:click=move |_| open(session, question.get_untracked(), of)>{of.label()}</button>
        }
    };
    view! {
        <nav class="questions" aria-label="The assignment's questions">
            <div class="tabs">{Question::ALL.into_iter().enumerate().map(tab).collect_view()}</div>
            <div class="choice" role="group" aria-label="The experiment's setting">
                {Arrangement::ALL.map(choice)}
            </div>
        </nav>
    }
}

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
