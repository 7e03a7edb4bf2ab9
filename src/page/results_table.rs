//! What the networks came to, as a table, and whether their differences are more than chance.

use super::look::{colour_property, outline_id, shape};
use super::markup::escaped;
use super::numbers::{count, figure};
use crate::session::comparison::{Measure, RULE, against_best};
use crate::session::figures::Figures;
use crate::session::network::Network;
use crate::session::spread::Spread;

const HEAD: &str = "<thead><tr><th scope=\"col\">Network<th scope=\"col\">Validation loss\
                    <th scope=\"col\">Lowest validation loss<th scope=\"col\">at epoch\
                    <th scope=\"col\">Validation accuracy<th scope=\"col\">Training accuracy</thead>";

const ONE_SEED: &str = "Each network was trained from one seed, and another seed gives other numbers. With Repeats \
                        at 3 or more, this page says which differences are larger than that.";

/// The table as HTML, a row a network that has a curve; empty without any.
pub fn results_table(networks: &[Network]) -> String {
    let mut rows = String::new();
    for network in networks {
        if let Some(figures) = Figures::of(network) {
            rows += &row(network, &figures);
        }
    }
    match rows.is_empty() {
        true => rows,
        false => {
            format!("<table data-testid=\"results-table\">{HEAD}<tbody>{rows}</tbody></table>")
        }
    }
}

fn row(network: &Network, figures: &Figures) -> String {
    let (seeds, all) = (figures.val_loss.len(), network.runs().len());
    let of_seeds = match all {
        1 => String::new(),
        all if all == seeds => format!(", {all} seeds"),
        all => format!(", {seeds} of {all} seeds"),
    };
    let mut row = format!(
        "<tr data-testid=\"result\" data-network=\"{}\"><th scope=\"row\">{} {}\
         <small>after epoch {}{of_seeds}</small>",
        network.id,
        marker(network.look),
        escaped(&network.name),
        count(figures.epochs),
    );
    let cell = |values: &[f64], text: fn(f64) -> String| match Spread::of(values) {
        Some(Spread { median, low, high }) if all > 1 => {
            format!("<td>{}<small>{}–{}</small>", text(median), text(low), text(high))
        }
        spread => format!("<td>{}", spread.map_or_else(String::new, |one| text(one.median))),
    };
    row += &cell(&figures.val_loss, figure);
    row += &cell(&figures.lowest_val_loss, figure);
    row += &cell(&figures.lowest_epoch, epoch);
    row += &cell(&figures.val_accuracy, figure);
    row += &cell(&figures.accuracy, figure);
    row
}

/// A network's marker; its outline is among those that the page has once.
fn marker(look: usize) -> String {
    format!(
        "<svg class=\"marker\" viewBox=\"-1.4 -1.4 2.8 2.8\" style=\"color: var({})\" aria-hidden=\"true\">\
         <use href=\"#{}\"/></svg>",
        colour_property(look),
        outline_id(shape(look)),
    )
}

/// A whole epoch; a median between two is rounded up.
fn epoch(epoch: f64) -> String {
    count(epoch.round() as usize)
}

/// How each network compares with the best, as HTML, once all have come to their end; empty before, and
/// where there are no two to compare.
pub fn differences(networks: &[Network]) -> String {
    if networks.iter().any(Network::is_active) {
        return String::new();
    }
    let mut sentences = String::new();
    let mut has_repeats = false;
    for measure in [Measure::ValidationLoss, Measure::ValidationAccuracy] {
        for (names, comparison) in against_best(networks, measure) {
            sentences += &format!("<li>{}", escaped(&comparison.sentence(measure, names)));
            has_repeats |= comparison.seeds != [1, 1];
        }
    }
    match (sentences.is_empty(), has_repeats) {
        (true, _) => sentences,
        (false, false) => format!("<p>{ONE_SEED}</p>"),
        (false, true) => format!("<ul>{sentences}</ul><p>{RULE}</p>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::trial::network;
    use crate::training::{Event, Outcome};

    #[test]
    fn a_row_tells_median_and_range() {
        let table = results_table(&[network("a<b", &[0.5, 0.3, 0.4])]);
        for expected in
            ["a&lt;b", "after epoch 1, 3 seeds", "<td>0.4000<small>0.3000–0.5000</small>"]
        {
            assert!(table.contains(expected), "{table}");
        }
        let single = results_table(&[network("one", &[0.5])]);
        assert!(single.contains("<td>0.5000<td>0.5000<td>1<td>"), "{single}");
        assert_eq!(results_table(&[network("untrained", &[])]), "");
    }

    #[test]
    fn a_seed_in_trouble_is_counted_out() {
        let mut broken = network("broken", &[0.5, f64::NAN, 0.4]);
        broken.fold(2, &Event::Finished(Outcome::Diverged));
        let table = results_table(&[broken]);
        assert!(table.contains("2 of 3 seeds") && table.contains("<td>0.4500<"), "{table}");
    }

    #[test]
    fn differences_are_told_at_the_end() {
        let mut networks = [network("a", &[0.5, 0.6, 0.7]), network("b", &[0.1, 0.2, 0.3])];
        assert_eq!(differences(&networks), "", "they still train");
        for network in &mut networks {
            for serial in 1..=3 {
                network.fold(serial, &Event::Finished(Outcome::Completed));
            }
        }
        let told = differences(&networks);
        assert!(told.contains("larger than the spread between the 3 seeds"), "{told}");
    }
}
