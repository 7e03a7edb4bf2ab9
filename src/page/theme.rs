//! Light or dark: as the system says, until the reader says otherwise.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MediaQueryList, window};

/// `index.html` reads the same key before the first paint.
const KEY: &str = "fitlab-theme";

/// Tells whenever the page's colours have changed.
#[derive(Clone, Copy)]
pub struct Theme {
    dark: RwSignal<bool>,
}

impl Theme {
    /// The theme in force, which follows the system.
    pub fn follow() -> Theme {
        let theme = Theme { dark: RwSignal::new(is_dark()) };
        if let Some(query) = system_query() {
            let update = Closure::<dyn FnMut()>::new(move || theme.dark.set(is_dark()));
            // A page that cannot follow keeps the colours that it has.
            let _ =
                query.add_event_listener_with_callback("change", update.as_ref().unchecked_ref());
            update.forget();
        }
        theme
    }

    /// Notes that whatever runs now depends on the colours.
    pub fn track(self) {
        self.dark.track();
    }

    /// Whether the page is dark. Reactive.
    pub fn is_dark(self) -> bool {
        self.dark.get()
    }

    /// Changes to the other one, and remembers it.
    pub fn toggle(self) {
        let name = if self.dark.get_untracked() { "light" } else { "dark" };
        let root = window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root {
            // Only an impossible attribute name would be refused.
            let _ = root.set_attribute("data-theme", name);
        }
        if let Some(storage) = window().and_then(|window| window.local_storage().ok()?) {
            // Without storage the choice lasts as long as the page.
            let _ = storage.set_item(KEY, name);
        }
        self.dark.set(is_dark());
    }
}

fn system_query() -> Option<MediaQueryList> {
    window()?.match_media("(prefers-color-scheme: dark)").ok()?
}

fn is_dark() -> bool {
    let root = window().and_then(|window| window.document()?.document_element());
    match root.and_then(|root| root.get_attribute("data-theme")).as_deref() {
        Some(chosen) => chosen == "dark",
        None => system_query().is_some_and(|query| query.matches()),
    }
}
