//! The results on the page: the table and the differences kept current.

use super::part::{Part, follow};
use super::writer::{Chapter, Writer};
use crate::session::Session;
use crate::session::stage::Stage;
use leptos::prelude::*;
use std::time::Duration;

/// Epochs may end a hundred times a second, and nobody reads as fast.
const PATIENCE: Duration = Duration::from_millis(400);

/// A table and the differences. While networks are trained nothing is written unless it is `open`.
pub fn results(
    session: Session,
    open: Memo<bool>,
    stages: Memo<Vec<Stage>>,
    writer: Writer,
) -> Part {
    let part = Part::of(MARKUP);
    let shown = RwSignal::new(EMPTY.to_string());
    let write = move || {
        untrack(|| match open.get() || !session.is_active() {
            true => shown.set(writer.chapter(Chapter::Results, EMPTY)),
            false => writer.tell(),
        });
    };
    follow(move || {
        open.track();
        writer.track();
        write();
    });
    let scheduled = StoredValue::new(false);
    let renew = move || {
        scheduled.set_value(false);
        write();
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

const EMPTY: &str = "<p>Losses and accuracies of each network will stand here.</p>";
