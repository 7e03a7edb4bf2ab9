//! A diagnosis as JSON, for the console, saved files and reports.

use super::{Diagnosis, Indicators, Widening};
use serde_json::{Value, json};

impl Diagnosis {
    /// `{verdict, indicators, reasons, advice}`
    pub fn to_json(&self) -> Value {
        json!({
            "verdict": self.verdict.name(),
            "indicators": self.indicators.to_json(),
            "reasons": self.reasons,
            "advice": self.advice,
        })
    }
}

impl Indicators {
    fn to_json(&self) -> Value {
        json!({
            "epochs": self.epochs,
            "best_epoch": self.best_epoch,
            "best_val_loss": self.best_val_loss,
            "loss": self.loss,
            "accuracy": self.accuracy,
            "val_loss": self.val_loss,
            "val_accuracy": self.val_accuracy,
            "gap_at_best": self.gap_at_best,
            "gap_at_end": self.gap_at_end,
            "accuracy_gap": self.accuracy_gap,
            "loss_slope": self.loss_slope,
            "val_loss_slope": self.val_loss_slope,
            "rise": self.rise,
            "has_turned": self.has_turned,
            "is_improving": self.is_improving,
            "widening": self.widening.map(Widening::name),
            "is_unstable": self.is_unstable,
            "is_finite": self.is_finite,
            "distance_to_best": self.distance_to_best,
        })
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
