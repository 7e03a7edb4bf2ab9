//! The verdicts as a list.

use crate::figure::{escape, marker};
use crate::guide::Measured;

/// Where HTML is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// On the page, where a verdict can be pressed.
    Page,
    /// In a report.
    Paper,
}

/// The verdict on each network, with its reasons and with what to try next.
pub fn verdicts_html(networks: &[Measured], medium: Medium) -> String {
    let items: String = networks.iter().map(|measured| item(measured, medium)).collect();
    format!(r#"<ul class="verdicts">{items}</ul>"#)
}

fn item(measured: &Measured, medium: Medium) -> String {
    let pressable = if medium == Medium::Page { " tabindex=\"0\" role=\"button\"" } else { "" };
    let diagnosis = &measured.diagnosis;
    let reasons: Vec<String> = diagnosis.reasons.iter().map(|reason| escape(reason)).collect();
    format!(
        "<li data-testid=\"verdict\" data-network=\"{}\" data-verdict=\"{}\"{pressable}>\
         <h4>{} <span class=\"name\">{}</span> <strong>{}</strong></h4>\
         <p>{}</p><p class=\"advice\"><b>To try next:</b> {}</p></li>",
        measured.network.id,
        diagnosis.verdict.name(),
        marker(measured.network.look),
        escape(measured.name()),
        diagnosis.verdict.label(),
        reasons.join(" "),
        escape(&diagnosis.advice)
    )
}
