//! The verdicts as a list.

use crate::figure::{escape, marker};
use crate::guide::Measured;

/// The verdict on each network, with its reasons and with what to try next.
pub fn verdicts_html(networks: &[Measured]) -> String {
    let items: String = networks.iter().map(item).collect();
    format!(r#"<ul class="verdicts">{items}</ul>"#)
}

fn item(measured: &Measured) -> String {
    let diagnosis = &measured.diagnosis;
    let reasons: Vec<String> = diagnosis.reasons.iter().map(|reason| escape(reason)).collect();
    format!(
        "<li data-testid=\"verdict\" data-network=\"{}\" data-verdict=\"{}\">\
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
