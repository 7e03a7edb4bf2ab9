//! The report of an experiment: one HTML file that needs nothing else, for the screen and for paper.

use super::findings::findings_html;
use super::indicators::indicators_html;
use super::inside::{instrument_html, step_time_html};
use super::repeat::repeat_html;
use super::results::{differences_html, results_html};
use super::setup::{circumstances_html, line, networks_html, settings_html, shared};
use super::table::named;
use super::verdicts::{Medium, verdicts_html};
use crate::figure::{curves_plot, escape, function_plot};
use crate::guide::{Arrangement, Measured, Question, findings, formulas};
use crate::page::chart::metric::{Metric, has_bands};
use crate::session::instruments::INSTRUMENTS;
use crate::session::network::Network;

/// What a report tells of.
pub struct ReportInput<'a> {
    /// The networks on the page; those with a curve are told of.
    pub networks: &'a [Network],
    /// The question that the reader asks.
    pub question: Question,
    /// Which of the question's experiments it is, if it is one.
    pub arrangement: Option<Arrangement>,
    /// When it was written.
    pub date: &'a str,
    /// The browser that it was trained in.
    pub browser: &'a str,
    /// A link that opens the experiment.
    pub link: Option<&'a str>,
}

const STYLE: &str = concat!(
    include_str!("../../style/report.css"),
    include_str!("../../style/evidence.css"),
    include_str!("../../style/figure.css"),
);

/// The whole file.
pub fn document(input: &ReportInput) -> String {
    let measured = Measured::all(input.networks);
    let trained: Vec<&Network> = measured.iter().map(|one| one.network).collect();
    let setting = input.arrangement.map_or("own setting", Arrangement::label);
    let title = format!("{}, {setting}", input.question.title());
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>fitlab: {title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>{}{}{}{}{}{}{}{}\
         </body></html>\n",
        opening(input),
        section("Set-up", &set_up(input, &trained)),
        theory(input),
        section("Curves", &curves(input, &measured)),
        section("Results", &results(input)),
        section("What the curves show", &verdicts(&measured)),
        answer(input, &measured),
        section("Inside the networks", &inside(&trained))
            + &section("To repeat this", &repeat_html(input.networks, input.link)),
        title = escape(&title),
    )
}

fn section(heading: &str, body: &str) -> String {
    format!("<section><h2>{heading}</h2>{body}</section>")
}

/// Date, question and setting, and that the training was not over, if so.
fn opening(input: &ReportInput) -> String {
    let setting = input.arrangement.map_or("", |arrangement| input.question.describe(arrangement));
    let question = escape(input.question.text());
    let setting = format!("<p class=\"question\">{question}</p><p>{}</p>", escape(setting));
    let unfinished = match input.networks.iter().any(Network::is_active) {
        true => "<p><b>The training was still going on when this report was made.</b></p>",
        false => "",
    };
    format!(
        "<p class=\"aside\">{}, fitlab {}</p>{setting}{unfinished}",
        escape(input.date),
        env!("CARGO_PKG_VERSION")
    )
}

fn set_up(input: &ReportInput, trained: &[&Network]) -> String {
    let Some(common) = trained.first().and_then(|network| shared(network)) else {
        return "<p>No network has been trained yet.</p>".into();
    };
    format!(
        "{}<p>Each network ends in a softmax layer of 10 units; its loss is the cross-entropy. After every epoch it \
         is validated on the test images.</p><div class=\"pair\">{}<table class=\"settings\">{}{}</table></div>",
        networks_html(trained, &common),
        settings_html(&common),
        circumstances_html(trained),
        line("Browser", &escape(input.browser))
    )
}

/// What the findings are held against.
fn theory(input: &ReportInput) -> String {
    let question = input.question;
    let mut body: String =
        question.theory().iter().map(|told| format!("<p>{}</p>", escape(told))).collect();
    if matches!(question, Question::Activations | Question::Depth) {
        let plots: String = formulas().iter().map(function_plot).collect();
        body += &format!(r#"<div class="functions">{plots}</div>"#);
    }
    section("What theory leads to expect", &body)
}

fn curves(input: &ReportInput, measured: &[Measured]) -> String {
    let names: String =
        measured.iter().map(|one| format!("<li>{}</li>", named(one.network))).collect();
    let bands = match has_bands(input.networks) {
        true => " Lines are the median of the seeds, bands reach from the lowest to the highest.",
        false => "",
    };
    let chart = |metric: Metric, caption: &str| {
        let plot = curves_plot(metric, measured);
        format!("<figure class=\"curves\"><figcaption>{caption}</figcaption>{plot}</figure>")
    };
    format!(
        "<ul class=\"key\">{names}</ul><p>Solid with full markers: validation, on images that the network never \
         trained on. Dashed with hollow markers: training. The ring marks the epoch of lowest validation \
         loss.{bands}</p>{}{}",
        chart(Metric::Loss, "Loss (cross-entropy) against epochs"),
        chart(Metric::Accuracy, "Accuracy (share read right) against epochs")
    )
}

fn results(input: &ReportInput) -> String {
    let seeds = match has_bands(input.networks) {
        true => "<p>Of several seeds, the median and below it the range.</p>",
        false => "",
    };
    let differences = differences_html(input.networks);
    format!("{}{seeds}{differences}", results_html(input.networks))
}

fn verdicts(measured: &[Measured]) -> String {
    verdicts_html(measured, Medium::Paper) + "<h3>Indicators</h3>" + &indicators_html(measured)
}

/// What was measured, beside what theory expects.
fn answer(input: &ReportInput, measured: &[Measured]) -> String {
    section("What was measured", &findings_html(&findings(input.question, measured)))
}

fn inside(trained: &[&Network]) -> String {
    let charts = match trained.iter().any(|network| !network.readings().is_empty()) {
        true => {
            let of = |instrument| instrument_html(instrument, trained);
            let told = INSTRUMENTS.iter().map(|one| format!("<h3>{}</h3>{}", one.label, of(one)));
            told.collect()
        }
        false => "<p>The instruments were not read in this training.</p>".to_owned(),
    };
    format!("{charts}<h3>Time per step</h3>{}", step_time_html(trained))
}
