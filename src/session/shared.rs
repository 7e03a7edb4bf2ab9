//! What the networks of the page share: the configuration but for their layers, and from how many seeds each is
//! trained. Both stand side by side in one JSON.

use crate::config::{Config, ConfigError, Fields, MAX_SAFE_INTEGER};
use serde_json::Value;

/// Seeds from which a network is trained at most.
pub const MAX_REPEATS: usize = 10;

/// The settings of all networks.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// What each is trained with; its own `hidden` means nothing.
    pub config: Config,
    /// From how many seeds each is trained, 1 to [`MAX_REPEATS`].
    pub repeats: usize,
}

impl Shared {
    /// Reads the configuration and `repeats` beside its fields, 1 if missing.
    ///
    /// # Errors
    /// Names the first field that is unknown or whose value is impossible, and what would be accepted.
    pub fn from_json(mut value: Value) -> Result<Shared, ConfigError> {
        let repeats = Fields::any(&value, "")?.integer("repeats", 1, 1..=MAX_REPEATS as u64)?;
        if let Value::Object(fields) = &mut value {
            fields.shift_remove("repeats");
        }
        Ok(Shared { config: Config::from_json(&value)?, repeats: repeats as usize })
    }

    /// Everything written out; [`Shared::from_json`] reads it back.
    pub fn to_json(&self) -> Value {
        let mut json = self.config.to_json();
        json["repeats"] = Value::from(self.repeats);
        json
    }
}

/// The configurations of a network's repeats. The first is the reader's own, so that it comes to what a single
/// run comes to; each other has the next seed, 0 after the largest.
pub fn repeated(config: &Config, repeats: usize) -> Vec<Config> {
    let seed = |repeat: usize| (config.seed + repeat as u64) % (MAX_SAFE_INTEGER + 1);
    (0..repeats).map(|repeat| Config { seed: seed(repeat), ..config.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn repeats_stand_beside_the_configuration() {
        let shared = Shared { config: Config { epochs: 3, ..Config::default() }, repeats: 4 };
        assert_eq!(Shared::from_json(shared.to_json()), Ok(shared));
        assert_eq!(Shared::from_json(json!({})).unwrap().repeats, 1);
        for (value, shown) in [(json!(0), "0"), (json!(11), "11"), (json!("x"), "\"x\"")] {
            let error = Shared::from_json(json!({ "repeats": value })).unwrap_err().to_string();
            let expected = format!("repeats is {shown}; accepted: a whole number from 1 to 10.");
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn repeats_begin_with_the_readers_own_seed() {
        let config = Config { seed: 7, ..Config::default() };
        let repeats = repeated(&config, 3);
        assert_eq!(repeats[0], config);
        assert_eq!(repeats.iter().map(|config| config.seed).collect::<Vec<_>>(), [7, 8, 9]);
        let largest = Config { seed: MAX_SAFE_INTEGER, ..config };
        assert!(repeated(&largest, 2).iter().all(|one| Config::from_json(&one.to_json()).is_ok()));
    }
}
