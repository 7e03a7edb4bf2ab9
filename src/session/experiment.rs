//! A comparison of networks as one JSON: what a link carries and the page opens.

use super::layers::{activation_label, shared_activation, units_text};
use super::shared::Shared;
use crate::config::{Activation, Config, ConfigError, Dense, dense};
use crate::json;
use serde_json::{Map, Value};

/// Networks that one page compares at most.
pub const MAX_NETWORKS: usize = 24;
/// Characters of a network's name at most.
pub const LONGEST_NAME: usize = 40;

/// A network to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the reader calls it.
    pub name: String,
    /// Its hidden layers.
    pub hidden: Vec<Dense>,
}

/// The networks of a comparison and the settings that they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Settings of all networks; its own `hidden` means nothing.
    pub shared: Config,
    /// From how many seeds each network is trained, the first being that of the settings.
    pub repeats: usize,
    /// What is compared.
    pub networks: Vec<Plan>,
}

/// Why a link opens no experiment.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExperimentError {
    /// It is cut or was never one.
    #[error("it is no JSON ({0}).")]
    Syntax(String),
    /// A setting that all networks share.
    #[error(transparent)]
    Shared(ConfigError),
    /// Something of one network.
    #[error("networks[{0}].{1}")]
    Network(usize, ConfigError),
    /// The list itself.
    #[error("networks is not a list of 1 to {MAX_NETWORKS} networks.")]
    List,
}

impl Default for Experiment {
    /// The assignment's first question.
    fn default() -> Self {
        let plan = |name: &str, units: &[usize]| Plan {
            name: name.into(),
            hidden: dense(units, Activation::Relu),
        };
        Experiment {
            shared: Config::default(),
            repeats: 1,
            networks: vec![
                plan("underfit", &[32]),
                plan("best fit", &[128, 64]),
                plan("overfit", &[1024, 512, 256, 128]),
            ],
        }
    }
}

impl Experiment {
    /// Reads an experiment. What is missing takes the defaults; without `networks`, a `hidden`
    /// beside the settings is the only network, so that any configuration is an experiment too.
    ///
    /// # Errors
    /// Names the first thing that cannot be.
    pub fn from_text(text: &str) -> Result<Experiment, ExperimentError> {
        let mut value = json::parse(text).map_err(ExperimentError::Syntax)?;
        let networks = value.as_object_mut().and_then(|object| object.shift_remove("networks"));
        let has_hidden = value.get("hidden").is_some();
        let Shared { config: shared, repeats } =
            Shared::from_json(value).map_err(|error| ExperimentError::Shared(told(error)))?;
        let networks = match networks {
            Some(list) => plans(&list)?,
            None if has_hidden => vec![Plan::unnamed(shared.hidden.clone())],
            None => Experiment::default().networks,
        };
        Ok(Experiment { shared, repeats, networks })
    }

    /// The experiment with everything written out; [`Experiment::from_text`] reads it back.
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        let plans = self.networks.iter().map(Plan::to_json).collect();
        object.insert("networks".into(), Value::Array(plans));
        let shared = Shared { config: self.shared.clone(), repeats: self.repeats };
        if let Value::Object(shared) = shared.to_json() {
            object.extend(shared.into_iter().filter(|(name, _)| name != "hidden"));
        }
        Value::Object(object)
    }
}

impl Plan {
    /// A network that goes by its widths, and by its activation unless that is ReLU.
    pub fn unnamed(hidden: Vec<Dense>) -> Plan {
        let name = match (&hidden[..], shared_activation(&hidden)) {
            ([], _) => "no hidden layer".into(),
            (_, Some(Activation::Relu)) => units_text(&hidden),
            (_, activation) => {
                let activation = activation.map_or("mixed", activation_label);
                let name = format!("{} {activation}", units_text(&hidden));
                // Widths alone always fit.
                if fits(&name) { name } else { units_text(&hidden) }
            }
        };
        Plan { name, hidden }
    }

    /// Whether it has the name of [`Plan::unnamed`], perhaps with a number behind it.
    pub fn is_unnamed(&self) -> bool {
        let rest = self.name.strip_prefix(&Plan::unnamed(self.hidden.clone()).name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" #"))
    }

    /// The same with a number behind the name that nobody typed, if others have it.
    pub fn among(self, others: &[&str]) -> Plan {
        if !self.is_unnamed() {
            return self;
        }
        let first = Plan::unnamed(self.hidden);
        let numbered = (2..).map(|number| format!("{} #{number}", first.name));
        let mut names = std::iter::once(first.name.clone()).chain(numbered);
        let free = names.find(|name| !others.contains(&name.as_str()));
        let name = free.filter(|name| fits(name)).unwrap_or(first.name);
        Plan { name, hidden: first.hidden }
    }

    pub(crate) fn to_json(&self) -> Value {
        let config = Config { hidden: self.hidden.clone(), ..Config::default() };
        json::object([
            ("name", self.name.as_str().into()),
            ("hidden", config.to_json()["hidden"].take()),
        ])
    }

    pub(crate) fn from_json(mut value: Value) -> Result<Plan, ConfigError> {
        let name = value.as_object_mut().and_then(|object| object.shift_remove("name"));
        for unknown in value.as_object().into_iter().flat_map(Map::keys) {
            if unknown != "hidden" {
                return Err(ConfigError::UnknownField {
                    field: unknown.clone(),
                    value: json::text(&value[unknown]),
                    known: "name, hidden".into(),
                });
            }
        }
        let plan = Plan::unnamed(Config::from_json(&value)?.hidden);
        match name {
            None => Ok(plan),
            Some(name) => Ok(Plan { name: checked_name(&name)?, ..plan }),
        }
    }
}

/// An experiment has fields that a configuration has not.
fn told(mut error: ConfigError) -> ConfigError {
    if let ConfigError::UnknownField { field, known, .. } = &mut error
        && !field.contains('.')
    {
        known.push_str(", repeats, networks");
    }
    error
}

fn plans(list: &Value) -> Result<Vec<Plan>, ExperimentError> {
    let list = list
        .as_array()
        .filter(|list| (1..=MAX_NETWORKS).contains(&list.len()))
        .ok_or(ExperimentError::List)?;
    let plan = |(index, value): (usize, &Value)| {
        Plan::from_json(value.clone()).map_err(|error| ExperimentError::Network(index, error))
    };
    list.iter().enumerate().map(plan).collect()
}

/// A name that fits beside a curve.
///
/// # Errors
/// If it is empty, too long, or no text.
pub fn checked_name(name: &Value) -> Result<String, ConfigError> {
    let trimmed = name.as_str().map(str::trim).unwrap_or_default();
    if fits(trimmed) {
        return Ok(trimmed.into());
    }
    Err(ConfigError::Value {
        field: "name".into(),
        value: json::text(name).chars().take(LONGEST_NAME).collect(),
        accepted: format!("a text of 1 to {LONGEST_NAME} characters"),
    })
}

fn fits(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_survives_its_json() {
        let mut experiment = Experiment::default();
        experiment.shared.epochs = 7;
        experiment.repeats = 3;
        experiment.networks[1].name = "größer".into();
        let text = experiment.to_json().to_string();
        assert_eq!(Experiment::from_text(&text), Ok(experiment));
    }

    #[test]
    fn what_is_missing_takes_the_defaults() {
        assert_eq!(Experiment::from_text("{}"), Ok(Experiment::default()));
        let one = Experiment::from_text(r#"{"hidden":[{"units":16}]}"#).unwrap();
        assert_eq!(one.networks, [Plan::unnamed(dense(&[16], Activation::Relu))]);
        assert_eq!(one.networks[0].name, "16");
    }

    #[test]
    fn names_that_nobody_typed_differ() {
        let plan = |activation| Plan::unnamed(dense(&[128, 64], activation));
        assert_eq!(plan(Activation::Relu).name, "128-64");
        assert_eq!(plan(Activation::Sigmoid).name, "128-64 sigmoid");
        let mixed = [dense(&[8], Activation::Relu), dense(&[4], Activation::Tanh)].concat();
        assert_eq!(Plan::unnamed(mixed).name, "8-4 mixed");
        let second = plan(Activation::Tanh).among(&["a", "128-64 tanh"]);
        assert_eq!(second.name, "128-64 tanh #2");
        assert!(second.is_unnamed());
        assert_eq!(second.clone().among(&["128-64 tanh", "128-64 tanh #2"]).name, "128-64 tanh #3");
        assert_eq!(second.among(&[]).name, "128-64 tanh");
        let named = Plan { name: "mine".into(), ..plan(Activation::Relu) };
        assert_eq!(named.clone().among(&["mine"]), named);
        let widest = Plan::unnamed(dense(&[4096; 8], Activation::Sigmoid));
        assert!(fits(&widest.among(&["4096-4096-4096-4096-4096-4096-4096-4096"]).name));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, beginning) in [
            ("{", "it is no JSON"),
            ("[]", "the configuration is []"),
            (r#"{"epoch":3}"#, "epoch (with value 3) is no field"),
            (r#"{"repeats":11}"#, "repeats is 11; accepted: a whole number from 1 to 10"),
            (r#"{"networks":[]}"#, "networks is not a list"),
            (r#"{"networks":[{"hidden":[{"units":0}]}]}"#, "networks[0].hidden[0].units is 0"),
            (r#"{"networks":[{},{"name":""}]}"#, "networks[1].name is \"\""),
            (r#"{"networks":[{"units":3}]}"#, "networks[0].units (with value 3) is no field"),
        ] {
            let message = Experiment::from_text(text).unwrap_err().to_string();
            assert!(message.starts_with(beginning), "{message}");
        }
        let misspelt = Experiment::from_text(r#"{"repeat":3}"#).unwrap_err().to_string();
        assert!(misspelt.ends_with("repeats, networks."), "{misspelt}");
    }
}
