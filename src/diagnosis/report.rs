//! A diagnosis as JSON, for the console, saved files and reports.

use super::{Diagnosis, Indicators, Widening};
use crate::json;
use serde_json::Value;

impl Diagnosis {
    /// `{verdict, indicators, reasons, advice}`
    pub fn to_json(&self) -> Value {
        json::object([
            ("verdict", Value::from(self.verdict.name())),
            ("indicators", self.indicators.to_json()),
            ("reasons", Value::from(self.reasons.as_slice())),
            ("advice", Value::from(self.advice.as_str())),
        ])
    }
}

impl Indicators {
    fn to_json(&self) -> Value {
        json::object([
            ("epochs", Value::from(self.epochs)),
            ("best_epoch", Value::from(self.best_epoch)),
            ("best_val_loss", Value::from(self.best_val_loss)),
            ("loss", Value::from(self.loss)),
            ("accuracy", Value::from(self.accuracy)),
            ("val_loss", Value::from(self.val_loss)),
            ("val_accuracy", Value::from(self.val_accuracy)),
            ("gap_at_best", Value::from(self.gap_at_best)),
            ("gap_at_end", Value::from(self.gap_at_end)),
            ("accuracy_gap", Value::from(self.accuracy_gap)),
            ("loss_slope", Value::from(self.loss_slope)),
            ("val_loss_slope", Value::from(self.val_loss_slope)),
            ("rise", Value::from(self.rise)),
            ("has_turned", Value::from(self.has_turned)),
            ("flat_since", Value::from(self.flat_since)),
            ("is_improving", Value::from(self.is_improving)),
            ("widening", Value::from(self.widening.map(Widening::name))),
            ("is_unstable", Value::from(self.is_unstable)),
            ("is_finite", Value::from(self.is_finite)),
            ("distance_to_best", Value::from(self.distance_to_best)),
        ])
    }
}

impl Widening {
    fn name(self) -> &'static str {
        match self {
            Widening::WideGap => "wide_gap",
            Widening::Runaway => "runaway",
        }
    }
}
