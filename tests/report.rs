//! What the report and its pieces say of networks with known histories.

mod trained;

use fitlab::config::{Activation, dense};
use fitlab::guide::Measured;
use fitlab::report::{instrument_html, step_time_html, verdicts_html};
use fitlab::session::instruments::INSTRUMENTS;
use fitlab::session::network::{Network, Run};
use fitlab::training::{EpochMetrics, Event, Reading};
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

/// A network of two hidden layers whose first gradient is a hundredth of the second, at the end half of it.
fn measured(id: u32, seeds: usize) -> Network {
    let reading = |first: f64| Reading {
        gradient_norm: vec![first, 0.2, 1.0],
        update_ratio: vec![1e-3; 3],
        saturation: vec![0.25; 2],
        sparsity: vec![0.0; 2],
        dead_units: vec![0.0; 2],
    };
    let readings = (0..17).map(|epoch| reading(if epoch == 16 { 0.1 } else { 0.002 })).collect();
    let hidden = dense(&[128, 64], Activation::Sigmoid);
    Training { id, hidden, readings, seeds, ..overfitter("sigmoid") }.run()
}

#[test]
fn the_gradient_of_the_first_layer_is_told_as_a_share_of_the_last() {
    let network = measured(1, 1);
    let html = instrument_html(&INSTRUMENTS[0], &[&network]);
    assert!(html.contains("<td>0.0100 <small>0.0020 ÷ 0.2000</small></td>"), "{html}");
    assert!(html.contains("<td>0.5000 <small>0.1000 ÷ 0.2000</small></td>"), "{html}");
    assert!(html.contains("the first 128 training examples"), "{html}");
    assert!(!html.contains("readings of the first"));
    let repeated = measured(1, 3);
    let html = instrument_html(&INSTRUMENTS[0], &[&repeated]);
    assert!(html.contains("these are the readings of the first"), "{html}");
    let shallow = Training { hidden: dense(&[8], Activation::Relu), ..overfitter("shallow") }.run();
    assert!(!instrument_html(&INSTRUMENTS[0], &[&shallow]).contains("<table"));
}

#[test]
fn the_time_of_a_step_is_told_with_its_range_or_that_it_is_not_known() {
    let timed = measured(1, 1);
    let html = step_time_html(&[&timed]);
    assert!(html.contains("<td>sigmoid</td><td>1.75 ms</td><td>1.00 ms to 2.50 ms</td>"), "{html}");
    assert!(!html.contains("processor"));
    let mut untimed = measured(2, 1);
    let waiting = untimed.runs()[0].config.clone();
    untimed.set_runs(vec![Run::waiting(9, waiting)]);
    assert!(!step_time_html(&[&timed, &untimed]).contains("“processor”"), "nothing is known yet");
    untimed.fold(9, &Event::Epoch(EpochMetrics::of(0, &[], &[], 1, 1.0)));
    let html = step_time_html(&[&timed, &untimed]);
    assert!(html.contains("<td>not measured</td>") && html.contains("“processor”"), "{html}");
}
