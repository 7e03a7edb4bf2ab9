//! The numbers that the verdicts rest on.

use super::table::table;
use crate::decimal::fixed;
use crate::guide::Measured;
use crate::page::numbers::figure;

const COLUMNS: [&str; 8] = [
    "Network",
    "Epoch of lowest validation loss",
    "Gap there",
    "Gap at the end",
    "Rise since the lowest",
    "Change of training loss an epoch",
    "Change of validation loss an epoch",
    "Behind the best",
];

/// A table of each network's indicators, and what its columns mean.
pub(super) fn indicators_html(networks: &[Measured]) -> String {
    let rows: Vec<_> = networks.iter().map(|one| (one.network, cells(one))).collect();
    format!(
        "{}<p class=\"aside\">Gap: validation loss minus training loss. At the end: the median of the last fifth \
         of the epochs, at least three. Rise: how far validation loss ends above its lowest stretch, as a share of \
         that. Changes: over the last epochs, as a share of the loss at the end. Behind the best: validation loss at \
         the end minus that of the best network here.</p>",
        table(&COLUMNS, &rows)
    )
}

fn cells(measured: &Measured) -> Vec<String> {
    let own = &measured.diagnosis.indicators;
    let behind = own.distance_to_best.map_or("–".into(), figure);
    // Without a number there is no lowest.
    let best_epoch = if own.best_epoch == 0 { "–".into() } else { own.best_epoch.to_string() };
    vec![
        best_epoch,
        figure(own.gap_at_best),
        figure(own.gap_at_end),
        share(own.rise),
        share(own.loss_slope),
        share(own.val_loss_slope),
        behind,
    ]
}

fn share(share: f64) -> String {
    match share.is_finite() {
        true => format!("{} %", fixed(share * 100.0, 1)),
        false => "NaN".into(),
    }
}
