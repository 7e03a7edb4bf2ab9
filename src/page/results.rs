//! What the networks came to, in a table, and whether their differences are more than chance.

use super::icon::marker_icon;
use super::numbers::{count, figure, range};
use crate::session::Session;
use crate::session::comparison::{Measure, RULE, against_best};
use crate::session::figures::Figures;
use crate::session::network::{Network, NetworkId};
use crate::session::spread::Spread;
use leptos::prelude::*;

/// A network's line.
#[derive(Clone, PartialEq)]
struct Row {
    look: usize,
    name: String,
    /// After how many epochs, and of how many seeds.
    of: String,
    cells: [Cell; 5],
}

/// A figure, of several seeds the median, and their range.
#[derive(Clone, Default, PartialEq)]
struct Cell {
    value: String,
    range: Option<String>,
}

const COLUMNS: [&str; 5] = [
    "Validation loss",
    "Lowest validation loss",
    "at epoch",
    "Validation accuracy",
    "Training accuracy",
];

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
        <section class="outcome" aria-label="Results">
            <div class="scroll" tabindex="0" role="group" aria-label="Table of results">
                <table data-testid="results-table" hidden=move || is_empty.get()>
                    <thead>
                        <tr>
                            <th scope="col">"Network"</th>
                            {COLUMNS.map(|column| view! { <th scope="col">{column}</th> })}
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
        session.networks.with_untracked(|networks| row(networks.iter().find(|one| one.id == id)?))
    });
    let cell = |Cell { value, range }: Cell| {
        view! { <td>{value}{range.map(|range| view! { <small>{range}</small> })}</td> }
    };
    view! {
        <tr data-testid="result" data-network=id>
            {move || row.get().map(|Row { look, name, of, cells }| view! {
                <th scope="row">
                    {marker_icon(look)} <span class="name">{name}</span> <small>{of}</small>
                </th>
                {cells.map(cell)}
            })}
        </tr>
    }
}

fn row(network: &Network) -> Option<Row> {
    let figures = Figures::of(network)?;
    let (seeds, all) = (figures.val_loss.len(), network.runs().len());
    let of_seeds = match (seeds, all) {
        (_, 1) => String::new(),
        (seeds, all) if seeds == all => format!(", {all} seeds"),
        (seeds, all) => format!(", {seeds} of {all} seeds"),
    };
    let cell = |values: &[f64], text: fn(f64) -> String, range: fn(f64, f64) -> String| {
        let Some(Spread { median, low, high }) = Spread::of(values) else { return Cell::default() };
        Cell { value: text(median), range: (seeds > 1).then(|| range(low, high)) }
    };
    Some(Row {
        look: network.look,
        name: network.name.clone(),
        of: format!("after epoch {}{of_seeds}", count(figures.epochs)),
        cells: [
            cell(&figures.val_loss, figure, range),
            cell(&figures.lowest_val_loss, figure, range),
            cell(&figures.lowest_epoch, epoch, epochs),
            cell(&figures.val_accuracy, figure, range),
            cell(&figures.accuracy, figure, range),
        ],
    })
}

/// Between two epochs the median is rounded up.
fn epoch(epoch: f64) -> String {
    count(epoch.round() as usize)
}

fn epochs(low: f64, high: f64) -> String {
    format!("{}–{}", epoch(low), epoch(high))
}

/// Sentences of each network against the best, once all have come to their end.
#[component]
fn Differences(session: Session) -> impl IntoView {
    let sentences = Memo::new(move |_| {
        session.networks.with(|networks| match networks.iter().any(Network::is_active) {
            true => Vec::new(),
            false => sentences(networks),
        })
    });
    let has_repeats = Memo::new(move |_| {
        session.networks.with(|networks| networks.iter().any(|network| network.runs().len() > 1))
    });
    view! {
        <div class="differences" data-testid="differences">
            {move || match (sentences.with(Vec::is_empty), has_repeats.get()) {
                (true, _) => None,
                (false, false) => Some(view! { <p>{ONE_SEED}</p> }.into_any()),
                (false, true) => Some(view! {
                    <ul>{sentences.get().into_iter().map(|told| view! { <li>{told}</li> }).collect_view()}</ul>
                    <p class="rule">{RULE}</p>
                }.into_any()),
            }}
        </div>
    }
}

const ONE_SEED: &str = "Each network was trained from one seed, and another seed gives other numbers. With Repeats \
                        at 3 or more, this page says which differences are larger than that.";

fn sentences(networks: &[Network]) -> Vec<String> {
    let measures = [Measure::ValidationLoss, Measure::ValidationAccuracy];
    let all = measures.into_iter().flat_map(|measure| {
        let found = against_best(networks, measure).into_iter();
        found.map(move |(names, comparison)| comparison.sentence(measure, names))
    });
    all.collect()
}
