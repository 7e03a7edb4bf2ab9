//! Figures in the sentences of a diagnosis.

use crate::decimal::{exponential, fixed};

/// A loss, with three digits that count.
pub fn loss(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    let size = match value.abs() {
        size if size >= 1000.0 => exponential(size, Some(1)),
        size if size >= 0.1 || size == 0.0 => fixed(size, 3),
        size if size >= 0.0001 => fixed(size, 4),
        size => exponential(size, Some(1)),
    };
    format!("{sign}{size}")
}

/// A share in percent, with a decimal where whole percents would hide it.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let is_near_an_end = percent.abs() < 10.0 || (95.0..100.0).contains(&percent);
    format!("{} %", fixed(percent, usize::from(is_near_an_end && percent != 0.0)))
}

/// "1 epoch", "3 epochs".
pub fn epochs(count: usize) -> String {
    if count == 1 { "1 epoch".into() } else { format!("{count} epochs") }
}
