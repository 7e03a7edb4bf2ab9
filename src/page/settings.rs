//! The settings that all networks of the page share, as the session's table lists them.

use super::icon::{LINK, icon};
use super::link;
use crate::session::experiment::Experiment;
use crate::session::settings::{Kind, SETTINGS, Setting};
use crate::session::{Refusal, Session};
use leptos::prelude::*;

#[component]
pub fn Settings(session: Session) -> impl IntoView {
    let fields = move |common: bool| {
        let chosen = SETTINGS.iter().filter(move |setting| setting.common == common);
        chosen.map(|setting| view! { <Field session setting/> }).collect_view()
    };
    view! {
        <section class="panel settings" aria-labelledby="settings-heading">
            <div class="heading">
                <h2 id="settings-heading">"Settings"</h2>
                <button type="button" class="quiet" data-testid="defaults"
                    title="Question 1's three networks and settings"
                    on:click=move |_| session.open(Experiment::default())>"Defaults"</button>
                <button type="button" class="quiet" data-testid="copy-link"
                    on:click=move |_| link::copy(session)>{icon(LINK)} "Copy link"</button>
            </div>
            <div class="fields">{fields(true)}</div>
            <details>
                <summary data-testid="more-settings">"More settings"</summary>
                <div class="fields">{fields(false)}</div>
            </details>
        </section>
    }
}

/// A setting's control, and why what was typed cannot be.
#[component]
fn Field(session: Session, setting: &'static Setting) -> impl IntoView {
    let value = Memo::new(move |_| setting.text(&session.settings()));
    let refusal = Memo::new(move |_| {
        let of_setting = |refusal: &&Refusal| refusal.path == setting.path;
        session.refusals.with(|all| all.iter().find(of_setting).cloned())
    });
    let applies = Memo::new(move |_| value.with(Option::is_some));
    let text = Signal::derive(move || match refusal.get() {
        Some(refusal) => refusal.text,
        None => value.get().unwrap_or_default(),
    });
    move || {
        applies.get().then(|| {
            view! {
                <div class="field">
                    <label for=setting.id()>{setting.label}</label>
                    {control(session, setting, text, refusal)}
                </div>
                <p class="refusal" id=format!("{}-problem", setting.id()) role="alert"
                    data-testid=format!("problem-{}", setting.path)>
                    {move || refusal.get().map(|refusal| refusal.message)}
                </p>
            }
        })
    }
}

fn control(
    session: Session,
    setting: &'static Setting,
    text: Signal<String>,
    refusal: Memo<Option<Refusal>>,
) -> AnyView {
    let testid = format!("setting-{}", setting.path);
    let edit = move |event| session.edit_setting(setting, event_target_value(&event));
    // Once something is marked as wrong, the mark goes as soon as it is right: were it to go when the
    // field is left, the page would shift under the click that leaves it.
    let correct = move |event| {
        if refusal.with_untracked(Option::is_some) {
            session.edit_setting(setting, event_target_value(&event));
        }
    };
    match setting.kind {
        Kind::Number => view! {
            <input id=setting.id() data-testid=testid inputmode="decimal" autocomplete="off"
                aria-invalid=move || refusal.get().is_some().to_string()
                aria-describedby=format!("{}-problem", setting.id())
                prop:value=text on:change=edit on:input=correct/>
        }
        .into_any(),
        Kind::Switch => view! {
            <input type="checkbox" id=setting.id() data-testid=testid
                prop:checked=move || text.get() == "true"
                on:change=move |event| {
                    session.edit_setting(setting, event_target_checked(&event).to_string());
                }/>
        }
        .into_any(),
        Kind::Choice(choices) => view! {
            <select id=setting.id() data-testid=testid prop:value=text on:change=edit>
                {choices.iter().map(|(value, label)| view! {
                    <option value=*value selected=move || text.get() == *value>{*label}</option>
                }).collect_view()}
            </select>
        }
        .into_any(),
    }
}
