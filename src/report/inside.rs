//! What the instruments showed, with how to read it.

use super::table::table;
use crate::figure::{escape, instrument_plot};
use crate::page::numbers::{figure, milliseconds};
use crate::session::instruments::Instrument;
use crate::session::layers::activations_text;
use crate::session::network::Network;
use crate::training::Reading;

/// An instrument's charts, how to read them and on what they were measured.
pub fn instrument_html(instrument: &Instrument, networks: &[&Network]) -> String {
    let ratios = match instrument.name {
        "gradient_norm" => gradient_ratios(networks),
        _ => String::new(),
    };
    format!(
        "<p>{} Epoch 0 is before the first update.</p>{}{ratios}\
         <p class=\"aside\">Measured on {}.{}</p>",
        escape(instrument.how_to_read),
        instrument_plot(instrument, networks),
        escape(instrument.measured_on),
        of_first_seed(networks)
    )
}

fn of_first_seed(networks: &[&Network]) -> &'static str {
    match networks.iter().any(|network| network.runs().len() > 1) {
        true => " Of several seeds these are the readings of the first.",
        false => "",
    }
}

/// How much smaller or larger the first hidden layer's gradient is than the last one's.
fn gradient_ratios(networks: &[&Network]) -> String {
    let row = |network: &Network| {
        let hidden = network.runs().first()?.config.hidden.len();
        let readings = network.readings();
        let cell = |reading: &Reading| ratio(&reading.gradient_norm, hidden);
        Some(vec![cell(readings.first()?)?, cell(readings.last()?)?])
    };
    let rows: Vec<_> =
        networks.iter().filter_map(|network| Some((*network, row(network)?))).collect();
    if rows.is_empty() {
        return String::new();
    }
    let columns = ["Network", "Before the first update", "After the latest epoch"];
    format!(
        "<p>The first hidden layer's gradient norm divided by the last one's. Far below 1, the gradient vanishes \
         on its way back; far above 1, it explodes.</p>{}",
        table(&columns, &rows)
    )
}

/// "5.8e-5", and of which two norms; `None` without two hidden layers.
fn ratio(gradient_norms: &[f64], hidden: usize) -> Option<String> {
    let (first, last) = (gradient_norms.first()?, gradient_norms.get(hidden.checked_sub(1)?)?);
    (hidden > 1).then(|| {
        let [ratio, first, last] = [first / last, *first, *last].map(figure);
        format!("{ratio} <small>{first} ÷ {last}</small>")
    })
}

/// How long a training step takes each network.
pub fn step_time_html(networks: &[&Network]) -> String {
    let row = |network: &Network| {
        let hidden = &network.runs().first()?.config.hidden;
        let validation = network.validation_time().map(|time| milliseconds(time.median));
        let times = match network.step_time() {
            Some(time) => [
                milliseconds(time.median),
                format!("{} to {}", milliseconds(time.low), milliseconds(time.high)),
                validation.unwrap_or_default(),
            ],
            None => ["not measured".into(), String::new(), String::new()],
        };
        Some([escape(&activations_text(hidden))].into_iter().chain(times).collect())
    };
    let rows: Vec<(&Network, Vec<String>)> =
        networks.iter().filter_map(|network| Some((*network, row(network)?))).collect();
    let untold = |network: &&Network| network.has_curve() && network.step_time().is_none();
    let remark = match networks.iter().any(untold) {
        false => "",
        true => {
            "<p>Where networks share their launches on the graphics card, the time of one of them cannot be told. \
             Set “Computes on” to “processor” under More settings to time each by itself.</p>"
        }
    };
    let columns =
        ["Network", "Activation", "Median", "Range over the epochs", "Validation after an epoch"];
    format!(
        "<p>The time of one training step, validation and instruments left out: is one activation cheaper to \
         compute than another? Where two ranges overlap, a difference is not certain; networks of different size \
         differ anyway.</p>{}{remark}<p class=\"aside\">Measured on all steps of each epoch, of all seeds. Validation: \
         the median of what an epoch takes beyond its steps, for all test images and the instruments.</p>",
        table(&columns, &rows)
    )
}
