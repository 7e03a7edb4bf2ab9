//! Numbers as the page writes them.

use crate::decimal::{exponential, fixed};

/// A figure of a history: four decimals, fewer for large ones.
pub fn figure(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "NaN".into(),
        size if size >= 1e6 => exponential(value, Some(2)),
        size if size >= 1000.0 => fixed(value, 0),
        size if size >= 100.0 => fixed(value, 1),
        size if size > 0.0 && size < 0.001 => exponential(value, Some(1)),
        _ => fixed(value, 4),
    }
}

/// From the lowest to the highest figure: "0.5270–0.5400".
pub fn range(low: f64, high: f64) -> String {
    format!("{}–{}", figure(low), figure(high))
}

/// A count with its thousands apart: "25,450".
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}

/// A size in bytes: "9.9 MB".
pub fn bytes(size: usize) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", size / 1_000),
        _ => format!("{} MB", fixed(size as f64 / 1e6, 1)),
    }
}

/// A stretch of time, as coarse as is useful: "8.3 s", "2 min 5 s", "3 h 12 min".
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{} s", fixed(seconds, 1)),
        10..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A short stretch of time: "0.312 ms".
pub fn milliseconds(seconds: f64) -> String {
    let milliseconds = seconds * 1e3;
    let decimals = match milliseconds {
        ..1.0 => 3,
        1.0..100.0 => 2,
        _ => 0,
    };
    format!("{} ms", fixed(milliseconds, decimals))
}

/// Time still to go, which nobody knows to the tenth of a second.
pub fn time_left(seconds: f64) -> String {
    match seconds.round().max(1.0) {
        few @ ..10.0 => format!("{} s", fixed(few, 0)),
        many => duration(many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(figure(0.42131), "0.4213");
        assert_eq!(figure(f64::NAN), "NaN");
        assert_eq!(figure(0.0), "0.0000");
        assert_eq!(figure(1234.5), "1234");
        assert_eq!(range(0.527, 0.54), "0.5270–0.5400");
        assert_eq!([count(7), count(25_450), count(1_494_154)], ["7", "25,450", "1,494,154"]);
        assert_eq!([bytes(12), bytes(28_881), bytes(9_912_422)], ["12 B", "28 kB", "9.9 MB"]);
        assert_eq!(duration(8.32), "8.3 s");
        assert_eq!(duration(125.0), "2 min 5 s");
        assert_eq!(duration(11_520.0), "3 h 12 min");
        let times = [3.12e-4, 0.0213, 0.9724].map(milliseconds);
        assert_eq!(times, ["0.312 ms", "21.30 ms", "972 ms"]);
        assert_eq!(time_left(4.4), "4 s");
    }
}
