//! The results in a table, and what is said of their differences.

use super::table::named;
use crate::page::numbers::{count, figure, range};
use crate::session::comparison::{ONE_SEED, RULE, sentences};
use crate::session::figures::Figures;
use crate::session::network::Network;
use crate::session::spread::Spread;

/// The columns of the table of results, after that of the networks.
pub const RESULT_COLUMNS: [&str; 5] = [
    "Validation loss",
    "Lowest validation loss",
    "at epoch",
    "Validation accuracy",
    "Training accuracy",
];

/// The table of results of all networks that have some.
pub(super) fn results_html(networks: &[Network]) -> String {
    let head: String =
        RESULT_COLUMNS.iter().map(|name| format!(r#"<th scope="col">{name}</th>"#)).collect();
    let rows: String =
        networks.iter().filter_map(result_cells).map(|cells| format!("<tr>{cells}</tr>")).collect();
    format!(
        r#"<table class="numbers"><thead><tr><th scope="col">Network</th>{head}</tr></thead><tbody>{rows}</tbody></table>"#
    )
}

/// The cells of a network's line: its name, and of each figure the median and, of several seeds, the range.
/// `None` before its first epoch.
pub fn result_cells(network: &Network) -> Option<String> {
    let figures = Figures::of(network)?;
    let (seeds, all) = (figures.val_loss.len(), network.runs().len());
    let of_seeds = match (seeds, all) {
        (_, 1) => String::new(),
        (seeds, all) if seeds == all => format!(", {all} seeds"),
        (seeds, all) => format!(", {seeds} of {all} seeds"),
    };
    let cells = [
        cell(&figures.val_loss, figure, range),
        cell(&figures.lowest_val_loss, figure, range),
        cell(&figures.lowest_epoch, epoch, epochs),
        cell(&figures.val_accuracy, figure, range),
        cell(&figures.accuracy, figure, range),
    ];
    Some(format!(
        r#"<th scope="row">{} <small>after epoch {}{of_seeds}</small></th>{}"#,
        named(network),
        count(figures.epochs),
        cells.concat()
    ))
}

fn cell(values: &[f64], text: fn(f64) -> String, range: fn(f64, f64) -> String) -> String {
    let Some(Spread { median, low, high }) = Spread::of(values) else { return String::new() };
    let range = match values.len() {
        1 => String::new(),
        _ => format!("<small>{}</small>", range(low, high)),
    };
    format!("<td>{}{range}</td>", text(median))
}

/// Between two epochs the median is rounded up.
fn epoch(epoch: f64) -> String {
    count(epoch.round() as usize)
}

fn epochs(low: f64, high: f64) -> String {
    format!("{}–{}", epoch(low), epoch(high))
}

/// Each network against the best, and by which rule; of one seed, that it tells little. Nothing of a single network.
pub fn differences_html(networks: &[Network]) -> String {
    let sentences = sentences(networks);
    if sentences.is_empty() {
        return String::new();
    }
    if networks.iter().all(|network| network.runs().len() < 2) {
        return format!("<p>{ONE_SEED}</p>");
    }
    let items: String =
        sentences.iter().map(|told| format!("<li>{}</li>", crate::figure::escape(told))).collect();
    format!(r#"<ul>{items}</ul><p class="rule">{RULE}</p>"#)
}
