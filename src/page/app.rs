//! The page as a whole.

use super::chart::Chart;
use super::chart::metric::Metric;
use super::controls::Controls;
use super::header::Header;
use super::icon::marker_outlines;
use super::inside::Inside;
use super::legend::Legend;
use super::link;
use super::log::Log;
use super::networks::Networks;
use super::notices::Notices;
use super::results::Results;
use super::settings::Settings;
use super::theme::Theme;
use crate::session::Session;
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
    view! {
        {marker_outlines()}
        <Header session theme/>
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
                    <Chart session metric=Metric::Loss hovered theme/>
                    <Chart session metric=Metric::Accuracy hovered theme/>
                </div>
                <div class="below">
                    <Results session/>
                    <Log session/>
                </div>
                <Inside session open=Signal::stored(true)/>
            </div>
        </main>
    }
}
