//! What a report says of a run.

use serde_json::Value;

/// Where a curve ends.
pub fn last(report: &Value, curve: &str) -> f64 {
    report["history"][curve].as_array().unwrap().last().unwrap().as_f64().unwrap()
}
