//! What several rounds came to.

use serde_json::{Value, json};

/// The rounds' median, and how far they lie apart.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub least: f64,
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// Of at least one round.
    pub fn of(rounds: &[f64]) -> Spread {
        let mut sorted = rounds.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
        Spread { least: sorted[0], median: 0.5 * (low + high), most: sorted[sorted.len() - 1] }
    }

    /// The same times `factor`.
    pub fn scaled(self, factor: f64) -> Spread {
        let Spread { least, median, most } = self;
        Spread { least: least * factor, median: median * factor, most: most * factor }
    }

    /// `[least, median, most]`
    pub fn json(self) -> Value {
        json!([self.least, self.median, self.most])
    }
}
