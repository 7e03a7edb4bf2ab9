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
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub fn networks(session: Session) -> Part {
    let part = Part::of(MARKUP);
    let editing = RwSignal::new(None::<Editing>);
    let has_room = memo(move || session.has_room());
    part.named("add-network")
        .markup(|| format!("{}Add", icon(PLUS)))
        .flag("disabled", move || !has_room.get())
        .on_click(move || {
            let plan = Plan::unnamed(dense(&[64], Activation::Relu));
            let network = session.add(plan, Origin::Page);
            editing.set(Some(Editing { network, is_new: true }));
        });
    // Even where it is shown, odd where it is edited.
    let key = move |id: NetworkId| {
        let is_edited = editing.get().is_some_and(|editing| editing.network == id);
        id * 2 + u32::from(is_edited)
    };
    let row = move |key| match (key / 2, key % 2) {
        (id, 0) => network_row(session, id, editing),
        (id, _) => network_editor(session, id, editing),
    };
    part.named("networks").list(move || session.ids().into_iter().map(key).collect(), row);
    part
}

/// The network that is edited.
#[derive(Clone, Copy, PartialEq)]
pub struct Editing {
    pub network: NetworkId,
    /// Whether it goes again unless it is applied.
    pub is_new: bool,
}

/// Puts the keys back where they were before a network was edited or removed, as far as it is there.
pub fn return_focus(id: NetworkId) {
    queue_microtask(move || {
        let places = [
            format!("[data-network='{id}'] [data-testid=network-edit]"),
            "[data-testid=add-network]".into(),
        ];
        let found = places.iter().find_map(|place| document().query_selector(place).ok().flatten());
        if let Some(found) = found {
            // What cannot be focused is still there to be clicked.
            let _ = found.unchecked_ref::<HtmlElement>().focus();
        }
    });
}

const MARKUP: &str = "<section class='panel networks' aria-labelledby=networks-heading>\
    <div class=heading>\
    <h2 id=networks-heading>Networks</h2>\
    <button type=button class=quiet data-testid=add-network></button>\
    </div>\
    <ul data-testid=networks></ul>\
    </section>";
