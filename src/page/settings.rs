//! The settings that all networks of the page share, as the session's table lists them.

use super::icon::{LINK, icon};
use super::link;
use super::part::{Part, memo};
use crate::session::experiment::Experiment;
use crate::session::settings::{Kind, SETTINGS, Setting};
use crate::session::{Refusal, Session};
use leptos::prelude::*;

pub fn settings(session: Session) -> Part {
    let part = Part::of(MARKUP);
    part.named("defaults").on_click(move || session.open(Experiment::default()));
    part.named("copy-link")
        .markup(|| format!("{}Copy link", icon(LINK)))
        .on_click(move || link::copy(session));
    list_fields(session, &part.find(".fields"), true);
    list_fields(session, &part.find("details .fields"), false);
    part
}

const MARKUP: &str = "<section class='panel settings' aria-labelledby=settings-heading>\
    <div class=heading>\
    <h2 id=settings-heading>Settings</h2>\
    <button type=button class=quiet data-testid=defaults \
    title=\"Question 1's three networks and settings\">Defaults</button>\
    <button type=button class=quiet data-testid=copy-link></button>\
    </div>\
    <div class=fields></div>\
    <details><summary data-testid=more-settings>More settings</summary><div class=fields></div></details>\
    </section>";

/// A field for each setting that the optimizer at hand has, of the common ones or of the others.
fn list_fields(session: Session, part: &Part, common: bool) {
    let keys = memo(move || {
        let settings = session.settings();
        let mut keys: Vec<u32> = Vec::new();
        for (key, setting) in (0..).zip(SETTINGS) {
            if setting.common == common && setting.text(&settings).is_some() {
                keys.push(key);
            }
        }
        keys
    });
    part.list(move || keys.get(), move |key| field(session, &SETTINGS[key as usize]));
}

/// A setting's control, and why what was typed cannot be.
fn field(session: Session, setting: &'static Setting) -> Part {
    let (id, path, label) = (setting.id(), setting.path, setting.label);
    let control = control(setting);
    let part = Part::of(&format!(
        "<div class=setting><div class=field><label for={id}>{label}</label>{control}</div>\
         <p class=refusal id={id}-problem role=alert data-testid=problem-{path}></p></div>"
    ));
    let value = memo(move || setting.text(&session.settings()).unwrap_or_default());
    let refusal = memo(move || {
        let of_setting = |refusal: &&Refusal| refusal.path == setting.path;
        session.refusals.with(|all| all.iter().find(of_setting).cloned())
    });
    let text = move || refusal.get().map_or_else(|| value.get(), |refusal| refusal.text);
    let edit = move |event| session.edit_setting(setting, event_target_value(&event));
    let control = part.named(&format!("setting-{path}"));
    match setting.kind {
        Kind::Switch => {
            control.checked(move || text() == "true").on("change", move |event| {
                session.edit_setting(setting, event_target_checked(&event).to_string());
            });
        }
        Kind::Choice(_) => {
            control.value(text).on("change", edit);
        }
        Kind::Number => {
            // Once something is marked as wrong, the mark goes as soon as it is right: were it to go when the
            // field is left, the page would shift under the click that leaves it.
            let is_typed = RwSignal::new(false);
            let correct = move |event| {
                is_typed.set(true);
                if refusal.with_untracked(Option::is_some) {
                    edit(event);
                }
            };
            let change = move |event| {
                edit(event);
                is_typed.set(false);
            };
            let field = control.clone();
            // What is being typed is the reader's: "0." would become "0" under the next digit.
            let shown = move || if is_typed.get() { field.typed() } else { text() };
            control
                .state("aria-invalid", move || refusal.get().is_some())
                .value(shown)
                .on("change", change)
                .on("input", correct);
        }
    }
    let message = move || refusal.get().map_or_else(String::new, |refusal| refusal.message);
    part.find(".refusal").text(message);
    part
}

fn control(setting: &Setting) -> String {
    let (id, path) = (setting.id(), setting.path);
    let named = format!("id={id} data-testid=setting-{path}");
    match setting.kind {
        Kind::Number => {
            format!(
                "<input {named} inputmode=decimal autocomplete=off aria-describedby={id}-problem>"
            )
        }
        Kind::Switch => format!("<input type=checkbox {named}>"),
        Kind::Choice(choices) => {
            let option =
                |(value, label): &(_, _)| format!("<option value={value}>{label}</option>");
            let options: String = choices.iter().map(option).collect();
            format!("<select {named}>{options}</select>")
        }
    }
}
