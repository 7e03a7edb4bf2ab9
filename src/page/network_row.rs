//! One network of the list: what it is, how its training goes, and what can be done with it.

use super::icon::{BIN, EYE, EYE_SHUT, PENCIL, icon, marker_icon};
use super::look::colour_property;
use super::networks::{Editing, return_focus};
use super::numbers::{count, figure};
use super::part::{Part, memo};
use super::standing::{seeds_text, standing_text};
use crate::decimal::fixed;
use crate::network::{layers, parameters};
use crate::session::Session;
use crate::session::layers::{activations_text, sizes_text};
use crate::session::network::{Network, NetworkId, Origin, Run};
use leptos::prelude::*;

/// What a network is: changes when the reader edits it.
#[derive(Clone, Default, PartialEq)]
struct Identity {
    name: String,
    shape: String,
    /// Empty for a single one.
    seeds: String,
    parameters: usize,
    shown: bool,
}

/// How its training goes: changes with every event.
#[derive(Clone, Default, PartialEq)]
struct Standing {
    status: String,
    problem: bool,
    /// Its latest validation loss and accuracy.
    figures: Option<[String; 2]>,
    share: f64,
    active: bool,
}

pub fn network_row(session: Session, id: NetworkId, editing: RwSignal<Option<Editing>>) -> Part {
    let part = Part::of(&session.of_network(id, markup).unwrap_or_default());
    let identity = memo(move || session.of_network(id, identity).unwrap_or_default());
    let standing = memo(move || session.of_network(id, standing).unwrap_or_default());
    part.find("h3").text(move || identity.get().name);
    part.find(".parameters")
        .text(move || format!("{} parameters", count(identity.get().parameters)));
    part.named("network-shape").text(move || identity.get().shape);
    part.named("network-seeds").text(move || identity.get().seeds);
    part.state("data-active", move || standing.get().active);
    part.find(".standing").class("problem", move || standing.get().problem);
    part.named("network-status").text(move || standing.get().status);
    let figures = part.named("network-figures");
    figures.flag("hidden", move || standing.with(|it| it.figures.is_none()));
    for (place, value) in [("b", 0), ("b + b", 1)] {
        let shown = move || standing.with(|it| it.figures.as_ref().map(|it| it[value].clone()));
        figures.find(place).text(move || shown().unwrap_or_default());
    }
    let look = session.of_network(id, |network| network.look).unwrap_or_default();
    part.find(".bar").attribute("style", move || bar(look, &standing.get()));
    let label = |button: &Part, verb: fn(&Identity) -> &'static str| {
        let label = move || identity.with(|it| format!("{} {}", verb(it), it.name));
        button.attribute("aria-label", label).attribute("title", label);
    };
    let show = part.named("network-show");
    show.state("aria-pressed", move || identity.get().shown)
        .markup(move || icon(if identity.get().shown { EYE } else { EYE_SHUT }))
        .on_click(move || session.toggle_shown(id));
    label(&show, |it| if it.shown { "Hide" } else { "Show" });
    let remove = part.named("network-remove");
    remove.on_click(move || {
        session.remove(id);
        return_focus(id);
    });
    label(&remove, |_| "Remove");
    if session.of_network(id, |network| network.origin) != Some(Origin::Console) {
        let edit = part.named("network-edit");
        edit.on_click(move || editing.set(Some(Editing { network: id, is_new: false })));
        label(&edit, |_| "Edit");
    }
    part
}

/// What of a row stays as it is.
fn markup(network: &Network) -> String {
    let (id, marker) = (network.id, marker_icon(network.look));
    let action = |testid: &str, icon: String| {
        format!("<button type=button class='quiet square' data-testid={testid}>{icon}</button>")
    };
    let (tag, edit) = match network.origin {
        Origin::Console => ("<span class=tag>console</span>", String::new()),
        Origin::Page => ("", action("network-edit", icon(PENCIL))),
    };
    let show = action("network-show", String::new());
    let remove = action("network-remove", icon(BIN));
    format!(
        "<li class=network data-testid=network data-network={id}>\
         <div class=head>{marker}<h3></h3>{tag}<span class=parameters></span>\
         <div class=actions>{show}{edit}{remove}</div></div>\
         <p class=shape data-testid=network-shape></p><p class=shape data-testid=network-seeds></p>\
         <p class=standing><span data-testid=network-status></span>\
         <span class=figures data-testid=network-figures>val loss <b></b> · acc <b></b></span></p>\
         <div class=bar aria-hidden=true></div></li>"
    )
}

fn identity(network: &Network) -> Identity {
    let size = parameters(&layers(&network.hidden));
    Identity {
        name: network.name.clone(),
        shape: format!("{}, {}", sizes_text(&network.hidden), activations_text(&network.hidden)),
        seeds: seeds_text(network.runs()),
        parameters: size,
        shown: network.shown,
    }
}

fn standing(network: &Network) -> Standing {
    let runs = network.runs();
    let last = |curve: &[f64]| curve.last().map(|value| figure(*value));
    let figures = network
        .history()
        .and_then(|history| Some([last(&history.val_loss)?, last(&history.val_accuracy)?]));
    let is_changed = runs.first().is_some_and(|run| run.config.hidden != network.hidden);
    let before = if is_changed { ", before it was changed" } else { "" };
    let in_trouble = runs.iter().filter(|run| run.is_in_trouble()).count();
    Standing {
        status: format!("{}{before}", standing_text(runs)),
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
