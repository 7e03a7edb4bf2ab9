//! The networks that are compared.

use super::icon::{PLUS, icon};
use super::network_editor::NetworkEditor;
use super::network_row::NetworkRow;
use crate::config::{Activation, dense};
use crate::session::Session;
use crate::session::experiment::Plan;
use crate::session::network::{NetworkId, Origin};
use leptos::prelude::*;

#[component]
pub fn Networks(session: Session) -> impl IntoView {
    let editing = RwSignal::new(None::<NetworkId>);
    let ids = Memo::new(move |_| {
        session.networks.with(|all| all.iter().map(|network| network.id).collect::<Vec<_>>())
    });
    let has_room = Memo::new(move |_| session.has_room());
    let add = move |_| {
        let plan = Plan::unnamed(dense(&[64], Activation::Relu));
        editing.set(Some(session.add(plan, Origin::Page)));
    };
    let row = move |id: NetworkId| {
        let is_edited = Memo::new(move |_| editing.get() == Some(id));
        move || match is_edited.get() {
            true => view! { <NetworkEditor session id editing/> }.into_any(),
            false => view! { <NetworkRow session id editing/> }.into_any(),
        }
    };
    view! {
        <section class="panel networks" aria-labelledby="networks-heading">
            <div class="heading">
                <h2 id="networks-heading">"Networks"</h2>
                <button type="button" class="quiet" data-testid="add-network"
                    disabled=move || !has_room.get() on:click=add>{icon(PLUS)} "Add"</button>
            </div>
            <ul data-testid="networks">
                <For each=move || ids.get() key=|id| *id children=row/>
            </ul>
        </section>
    }
}
