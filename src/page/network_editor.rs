//! Edits one network in its place in the list.

use crate::config::{Activation, Dense};
use crate::session::Session;
use crate::session::experiment::{LONGEST_NAME, Plan, checked_name};
use crate::session::layers::{activation_label, parse_units, shared_activation, units_text};
use crate::session::network::NetworkId;
use leptos::html;
use leptos::prelude::*;

/// The choice of a network whose layers differ: each keeps its own.
const AS_THEY_ARE: &str = "as they are";

#[component]
pub fn NetworkEditor(
    session: Session,
    id: NetworkId,
    editing: RwSignal<Option<NetworkId>>,
) -> impl IntoView {
    let found = session.networks.with_untracked(|networks| {
        let network = networks.iter().find(|network| network.id == id)?;
        Some(Plan { name: network.name.clone(), hidden: network.hidden.clone() })
    });
    let before = StoredValue::new(found.unwrap_or_else(|| Plan::unnamed(Vec::new())));
    let Plan { name, hidden } = before.get_value();
    let mixed = !hidden.is_empty() && shared_activation(&hidden).is_none();
    let named = RwSignal::new(if name == Plan::unnamed(hidden.clone()).name {
        String::new()
    } else {
        name
    });
    let units = RwSignal::new(units_text(&hidden));
    let activation = RwSignal::new(match shared_activation(&hidden) {
        _ if mixed => AS_THEY_ARE.into(),
        shared => shared.unwrap_or(Activation::Relu).name().to_owned(),
    });
    let problem = RwSignal::new(None::<String>);
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = (named.get_untracked(), units.get_untracked(), activation.get_untracked());
        match plan(&typed.0, &typed.1, &typed.2, &before.get_value().hidden) {
            Ok(plan) => {
                session.redefine(id, plan);
                editing.set(None);
            }
            Err(message) => problem.set(Some(message)),
        }
    };
    let give_up = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            editing.set(None);
        }
    };
    let first = NodeRef::<html::Input>::new();
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let (Some(form), Some(input)) = (form.get(), first.get()) {
            form.scroll_into_view_with_bool(false);
            // What cannot be focused is still there to be clicked.
            let _ = input.focus();
        }
    });
    view! {
        <li class="network editor" data-testid="network-editor" data-network=id>
            <form node_ref=form on:submit=apply on:keydown=give_up>
                <label class="wide">"Hidden layers"
                    <input node_ref=first data-testid="edit-layers" placeholder="none" autocomplete="off"
                        spellcheck="false" aria-describedby="edit-help edit-problem"
                        aria-invalid=move || problem.get().is_some().to_string() bind:value=units/>
                </label>
                <label>"Activation"
                    <select data-testid="edit-activation" bind:value=activation>
                        {mixed.then(|| view! { <option value=AS_THEY_ARE>{AS_THEY_ARE}</option> })}
                        {Activation::ALL.map(|one| view! {
                            <option value=one.name()>{activation_label(one)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <label>"Name"
                    <input data-testid="edit-name" maxlength=LONGEST_NAME autocomplete="off"
                        placeholder=move || placeholder(&units.get()) bind:value=named/>
                </label>
                <p id="edit-help" class="help">"Units of each layer, e.g. 128-64; empty for none."</p>
                <p id="edit-problem" class="refusal" role="alert" data-testid="edit-problem">
                    {move || problem.get()}
                </p>
                <div class="buttons">
                    <button type="submit" class="primary" data-testid="edit-apply">"Apply"</button>
                    <button type="button" data-testid="edit-cancel"
                        on:click=move |_| editing.set(None)>"Cancel"</button>
                </div>
            </form>
        </li>
    }
}

/// The name that a network gets if none is typed.
fn placeholder(units: &str) -> String {
    parse_units(units, Activation::Relu)
        .map_or_else(|_| String::new(), |hidden| Plan::unnamed(hidden).name)
}

fn plan(name: &str, units: &str, activation: &str, before: &[Dense]) -> Result<Plan, String> {
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
