//! The writer's copy of the session's networks.

use super::news::News;
use crate::config::{Config, DatasetName};
use crate::session::experiment::Plan;
use crate::session::network::{Circumstances, Network, Origin, Run};
use serde_json::Value;

/// Brings the copy up to date. `None` where the news is none; it comes from the page itself.
pub(super) fn update(networks: &mut Vec<Network>, news: &News) -> Option<()> {
    let mut before = std::mem::take(networks);
    for told in news.networks.as_array()? {
        let id = number(&told["id"])?;
        let place = before.iter().position(|network| network.id == id);
        networks.push(updated(place.map(|place| before.swap_remove(place)), id, told)?);
    }
    for (serial, event) in &news.events {
        let has_run =
            |network: &&mut Network| network.runs().iter().any(|run| run.serial == *serial);
        networks.iter_mut().find(has_run)?.fold(*serial, event);
    }
    Some(())
}

fn updated(before: Option<Network>, id: u32, told: &Value) -> Option<Network> {
    let plan = Plan::from_json(told["plan"].clone()).ok()?;
    let look = number(&told["look"])? as usize;
    let origin = if told["console"].as_bool()? { Origin::Console } else { Origin::Page };
    let mut network = before.unwrap_or_else(|| Network::new(id, plan.clone(), look, origin));
    (network.name, network.hidden, network.look) = (plan.name, plan.hidden, look);
    network.shown = told["shown"].as_bool()?;
    let runs = told["runs"].as_array()?;
    let serial = |run: &Value| number(run.get("serial").unwrap_or(run));
    if !runs.iter().map(serial).eq(network.runs().iter().map(|run| Some(run.serial))) {
        network.set_runs(runs.iter().map(waiting).collect::<Option<_>>()?);
    }
    for run in runs.iter().filter(|run| run["begun"] == true) {
        let at = Circumstances {
            adapter: run["adapter"].as_str()?.into(),
            backend: run["backend"].as_str()?.into(),
            dataset_note: run["dataset_note"].as_str()?.into(),
        };
        let examples = number(&run["examples"])? as usize;
        network.prepare(serial(run)?, config(&run["config"])?, examples, at);
    }
    Some(network)
}

fn waiting(run: &Value) -> Option<Run> {
    Some(Run::waiting(number(&run["serial"])?, config(&run["config"])?))
}

fn config(json: &Value) -> Option<Config> {
    let read = match json["dataset"].as_str()? == DatasetName::Given.name() {
        true => Config::from_json_with_given_examples,
        false => Config::from_json,
    };
    read(json).ok()
}

fn number(value: &Value) -> Option<u32> {
    value.as_f64().map(|number| number as u32)
}
