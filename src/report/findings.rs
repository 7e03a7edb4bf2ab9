//! The findings as a list.

use crate::figure::escape;
use crate::guide::{Finding, Stance};

/// The findings, each with its stance towards theory in words.
pub fn findings_html(findings: &[Finding]) -> String {
    let items: String = findings.iter().map(item).collect();
    format!(r#"<ul class="findings">{items}</ul>"#)
}

fn item(Finding { text, stance }: &Finding) -> String {
    let (name, words) = match stance {
        Stance::Plain => ("plain", ""),
        Stance::Agrees => ("agrees", "as theory expects"),
        Stance::Disagrees => ("disagrees", "not as theory expects"),
    };
    let told = match words {
        "" => String::new(),
        words => format!(r#" <small class="stance">{words}</small>"#),
    };
    format!(r#"<li data-testid="finding" data-stance="{name}">{}{told}</li>"#, escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_how_it_stands_to_theory() {
        let finding = |stance| Finding { text: "“a<b” learns.".into(), stance };
        let html = |stance| findings_html(&[finding(stance)]);
        assert!(html(Stance::Plain).contains("“a&lt;b” learns.</li>"));
        assert!(html(Stance::Agrees).contains(">as theory expects<"));
        assert!(html(Stance::Disagrees).contains(">not as theory expects<"));
    }
}
