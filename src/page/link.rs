//! The experiment in the page's address: whoever opens the link finds the page set up alike.

use crate::browser::spawn;
use crate::json;
use crate::session::Session;
use crate::session::experiment::Experiment;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::window;

/// Opens the experiment of the address, now and whenever it changes.
pub fn follow(session: Session) {
    open(session);
    // The listener lives as long as the page.
    std::mem::forget(window_event_listener(ev::hashchange, move |_| open(session)));
}

fn open(session: Session) {
    let fragment = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let encoded = fragment.trim_start_matches('#');
    if encoded.is_empty() {
        return;
    }
    let experiment = match js_sys::decode_uri_component(encoded) {
        Ok(text) => Experiment::from_text(&String::from(text)).map_err(|error| error.to_string()),
        Err(_) => Err("it is not encoded as links are; perhaps it was cut.".into()),
    };
    match experiment {
        // Our own link, just copied, changes nothing.
        Ok(experiment) if experiment == session.experiment() => {}
        Ok(experiment) => session.open(experiment),
        Err(problem) => session.warn(format!(
            "The link's experiment was not opened, and the page is as it was: {problem}"
        )),
    }
}

/// The link that opens an experiment on this page.
pub fn to(experiment: &Experiment) -> String {
    let encoded: String = js_sys::encode_uri_component(&json::text(&experiment.to_json())).into();
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}#{encoded}", href.split('#').next().unwrap_or_default())
}

/// Puts the experiment into the address and onto the clipboard.
pub fn copy(session: Session) {
    let Some(window) = window() else { return };
    let link = to(&session.experiment());
    let in_address = window.history().is_ok_and(|history| {
        let state = wasm_bindgen::JsValue::NULL;
        history.replace_state_with_url(&state, "", Some(&link)).is_ok()
    });
    spawn(async move {
        // Without a secure page there is no clipboard, and asking for one throws.
        let copied = window.is_secure_context()
            && JsFuture::from(window.navigator().clipboard().write_text(&link)).await.is_ok();
        match (copied, in_address) {
            (true, _) => session.tell("The link to this experiment is on the clipboard."),
            (false, true) => session.tell(
                "The clipboard is not to be had here; the link stands in the address bar instead.",
            ),
            (false, false) => {
                session.warn(format!("The link could not be copied. Here it is: {link}"))
            }
        }
    });
}
