//! How it was measured: settings, networks, and where they were trained. All of it comes from the runs themselves:
//! what the page's settings say may have changed since.

use super::table::table;
use crate::figure::escape;
use crate::network::{layers, parameters};
use crate::page::numbers::count;
use crate::page::standing::standing_text;
use crate::session::layers::{activations_text, sizes_text};
use crate::session::network::{Network, Run};
use crate::session::settings::{Kind, SETTINGS, Setting};
use crate::session::shared::Shared;

/// What a network was trained with, but for its layers.
pub(super) fn shared(network: &Network) -> Option<Shared> {
    let runs = network.runs();
    let mut config = runs.first()?.config.clone();
    config.hidden.clear();
    Some(Shared { config, repeats: runs.len() })
}

/// The settings that the networks share, each with its value.
pub(super) fn settings_html(shared: &Shared) -> String {
    let rows: String = SETTINGS
        .iter()
        .filter_map(|setting| Some((setting.label, value(setting, shared)?)))
        .map(|(label, value)| line(label, &escape(&value)))
        .collect();
    format!(r#"<table class="settings">{rows}</table>"#)
}

/// A line of two: what, and which.
pub(super) fn line(label: &str, value: &str) -> String {
    format!(r#"<tr><th scope="row">{label}</th><td>{value}</td></tr>"#)
}

/// A setting's value as the page's controls show it.
fn value(setting: &Setting, shared: &Shared) -> Option<String> {
    let text = setting.text(shared)?;
    Some(match setting.kind {
        Kind::Choice(choices) => {
            let chosen = choices.iter().find(|(name, _)| *name == text);
            chosen.map_or(text, |(_, label)| (*label).into())
        }
        Kind::Switch => if text == "true" { "yes" } else { "no" }.into(),
        Kind::Number => text,
    })
}

/// The networks: layers, parameters, seeds, how their training ended, and settings of their own.
pub(super) fn networks_html(networks: &[&Network], common: &Shared) -> String {
    let rows: Vec<_> =
        networks.iter().filter_map(|network| Some((*network, cells(network, common)?))).collect();
    let columns = ["Network", "Layers", "Activation", "Parameters", "Seeds", "Training"];
    table(&columns, &rows)
}

fn cells(network: &Network, common: &Shared) -> Option<Vec<String>> {
    let hidden = &network.runs().first()?.config.hidden;
    let seeds = network.runs().iter().map(|run| run.config.seed.to_string());
    let own = own_settings(&shared(network)?, common);
    let training = match own.is_empty() {
        true => standing_text(network.runs()),
        false => format!("{}; {own}", standing_text(network.runs())),
    };
    Some(vec![
        sizes_text(hidden),
        escape(&activations_text(hidden)),
        count(parameters(&layers(hidden))),
        seeds.collect::<Vec<_>>().join(", "),
        escape(&training),
    ])
}

/// What differs from the common settings; seeds stand in a column of their own.
fn own_settings(own: &Shared, common: &Shared) -> String {
    let differing = SETTINGS
        .iter()
        .filter(|setting| !matches!(setting.path, "seed" | "repeats"))
        .filter(|setting| setting.text(own) != setting.text(common))
        .filter_map(|setting| Some(format!("{}: {}", setting.label, value(setting, own)?)));
    differing.collect::<Vec<_>>().join(", ")
}

/// What computed, and from which data: mostly one of each.
pub(super) fn circumstances_html(networks: &[&Network]) -> String {
    let all = |of: fn(&Run) -> String| {
        let mut told: Vec<String> = Vec::new();
        for run in networks.iter().flat_map(|network| network.runs()) {
            let text = of(run);
            if !text.is_empty() && !told.contains(&text) {
                told.push(text);
            }
        }
        escape(&told.join("; "))
    };
    let computed = |run: &Run| match run.at.adapter.is_empty() {
        true => String::new(),
        false => format!("{} ({})", run.at.adapter, run.at.backend),
    };
    line("Data", &all(|run| run.at.dataset_note.clone())) + &line("Computed on", &all(computed))
}
