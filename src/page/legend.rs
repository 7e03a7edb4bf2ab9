//! Which curve is whose; a press hides or shows a network.

use super::chart::metric::has_bands;
use super::icon::marker_icon;
use crate::session::Session;
use leptos::prelude::*;

#[component]
pub fn Legend(session: Session) -> impl IntoView {
    let entries = Memo::new(move |_| {
        session.networks.with(|networks| {
            let entry =
                |n: &crate::session::network::Network| (n.id, n.look, n.name.clone(), n.shown);
            networks.iter().map(entry).collect::<Vec<_>>()
        })
    });
    let buttons = move || {
        let button = |(id, look, name, shown): (u32, usize, String, bool)| {
            view! {
                <li>
                    <button type="button" class="entry" data-testid="legend-entry"
                        aria-pressed=shown.to_string()
                        title=if shown { "Hide this network" } else { "Show this network" }
                        on:click=move |_| session.toggle_shown(id)>
                        {marker_icon(look)} <span class="name">{name}</span>
                    </button>
                </li>
            }
        };
        entries.get().into_iter().map(button).collect_view()
    };
    let has_bands = Memo::new(move |_| session.networks.with(|networks| has_bands(networks)));
    view! {
        <section class="legend" aria-label="Legend">
            <ul data-testid="legend">{buttons}</ul>
            <p class="lines" aria-hidden="true">
                <svg viewBox="0 0 28 8"><path d="M0 4h28"/></svg> "validation"
                <svg viewBox="0 0 28 8"><path class="dashed" d="M0 4h28"/></svg> "training"
                <svg viewBox="0 0 28 8"><circle cx="14" cy="4" r="3.5"/></svg> "lowest validation loss"
                <span class="of-bands" hidden=move || !has_bands.get()>
                    <svg viewBox="0 0 28 8"><path class="band" d="M0 4h28"/></svg> "lowest to highest seed"
                </span>
            </p>
        </section>
    }
}
