//! The results on the page: the table and the differences kept current.

use super::part::{Part, follow, memo};
use crate::report::{differences_html, results_html};
use crate::session::Session;
use crate::session::stage::stages;
use leptos::prelude::*;
use std::time::Duration;

/// Epochs may end a hundred times a second, and nobody reads as fast.
const PATIENCE: Duration = Duration::from_millis(400);

pub fn results(session: Session) -> Part {
    let part = Part::of(MARKUP);
    let stages = memo(move || session.networks.with(|networks| stages(networks)));
    let shown = RwSignal::new(markup(session));
    let scheduled = StoredValue::new(false);
    let renew = move || {
        scheduled.set_value(false);
        shown.set(markup(session));
    };
    follow(move || {
        // A memo that is only tracked is never worked out, so it is read.
        stages.with(|_| ());
        if !scheduled.get_value() {
            scheduled.set_value(true);
            set_timeout(renew, PATIENCE);
        }
    });
    part.named("results").markup(move || shown.get());
    part
}

const MARKUP: &str = "<section class=outcome aria-label=Results>\
    <div class=scroll tabindex=0 role=group aria-label='Table of results' data-testid=results></div>\
    </section>";

fn markup(session: Session) -> String {
    session.networks.with_untracked(|networks| {
        let differences = differences_html(networks);
        match results_html(networks) {
            table if table.is_empty() => EMPTY.into(),
            table => format!(
                r#"{table}<div class="differences" data-testid="differences">{differences}</div>"#
            ),
        }
    })
}

const EMPTY: &str = "<p>Losses and accuracies of each network will stand here.</p>";
