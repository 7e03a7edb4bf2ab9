//! The results in a table, and what is said of their differences.

use super::table::named;
use crate::page::numbers::{count, figure};
use crate::session::comparison::{ONE_SEED, RULE, sentences};
use crate::session::figures::Figures;
use crate::session::network::Network;
use crate::session::spread::Spread;

const COLUMNS: [&str; 5] = [
    "Validation loss",
    "Lowest validation loss",
    "at epoch",
    "Validation accuracy",
    "Training accuracy",
];

/// The table of results, a row a network that has a curve; empty without any.
pub fn results_html(networks: &[Network]) -> String {
    let rows: String = networks.iter().filter_map(row).collect();
    if rows.is_empty() {
        return rows;
    }
    let head: String =
        COLUMNS.iter().map(|name| format!(r#"<th scope="col">{name}</th>"#)).collect();
    format!(
        r#"<table class="numbers" data-testid="results-table"><thead><tr><th scope="col">Network</th>{head}</tr></thead><tbody>{rows}</tbody></table>"#
    )
}

/// A network's name, and of each figure the median and, of several seeds, the range.
fn row(network: &Network) -> Option<String> {
    let figures = Figures::of(network)?;
    let (seeds, all) = (figures.val_loss.len(), network.runs().len());
    let of_seeds = match (seeds, all) {
        (_, 1) => String::new(),
        (seeds, all) if seeds == all => format!(", {all} seeds"),
        (seeds, all) => format!(", {seeds} of {all} seeds"),
    };
    let cells = [
        cell(&figures.val_loss, all, figure),
        cell(&figures.lowest_val_loss, all, figure),
        cell(&figures.lowest_epoch, all, epoch),
        cell(&figures.val_accuracy, all, figure),
        cell(&figures.accuracy, all, figure),
    ];
    Some(format!(
        r#"<tr data-testid="result" data-network="{}"><th scope="row">{} <small>after epoch {}{of_seeds}</small></th>{}</tr>"#,
        network.id,
        named(network),
        count(figures.epochs),
        cells.concat()
    ))
}

fn cell(values: &[f64], seeds: usize, text: fn(f64) -> String) -> String {
    let Some(Spread { median, low, high }) = Spread::of(values) else { return String::new() };
    let range = match seeds {
        1 => String::new(),
        _ => format!("<small>{}–{}</small>", text(low), text(high)),
    };
    format!("<td>{}{range}</td>", text(median))
}

/// Between two epochs the median is rounded up.
fn epoch(epoch: f64) -> String {
    count(epoch.round() as usize)
}

/// Each network against the best, and by which rule; of one seed, that it tells little. Nothing before all have
/// come to their end, and of a single network.
pub fn differences_html(networks: &[Network]) -> String {
    let sentences = sentences(networks);
    if sentences.is_empty() || networks.iter().any(Network::is_active) {
        return String::new();
    }
    if networks.iter().all(|network| network.runs().len() < 2) {
        return format!("<p>{ONE_SEED}</p>");
    }
    let items: String =
        sentences.iter().map(|told| format!("<li>{}</li>", crate::figure::escape(told))).collect();
    format!(r#"<ul>{items}</ul><p class="rule">{RULE}</p>"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::trial::network;
    use crate::training::{Event, Outcome};

    #[test]
    fn a_row_tells_median_and_range() {
        let table = results_html(&[network("a<b", &[0.5, 0.3, 0.4])]);
        for expected in
            ["a&lt;b", "after epoch 1, 3 seeds", "<td>0.4000<small>0.3000–0.5000</small>"]
        {
            assert!(table.contains(expected), "{table}");
        }
        let single = results_html(&[network("one", &[0.5])]);
        assert!(single.contains("<td>0.5000</td><td>0.5000</td><td>1</td><td>"), "{single}");
        assert_eq!(results_html(&[network("untrained", &[])]), "");
    }

    #[test]
    fn a_seed_in_trouble_is_counted_out() {
        let mut broken = network("broken", &[0.5, f64::NAN, 0.4]);
        broken.fold(2, &Event::Finished(Outcome::Diverged));
        let table = results_html(&[broken]);
        assert!(table.contains("2 of 3 seeds") && table.contains("<td>0.4500<"), "{table}");
    }

    #[test]
    fn differences_are_told_at_the_end() {
        let mut networks = [network("a", &[0.5, 0.6, 0.7]), network("b", &[0.1, 0.2, 0.3])];
        assert_eq!(differences_html(&networks), "", "they still train");
        for network in &mut networks {
            for serial in 1..=3 {
                network.fold(serial, &Event::Finished(Outcome::Completed));
            }
        }
        let told = differences_html(&networks);
        assert!(told.contains("larger than the spread between the 3 seeds"), "{told}");
    }
}
