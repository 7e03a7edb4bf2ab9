//! What the report and its pieces say of networks with known histories.

use fitlab::config::Config;
use fitlab::guide::Measured;
use fitlab::report::verdicts_html;
use fitlab::session::experiment::Plan;
use fitlab::session::network::{Network, Origin, Run};
use fitlab::training::{EpochMetrics, Event, Outcome};

/// A network that was trained to these losses, an epoch each.
fn trained(name: &str, losses: &[[f64; 2]]) -> Network {
    let plan = Plan { name: name.into(), ..Plan::unnamed(Config::default().hidden) };
    let mut network = Network::new(3, plan, 0, Origin::Page);
    network.set_runs(vec![Run::waiting(1, Config::default())]);
    for (epoch, &[loss, val_loss]) in losses.iter().enumerate() {
        let (accuracy, val_accuracy) = (1.0 - 0.3 * loss, 1.0 - 0.3 * val_loss);
        let metrics = EpochMetrics::of(epoch, &[], &[], 1, 1.0);
        let told = EpochMetrics { loss, val_loss, accuracy, val_accuracy, ..metrics };
        network.fold(1, &Event::Epoch(told));
    }
    network.fold(1, &Event::Finished(Outcome::Completed));
    network
}

/// Training loss falls throughout, validation loss turns after epoch 6.
fn overfitting() -> Vec<[f64; 2]> {
    let loss = |epoch: i32| (-0.35 * f64::from(epoch)).exp();
    let val_loss = |epoch: i32| 0.4 + 0.03 * f64::from(epoch - 6).abs();
    (1..=16).map(|epoch| [loss(epoch), val_loss(epoch)]).collect()
}

#[test]
fn a_verdict_stands_with_its_reasons_and_no_name_becomes_markup() {
    let networks = [trained("<script>x</script>", &overfitting())];
    let html = verdicts_html(&Measured::all(&networks));
    assert!(html.contains(r#"data-network="3" data-verdict="overfitting""#), "{html}");
    assert!(html.contains("&lt;script&gt;x&lt;/script&gt;") && !html.contains("<script"));
    assert!(html.contains("it was lowest after epoch 6 (0.400)"), "{html}");
    assert!(html.contains("Stop after epoch 6"), "{html}");
}
