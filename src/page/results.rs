//! What the networks came to, in a table, and whether their differences are more than chance.

use crate::report::{RESULT_COLUMNS, differences_html, result_cells};
use crate::session::Session;
use crate::session::network::{Network, NetworkId};
use leptos::prelude::*;

#[component]
pub fn Results(session: Session) -> impl IntoView {
    let ids = Memo::new(move |_| {
        session.networks.with(|networks| {
            let told = networks.iter().filter(|network| network.has_curve());
            told.map(|network| network.id).collect::<Vec<_>>()
        })
    });
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    view! {
        <section class="panel outcome" aria-labelledby="results-heading">
            <div class="heading"><h2 id="results-heading">"Results"</h2></div>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="results-heading">
                <table data-testid="results-table" hidden=move || is_empty.get()>
                    <thead>
                        <tr>
                            <th scope="col">"Network"</th>
                            {RESULT_COLUMNS.map(|column| view! { <th scope="col">{column}</th> })}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || ids.get() key=|id| *id
                            children=move |id| line(session, id)/>
                    </tbody>
                </table>
                {move || is_empty.get().then(|| view! {
                    <p>"Losses and accuracies of each network will stand here."</p>
                })}
                <Differences session/>
            </div>
        </section>
    }
}

fn line(session: Session, id: NetworkId) -> impl IntoView {
    // Steps within an epoch change the session many times a second, but no figure.
    let stage = Memo::new(move |_| {
        session.networks.with(|networks| {
            let network = networks.iter().find(|network| network.id == id)?;
            let seeds = network.taking_part().count();
            let epochs = network.history()?.epochs();
            let serial = network.runs().first()?.serial;
            Some((serial, seeds, epochs, network.look, network.name.clone()))
        })
    });
    let row = Memo::new(move |_| {
        stage.track();
        session
            .networks
            .with_untracked(|networks| result_cells(networks.iter().find(|one| one.id == id)?))
    });
    view! {
        <tr data-testid="result" data-network=id inner_html=move || row.get().unwrap_or_default()></tr>
    }
}

/// Each network against the best, once all have come to their end.
#[component]
fn Differences(session: Session) -> impl IntoView {
    let told = Memo::new(move |_| {
        session.networks.with(|networks| match networks.iter().any(Network::is_active) {
            true => String::new(),
            false => differences_html(networks),
        })
    });
    view! {
        <div class="differences" data-testid="differences" inner_html=move || told.get()></div>
    }
}
