//! The page as a whole.

use super::chart::Chart;
use super::chart::metric::{Metric, drawn};
use super::controls::Controls;
use super::header::Header;
use super::icon::marker_outlines;
use super::legend::Legend;
use super::link;
use super::networks::Networks;
use super::notebook::Notebook;
use super::notices::Notices;
use super::questions::{Questions, arrangement};
use super::settings::Settings;
use super::theme::Theme;
use crate::guide::Question;
use crate::session::Session;
use crate::session::network::NetworkId;
use leptos::prelude::*;
use web_sys::window;

/// Puts the page in place of what `index.html` shows while it loads.
pub fn open(session: Session) {
    let placeholder = window().and_then(|window| window.document()?.get_element_by_id("loading"));
    leptos::mount::mount_to_body(move || view! { <App session/> });
    if let Some(placeholder) = placeholder {
        placeholder.remove();
    }
    link::follow(session);
}

#[component]
fn App(session: Session) -> impl IntoView {
    let theme = Theme::follow();
    let hovered = RwSignal::new(None);
    let question = RwSignal::new(Question::Capacity);
    let arrangement = arrangement(session, question);
    let chosen = RwSignal::new(None);
    let focus = focus(session, question, chosen);
    view! {
        {marker_outlines()}
        <Header session theme/>
        <Questions session question arrangement/>
        <Notices session/>
        <main>
            <div class="bench">
                <Controls session/>
                <Networks session/>
                <Settings session/>
            </div>
            <div class="results">
                <Legend session/>
                <div class="charts">
                    <Chart session metric=Metric::Loss hovered focus theme/>
                    <Chart session metric=Metric::Accuracy hovered focus theme/>
                </div>
                <Notebook session question arrangement chosen/>
            </div>
        </main>
    }
}

/// The network whose diagnosis is drawn on its curves: the one that the reader chose; else the only one, or in the
/// question that is about curves the first.
fn focus(
    session: Session,
    question: RwSignal<Question>,
    chosen: RwSignal<Option<NetworkId>>,
) -> Memo<Option<NetworkId>> {
    Memo::new(move |_| {
        let is_about_curves = question.get() == Question::Curves;
        let chosen = chosen.get();
        session.networks.with(|networks| {
            let drawn = drawn(networks);
            let chosen = chosen.filter(|id| drawn.iter().any(|network| network.id == *id));
            let first = drawn.first().filter(|_| is_about_curves || drawn.len() == 1);
            chosen.or(first.map(|network| network.id))
        })
    })
}
