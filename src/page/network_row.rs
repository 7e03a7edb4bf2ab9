//! One network of the list: what it is, how its training goes, and what can be done with it.

use super::icon::{BIN, EYE, EYE_SHUT, PENCIL, icon, marker_icon};
use super::look::colour_property;
use super::numbers::{count, figure};
use super::standing::{seeds_text, standing_text};
use crate::decimal::fixed;
use crate::network::{layers, parameters};
use crate::session::Session;
use crate::session::layers::{activations_text, sizes_text};
use crate::session::network::{Network, NetworkId, Origin, Run};
use leptos::prelude::*;

/// What a network is: changes when the reader edits it.
#[derive(Clone, PartialEq)]
struct Identity {
    name: String,
    shape: String,
    /// Empty for a single one.
    seeds: String,
    parameters: usize,
    look: usize,
    shown: bool,
    of_console: bool,
}

/// How its training goes: changes with every event.
#[derive(Clone, Default, PartialEq)]
struct Standing {
    status: String,
    problem: bool,
    figures: Option<(String, String)>,
    share: f64,
    active: bool,
}

#[component]
pub fn NetworkRow(
    session: Session,
    id: NetworkId,
    editing: RwSignal<Option<NetworkId>>,
) -> impl IntoView {
    let identity = Memo::new(move |_| of_network(session, id, identity));
    let standing = Memo::new(move |_| of_network(session, id, standing).unwrap_or_default());
    let look =
        Memo::new(move |_| identity.with(|identity| identity.as_ref().map_or(0, |i| i.look)));
    view! {
        <li class="network" data-testid="network" data-network=id
            data-active=move || standing.get().active.to_string()>
            {move || identity.get().map(|identity| head(session, id, editing, identity))}
            <p class="standing" class:problem=move || standing.get().problem>
                <span data-testid="network-status">{move || standing.get().status}</span>
                {move || standing.get().figures.map(|(loss, accuracy)| view! {
                    <span class="figures" data-testid="network-figures">
                        "val loss " <b>{loss}</b> " · acc " <b>{accuracy}</b>
                    </span>
                })}
            </p>
            <div class="bar" aria-hidden="true" style=move || bar(look.get(), &standing.get())></div>
        </li>
    }
}

fn of_network<T>(session: Session, id: NetworkId, part: fn(&Network) -> T) -> Option<T> {
    session.networks.with(|all| all.iter().find(|network| network.id == id).map(part))
}

fn identity(network: &Network) -> Identity {
    let size = parameters(&layers(&network.hidden));
    Identity {
        name: network.name.clone(),
        shape: format!("{}, {}", sizes_text(&network.hidden), activations_text(&network.hidden)),
        seeds: seeds_text(network.runs()),
        parameters: size,
        look: network.look,
        shown: network.shown,
        of_console: network.origin == Origin::Console,
    }
}

fn standing(network: &Network) -> Standing {
    let runs = network.runs();
    let last = |curve: &[f64]| curve.last().map(|value| figure(*value));
    let figures = network.history().and_then(|h| last(&h.val_loss).zip(last(&h.val_accuracy)));
    let in_trouble = runs.iter().filter(|run| run.is_in_trouble()).count();
    Standing {
        status: standing_text(runs),
        problem: in_trouble > 0,
        // What is left of the others still has figures.
        figures: figures.filter(|_| in_trouble < runs.len()),
        share: runs.iter().map(Run::share_done).sum::<f64>() / runs.len().max(1) as f64,
        active: network.is_active(),
    }
}

/// A bar in the network's colour, as long as its training has come; empty once that is over.
fn bar(look: usize, standing: &Standing) -> String {
    let share = if standing.active { standing.share } else { 0.0 };
    let percent = fixed(share * 100.0, 1);
    format!("--share: {percent}%; --colour: var({})", colour_property(look))
}

fn head(
    session: Session,
    id: NetworkId,
    editing: RwSignal<Option<NetworkId>>,
    identity: Identity,
) -> impl IntoView {
    let Identity { name, shape, seeds, parameters, look, shown, of_console } = identity;
    let action = |verb: &str| format!("{verb} {name}");
    let show_label = action(if shown { "Hide" } else { "Show" });
    let edit_label = action("Edit");
    let remove_label = action("Remove");
    view! {
        <div class="head">
            {marker_icon(look)}
            <h3>{name.clone()}</h3>
            {of_console.then(|| view! { <span class="tag">"console"</span> })}
            <span class="parameters">{count(parameters)} " parameters"</span>
            <div class="actions">
                <button type="button" class="quiet square" data-testid="network-show"
                    aria-pressed=shown.to_string() aria-label=show_label.clone() title=show_label
                    on:click=move |_| session.toggle_shown(id)>
                    {icon(if shown { EYE } else { EYE_SHUT })}
                </button>
                {(!of_console).then(|| view! {
                    <button type="button" class="quiet square" data-testid="network-edit"
                        aria-label=edit_label.clone() title=edit_label
                        on:click=move |_| editing.set(Some(id))>{icon(PENCIL)}</button>
                })}
                <button type="button" class="quiet square" data-testid="network-remove"
                    aria-label=remove_label.clone() title=remove_label
                    on:click=move |_| session.remove(id)>{icon(BIN)}</button>
            </div>
        </div>
        <p class="shape" data-testid="network-shape">{shape}</p>
        <p class="shape" data-testid="network-seeds">{seeds}</p>
    }
}
