//! What stands beside an experiment before anything is measured, as HTML. All of it is our own text.

use super::experiments::Arrangement;
use super::question::Question;
use super::theory::formulas;
use crate::figure::function_plot;

/// The question, the setting, what to watch, and what theory says.
pub fn introduction(question: Question, arrangement: Option<Arrangement>) -> String {
    let setting = match arrangement {
        Some(arrangement) => question.describe(arrangement),
        None => "Your own setting: networks, images or epochs differ from the experiment's.",
    };
    let mut html = format!("<h3>{}</h3><p class=setting>{setting}</p>", question.text());
    html.push_str("<h4>What to watch</h4><ul>");
    question.watch().iter().for_each(|line| html.push_str(&format!("<li>{line}</li>")));
    html.push_str("</ul><h4>What theory says</h4>");
    question.theory().iter().for_each(|line| html.push_str(&format!("<p>{line}</p>")));
    if matches!(question, Question::Activations | Question::Depth) {
        html.push_str("<div class=functions>");
        for formula in formulas() {
            let (f, slope) = (formula.function, formula.derivative);
            let plot = function_plot(&formula);
            html.push_str(&format!("<div>{plot}<p>f = {f}<br>f′ = {slope}</p></div>"));
        }
        html.push_str("</div>");
    }
    html
}
