//! Edits one network in its place in the list.

use super::networks::{Editing, return_focus};
use super::part::Part;
use crate::config::{Activation, Dense};
use crate::session::Session;
use crate::session::experiment::{LONGEST_NAME, Plan, checked_name};
use crate::session::layers::{activation_label, parse_units, shared_activation, units_text};
use crate::session::network::{Network, NetworkId};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// The choice of a network whose layers differ: each keeps its own.
const AS_THEY_ARE: &str = "as they are";

pub fn network_editor(session: Session, id: NetworkId, editing: RwSignal<Option<Editing>>) -> Part {
    let plan = |network: &Network| (network.name.clone(), network.hidden.clone());
    let (name, hidden) = session.of_network(id, plan).unwrap_or_default();
    let mixed = !hidden.is_empty() && shared_activation(&hidden).is_none();
    let part = Part::of(&markup(id, mixed));
    let (layers, activation) = (part.named("edit-layers"), part.named("edit-activation"));
    let (named, problem) = (part.named("edit-name"), part.named("edit-problem"));
    layers.set("value", &units_text(&hidden));
    activation.set(
        "value",
        match shared_activation(&hidden) {
            _ if mixed => AS_THEY_ARE,
            shared => shared.unwrap_or(Activation::Relu).name(),
        },
    );
    if !(Plan { name: name.clone(), hidden: hidden.clone() }).is_unnamed() {
        named.set("value", &name);
    }
    let suggest = {
        let (layers, activation, named) = (layers.clone(), activation.clone(), named.clone());
        let hidden = hidden.clone();
        move || {
            // What cannot be has no name yet.
            let plan = plan_of("", &layers.typed(), &activation.typed(), &hidden);
            named.set("placeholder", &plan.map_or_else(|_| String::new(), |plan| plan.name));
        }
    };
    suggest();
    let suggest = Rc::new(suggest);
    for input in [&layers, &activation] {
        let suggest = suggest.clone();
        input.on("input", move |_| suggest());
    }
    let apply = {
        let layers = layers.clone();
        move |event: Event| {
            event.prevent_default();
            match plan_of(&named.typed(), &layers.typed(), &activation.typed(), &hidden) {
                Ok(plan) => {
                    session.redefine(id, plan);
                    editing.set(None);
                    return_focus(id);
                }
                Err(message) => {
                    layers.set("ariaInvalid", "true");
                    problem.set("textContent", &message);
                }
            }
        }
    };
    let form = part.find("form");
    let cancel = move || {
        if editing.get_untracked().is_some_and(|editing| editing.is_new) {
            session.remove(id);
        }
        editing.set(None);
        return_focus(id);
    };
    form.on("submit", apply).on("keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
            cancel();
        }
    });
    part.named("edit-cancel").on_click(cancel);
    // Once it is on the page.
    queue_microtask(move || {
        form.element().scroll_into_view_with_bool(false);
        // What cannot be focused is still there to be clicked.
        let _ = layers.element().unchecked_ref::<HtmlElement>().focus();
    });
    part
}

fn markup(id: NetworkId, mixed: bool) -> String {
    let option = |(value, label): (&str, &str)| format!("<option value='{value}'>{label}</option>");
    let all = Activation::ALL.map(|one| (one.name(), activation_label(one)));
    let mixed = mixed.then_some((AS_THEY_ARE, AS_THEY_ARE));
    let options: String = mixed.into_iter().chain(all).map(option).collect();
    format!(
        "<li class='network editor' data-testid=network-editor data-network={id}><form>\
         <label class=wide>Hidden layers<input data-testid=edit-layers placeholder=none autocomplete=off \
         spellcheck=false aria-describedby='edit-help edit-problem' aria-invalid=false></label>\
         <label>Activation<select data-testid=edit-activation>{options}</select></label>\
         <label>Name<input data-testid=edit-name maxlength={LONGEST_NAME} autocomplete=off></label>\
         <p id=edit-help class=help>Units of each layer, e.g. 128-64; empty for none.</p>\
         <p id=edit-problem class=refusal role=alert data-testid=edit-problem></p>\
         <div class=buttons><button type=submit class=primary data-testid=edit-apply>Apply</button>\
         <button type=button data-testid=edit-cancel>Cancel</button></div>\
         </form></li>"
    )
}

fn plan_of(name: &str, units: &str, activation: &str, before: &[Dense]) -> Result<Plan, String> {
    let chosen = Activation::ALL.into_iter().find(|one| one.name() == activation);
    let typed =
        parse_units(units, chosen.unwrap_or(Activation::Relu)).map_err(|e| e.to_string())?;
    // What the form does not show, a slope or a mixture, survives where the activation is kept.
    let keep = |(index, layer): (usize, Dense)| match before.get(index).or(before.last()) {
        Some(old) if chosen.is_none_or(|chosen| chosen.name() == old.activation.name()) => {
            Dense { activation: old.activation, ..layer }
        }
        _ => layer,
    };
    let plan = Plan::unnamed(typed.into_iter().enumerate().map(keep).collect());
    match name.trim() {
        "" => Ok(plan),
        name => {
            let name = checked_name(&name.into()).map_err(|error| error.to_string())?;
            Ok(Plan { name, ..plan })
        }
    }
}
