//! By the standard library.

/// With so many decimals: `fixed(0.5, 2)` is "0.50".
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

/// With as many digits as tell it from its neighbours: "0.001".
pub fn shortest(value: f64) -> String {
    value.to_string()
}

/// With a power of ten and so many decimals, or as many as it takes: "1.2e3".
pub fn exponential(value: f64, decimals: Option<usize>) -> String {
    match decimals {
        Some(decimals) => format!("{value:.decimals$e}"),
        None => format!("{value:e}"),
    }
}

/// The finite number that a text is.
pub fn parse(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}
