//! The page as a whole.

use super::chart::metric::{Metric, drawn};
use super::chart::{Both, chart};
use super::controls::controls;
use super::header::header;
use super::icon::marker_style;
use super::legend::legend;
use super::link;
use super::networks::networks;
use super::notebook::notebook;
use super::notices::notices;
use super::part::{Part, memo};
use super::questions::{arrangement, questions};
use super::settings::settings;
use super::theme::Theme;
use crate::guide::Question;
use crate::session::Session;
use crate::session::network::NetworkId;
use crate::session::stage::stages;
use leptos::prelude::*;
use web_sys::window;

/// Puts the page in place of what `index.html` shows while it loads.
pub fn open(session: Session) {
    let body = window().and_then(|window| window.document()?.body());
    let Some(body) = body else { return };
    body.set_inner_html(MARKUP);
    leptos::mount::mount_to_body(move || fill(session, &Part::from_page(body.into())));
    link::follow(session);
}

const MARKUP: &str = "<main><div class=bench></div><div class=results></div></main>";

fn fill(session: Session, body: &Part) {
    let theme = Theme::follow();
    let question = RwSignal::new(Question::Capacity);
    let arrangement = arrangement(session, question);
    let chosen = RwSignal::new(None);
    let stages = memo(move || session.networks.with(|networks| stages(networks)));
    let both = Both::of(stages, focus(session, question, chosen), theme);
    let main = body.find("main");
    for part in [
        Part::of(&marker_style()),
        header(session, theme),
        questions(session, question, arrangement),
        notices(session),
    ] {
        body.add_before(&part, &main);
    }
    let bench = main.find(".bench");
    for part in [controls(session), networks(session), settings(session)] {
        bench.add(&part);
    }
    let charts = Part::of("<div class=charts></div>");
    for metric in [Metric::Loss, Metric::Accuracy] {
        charts.add(&chart(session, metric, both));
    }
    let results = main.find(".results");
    for part in [legend(session), charts, notebook(session, question, arrangement, chosen, stages)]
    {
        results.add(&part);
    }
}

/// The network whose diagnosis is drawn on its curves: the one that the reader chose; else the only one, or in the
/// question that is about curves the first.
fn focus(
    session: Session,
    question: RwSignal<Question>,
    chosen: RwSignal<Option<NetworkId>>,
) -> Memo<Option<NetworkId>> {
    memo(move || {
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
