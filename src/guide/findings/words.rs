//! Networks and figures in sentences.

use crate::decimal::{exponential, fixed};
use crate::guide::measured::Measured;
use crate::page::numbers::count;

/// “ReLU”
pub fn name(network: &Measured) -> String {
    format!("“{}”", network.name())
}

/// “a”, “b” and “c”
pub fn names(networks: &[&Measured]) -> String {
    let names: Vec<String> = networks.iter().map(|network| name(network)).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// A share in percent, to a tenth.
pub fn percent(share: f64) -> String {
    format!("{} %", fixed(share * 100.0, 1))
}

/// A gradient norm: "2.0e-5".
pub fn norm(value: f64) -> String {
    if (0.01..1000.0).contains(&value) { fixed(value, 3) } else { exponential(value, Some(1)) }
}

/// How many times: "3,200 times" needs no more than two digits.
pub fn times(ratio: f64) -> String {
    let mut step = 1.0;
    while ratio >= 100.0 * step {
        step *= 10.0;
    }
    match (ratio / step).round() * step {
        huge if huge >= 1e6 => format!("{} times", exponential(huge, Some(1))),
        large if large >= 10.0 => format!("{} times", count(large as usize)),
        _ => format!("{} times", fixed(ratio, 1)),
    }
}

/// The network for which the figure is least; NaN counts as none.
pub fn least<'a, 'n>(
    networks: &[&'a Measured<'n>],
    figure: fn(&Measured<'n>) -> f64,
) -> Option<&'a Measured<'n>> {
    let told = networks.iter().copied().filter(|network| figure(network).is_finite());
    told.min_by(|one, other| figure(one).total_cmp(&figure(other)))
}

/// The network for which the figure is greatest; NaN counts as none.
pub fn greatest<'a, 'n>(
    networks: &[&'a Measured<'n>],
    figure: fn(&Measured<'n>) -> f64,
) -> Option<&'a Measured<'n>> {
    let told = networks.iter().copied().filter(|network| figure(network).is_finite());
    told.max_by(|one, other| figure(one).total_cmp(&figure(other)))
}
