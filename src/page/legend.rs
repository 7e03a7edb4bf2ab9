//! Which curve is whose; a press hides or shows a network.

use super::chart::metric::has_bands;
use super::icon::marker_icon;
use super::part::{Part, memo};
use crate::figure::escape;
use crate::session::Session;
use crate::session::network::{Network, NetworkId};
use leptos::prelude::*;

pub fn legend(session: Session) -> Part {
    let part = Part::of(MARKUP);
    part.named("legend").list(move || session.ids(), move |id| entry(session, id));
    let has_bands = memo(move || session.networks.with(|networks| has_bands(networks)));
    part.find(".of-bands").flag("hidden", move || !has_bands.get());
    part
}

const MARKUP: &str = "<section class=legend aria-label=Legend>\
    <ul data-testid=legend></ul>\
    <p class=lines aria-hidden=true>\
    <span><svg viewBox='0 0 28 8'><path d='M0 4h28'/></svg>validation</span>\
    <span><svg viewBox='0 0 28 8'><path class=dashed d='M0 4h28'/></svg>training</span>\
    <span><svg viewBox='0 0 28 8'><circle cx=14 cy=4 r=3.5 /></svg>lowest validation loss</span>\
    <span class=of-bands><svg viewBox='0 0 28 8'><path class=band d='M0 4h28'/></svg>lowest to highest seed</span>\
    </p>\
    </section>";

fn entry(session: Session, id: NetworkId) -> Part {
    let part =
        Part::of("<li><button type=button class=entry data-testid=legend-entry></button></li>");
    let content = move || session.of_network(id, content).unwrap_or_default();
    let shown = memo(move || session.of_network(id, |network| network.shown) == Some(true));
    let title = move || if shown.get() { "Hide this network" } else { "Show this network" }.into();
    part.named("legend-entry")
        .markup(content)
        .state("aria-pressed", move || shown.get())
        .attribute("title", title)
        .on_click(move || session.toggle_shown(id));
    part
}

fn content(network: &Network) -> String {
    let (marker, name) = (marker_icon(network.look), escape(&network.name));
    format!("{marker} <span class=name>{name}</span>")
}
