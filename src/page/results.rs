//! The results on the page: [`results_table`] and [`differences`] kept current.

use super::results_table::{differences, results_table};
use crate::session::Session;
use crate::session::stage::stages;
use leptos::prelude::*;

#[component]
pub fn Results(session: Session) -> impl IntoView {
    let stages = Memo::new(move |_| session.networks.with(|networks| stages(networks)));
    let markup = move || {
        // A memo that is only tracked is never worked out, so it is read.
        stages.with(|_| ());
        session.networks.with_untracked(|networks| {
            let table = results_table(networks);
            match table.is_empty() {
                true => EMPTY.to_owned(),
                false => table + &differences(networks),
            }
        })
    };
    view! {
        <section class="panel outcome" aria-labelledby="results-heading">
            <div class="heading"><h2 id="results-heading">"Results"</h2></div>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="results-heading"
                data-testid="results" inner_html=markup></div>
        </section>
    }
}

const EMPTY: &str = "<p>Losses and accuracies of each network will stand here.</p>";
