//! What it takes to repeat the experiment.

use super::setup::shared;
use crate::config::{Config, DatasetName};
use crate::figure::escape;
use crate::json;
use crate::session::experiment::{Experiment, Plan};
use crate::session::network::{Network, Origin};
use serde_json::Value;

/// The experiment that was run: the page's trained networks with what they were trained with, which the page's
/// settings may no longer say. `None` if none was trained, or they were not trained alike.
pub fn experiment(networks: &[Network]) -> Option<Experiment> {
    let page = networks.iter().filter(|one| one.origin == Origin::Page && one.has_curve());
    let page: Vec<&Network> = page.collect();
    let common = shared(page.first()?)?;
    if page.iter().any(|network| shared(network).as_ref() != Some(&common)) {
        return None;
    }
    let plan = |network: &&Network| {
        let hidden = network.runs().first()?.config.hidden.clone();
        Some(Plan { name: network.name.clone(), hidden })
    };
    let networks = page.iter().filter_map(plan).collect();
    let mut settings = common.config;
    settings.hidden = Config::default().hidden;
    Some(Experiment { shared: settings, repeats: common.repeats, networks })
}

/// The experiment's JSON and its link; of networks that are not part of it, what each was trained with.
pub(super) fn repeat_html(networks: &[Network], link: Option<&str>) -> String {
    let experiment = experiment(networks);
    let mut html = String::new();
    if let Some(experiment) = &experiment {
        if let Some(link) = link {
            let address = link.split('#').next().unwrap_or_default();
            html += &format!(
                "<p><a href=\"{}\">This link</a> opens fitlab ({}) with the same networks, settings and seeds.</p>",
                escape(link),
                escape(address)
            );
        }
        html += "<p>The experiment as JSON. Behind the page's address and a # it is such a link, too.</p>";
        html += &preformatted(&by_lines(&experiment.to_json()));
    }
    let is_in_it = |network: &Network| experiment.is_some() && network.origin == Origin::Page;
    for network in networks.iter().filter(|network| network.has_curve() && !is_in_it(network)) {
        let Some(run) = network.runs().first() else { continue };
        html += &format!(
            "<p>“{}”, for <code>fitlab.fit</code> in the browser's console:</p>{}",
            escape(&network.name),
            request_html(&run.config)
        );
    }
    html + "<p>The same configuration and seed on the same adapter give the same numbers, to the last digit; on \
            another adapter the last digits differ.</p>"
}

/// What `fitlab.fit` takes. Arrays that were handed over are not kept, and a variable stands for them.
fn request_html(config: &Config) -> String {
    let mut json = config.to_json();
    if config.dataset != DatasetName::Given {
        return preformatted(&json::text(&json));
    }
    if let Value::Object(fields) = &mut json {
        fields.shift_remove("dataset");
    }
    let call = format!("fitlab.fit({{dataset: arrays, ...{}}})", json::text(&json));
    format!(
        "{}<p>It was trained on arrays of your own, which are not part of this report. First let <code>arrays</code> \
         be what you gave as <code>dataset</code>: {{train: {{images, labels}}, test: {{images, labels}}}}.</p>",
        preformatted(&call)
    )
}

/// An experiment's JSON with a line for each network and each setting.
fn by_lines(experiment: &Value) -> String {
    let fields = experiment.as_object().into_iter().flatten().map(|(name, value)| match value {
        Value::Array(networks) => {
            let networks: Vec<String> = networks.iter().map(json::text).collect();
            format!("\"{name}\": [\n    {}\n  ]", networks.join(",\n    "))
        }
        value => format!("\"{name}\": {}", json::text(value)),
    });
    format!("{{\n  {}\n}}", fields.collect::<Vec<_>>().join(",\n  "))
}

fn preformatted(text: &str) -> String {
    format!("<pre>{}</pre>", escape(text))
}
