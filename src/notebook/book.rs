//! The chapters: what the networks came to, written anew whenever the page asks.

use super::copy;
use super::news::News;
use crate::guide::{Measured, Question, findings};
use crate::report::{
    Medium, ReportInput, differences_html, document, experiment, findings_html, instrument_html,
    results_html, step_time_html, verdicts_html,
};
use crate::session::experiment::Experiment;
use crate::session::instruments::INSTRUMENTS;
use crate::session::network::Network;

/// Networks as far as the page has told of them, and what can be said of them.
#[derive(Default)]
pub struct Book {
    networks: Vec<Network>,
}

/// What a report says that no network knows.
pub struct Occasion<'a> {
    /// The question that the reader asks.
    pub question: Question,
    /// When it is written.
    pub date: &'a str,
    /// The browser that trained.
    pub browser: &'a str,
    /// The link that opens an experiment.
    pub link_to: fn(&Experiment) -> String,
}

impl Book {
    /// Takes in what has changed.
    pub fn take_in(&mut self, news: &News) {
        // Both programs are of one build, so that nothing can be amiss with it.
        copy::update(&mut self.networks, news).unwrap_or_default();
    }

    /// The networks as they are known here.
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// What was measured and what it says to the question; empty without a curve.
    pub fn answer(&self, question: Question) -> String {
        let measured = Measured::all(&self.networks);
        if measured.is_empty() {
            return String::new();
        }
        format!(
            "{}<h3>Verdicts</h3><p class=setting>A press on one shows it on the charts.</p>{}",
            findings_html(&findings(question, &measured)),
            verdicts_html(&measured, Medium::Page)
        )
    }

    /// The table of results and the differences; empty without a curve.
    pub fn results(&self) -> String {
        let differences = differences_html(&self.networks);
        match results_html(&self.networks) {
            table if table.is_empty() => table,
            table => format!(
                r#"{table}<div class="differences" data-testid="differences">{differences}</div>"#
            ),
        }
    }

    /// An instrument's charts, or for another name the time of a step. Of networks that are shown and have been
    /// trained or are about to be; empty without any.
    pub fn inside(&self, instrument: &str) -> String {
        let seen = |network: &&Network| network.shown && !network.runs().is_empty();
        let seen: Vec<&Network> = self.networks.iter().filter(seen).collect();
        match INSTRUMENTS.iter().find(|known| known.name == instrument) {
            _ if seen.is_empty() => String::new(),
            Some(instrument) => instrument_html(instrument, &seen),
            None => step_time_html(&seen),
        }
    }

    /// The report, a file of its own.
    pub fn report(&self, occasion: &Occasion) -> String {
        let &Occasion { question, date, browser, link_to } = occasion;
        let experiment = experiment(&self.networks);
        document(&ReportInput {
            networks: &self.networks,
            question,
            arrangement: experiment.as_ref().and_then(|own| question.arrangement_of(own)),
            date,
            browser,
            link: experiment.as_ref().map(link_to).as_deref(),
        })
    }
}
