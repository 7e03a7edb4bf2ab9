//! What the report and its pieces say of networks with known histories.

mod trained;

use fitlab::config::{Activation, dense};
use fitlab::guide::Measured;
use fitlab::report::verdicts_html;
use trained::{Training, overfitting};

fn overfitter(name: &str) -> Training<'_> {
    Training {
        id: 3,
        name,
        hidden: dense(&[128, 64], Activation::Relu),
        losses: overfitting(),
        seeds: 1,
        readings: Vec::new(),
    }
}

#[test]
fn a_verdict_stands_with_its_reasons_and_no_name_becomes_markup() {
    let networks = [overfitter("<script>x</script>").run()];
    let html = verdicts_html(&Measured::all(&networks));
    assert!(html.contains(r#"data-network="3" data-verdict="overfitting""#), "{html}");
    assert!(html.contains("&lt;script&gt;x&lt;/script&gt;") && !html.contains("<script"));
    assert!(html.contains("it was lowest after epoch 6 (0.400)"), "{html}");
    assert!(html.contains("Stop after epoch 6"), "{html}");
}
