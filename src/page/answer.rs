//! The answer to the question at hand: what to watch and what theory says, then what was measured.

use crate::guide::{Arrangement, Measured, Question, findings, introduction};
use crate::report::{Medium, findings_html, verdicts_html};
use crate::session::Session;
use crate::session::network::{Network, NetworkId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub fn Answer(
    session: Session,
    question: RwSignal<Question>,
    arrangement: Memo<Option<Arrangement>>,
    /// The network whose diagnosis the reader wants to see on the charts.
    chosen: RwSignal<Option<NetworkId>>,
) -> impl IntoView {
    let measured = Memo::new(move |_| {
        let question = question.get();
        session.networks.with(|networks| measured(question, networks))
    });
    let choose = move |event: &web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let verdict = target.and_then(|target| target.closest("[data-network]").ok().flatten());
        let id = verdict.and_then(|verdict| verdict.get_attribute("data-network")?.parse().ok());
        if id.is_some() {
            chosen.update(|chosen| *chosen = if *chosen == id { None } else { id });
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            choose(&event);
        }
    };
    view! {
        <div class="answer">
            <div data-testid="introduction"
                inner_html=move || introduction(question.get(), arrangement.get())></div>
            <div data-testid="measured" aria-live="polite"
                inner_html=move || measured.get() on:click=move |event| choose(&event) on:keydown=press></div>
        </div>
    }
}

/// What these networks came to, once none of them is trained any more.
fn measured(question: Question, networks: &[Network]) -> String {
    let nothing = |text: &str| format!("<h3>What was measured</h3><p class=setting>{text}</p>");
    if networks.iter().any(Network::is_active) {
        return nothing("The training goes on; what it comes to will stand here when it is over.");
    }
    let measured = Measured::all(networks);
    if measured.is_empty() {
        return nothing(
            "Nothing yet. Press Train: the answer will be made of this page's own numbers.",
        );
    }
    format!(
        "<h3>What was measured</h3>{}<h3>Verdicts</h3><p class=setting>A press on one shows it on the charts.</p>{}",
        findings_html(&findings(question, &measured)),
        verdicts_html(&measured, Medium::Page)
    )
}
