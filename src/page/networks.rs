//! The networks that are compared.

use super::icon::{PLUS, icon};
use super::network_editor::network_editor;
use super::network_row::network_row;
use super::part::{Part, memo};
use crate::config::{Activation, dense};
use crate::session::Session;
use crate::session::experiment::Plan;
use crate::session::network::{NetworkId, Origin};
use leptos::prelude::*;

pub fn networks(session: Session) -> Part {
    let part = Part::of(MARKUP);
    let editing = RwSignal::new(None::<NetworkId>);
    let has_room = memo(move || session.has_room());
    part.named("add-network")
        .markup(|| format!("{}Add", icon(PLUS)))
        .flag("disabled", move || !has_room.get())
        .on_click(move || {
            let plan = Plan::unnamed(dense(&[64], Activation::Relu));
            editing.set(Some(session.add(plan, Origin::Page)));
        });
    // Even where it is shown, odd where it is edited.
    let key = move |id: NetworkId| id * 2 + u32::from(editing.get() == Some(id));
    let row = move |key| match (key / 2, key % 2) {
        (id, 0) => network_row(session, id, editing),
        (id, _) => network_editor(session, id, editing),
    };
    part.named("networks").list(move || session.ids().into_iter().map(key).collect(), row);
    part
}

const MARKUP: &str = "<section class='panel networks' aria-labelledby=networks-heading>\
    <div class=heading>\
    <h2 id=networks-heading>Networks</h2>\
    <button type=button class=quiet data-testid=add-network></button>\
    </div>\
    <ul data-testid=networks></ul>\
    </section>";
