//! What the report and its pieces say of networks with known histories.

mod trained;

use fitlab::config::{Activation, Config, DatasetName, dense};
use fitlab::guide::{Arrangement, Measured, Question};
use fitlab::report::{
    Medium, ReportInput, document, experiment, instrument_html, step_time_html, verdicts_html,
};
use fitlab::session::experiment::{Experiment, Plan};
use fitlab::session::instruments::INSTRUMENTS;
use fitlab::session::network::{Network, Origin, Run};
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
    let html = verdicts_html(&Measured::all(&networks), Medium::Page);
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
    assert!(
        html.contains("<td>sigmoid</td><td>1.75 ms</td><td>1.00 ms to 2.50 ms</td><td>972 ms</td>"),
        "{html}"
    );
    assert!(!html.contains("processor"));
    let mut untimed = measured(2, 1);
    let waiting = untimed.runs()[0].config.clone();
    untimed.set_runs(vec![Run::waiting(9, waiting)]);
    assert!(!step_time_html(&[&timed, &untimed]).contains("“processor”"), "nothing is known yet");
    untimed.fold(9, &Event::Epoch(EpochMetrics::of(0, &[], &[], 1, 1.0)));
    let html = step_time_html(&[&timed, &untimed]);
    assert!(html.contains("<td>not measured</td>") && html.contains("“processor”"), "{html}");
}

fn report(networks: &[Network], question: Question, arrangement: Option<Arrangement>) -> String {
    document(&ReportInput {
        networks,
        question,
        arrangement,
        date: "2025-03-09 14:05",
        browser: "Browser <1>",
        link: Some("https://example.org/page/#%7B%22a%22%3A1%7D"),
    })
}

#[test]
fn the_report_holds_what_was_trained_and_what_came_of_it() {
    let networks = [measured(1, 3), Training { seeds: 3, ..overfitter("large") }.run()];
    let html = report(&networks, Question::Capacity, Some(Arrangement::Assigned));
    for part in [
        "<h1>Capacity, as assigned</h1>",
        "Which one underfits, which one fits",
        "2025-03-09 14:05, fitlab ",
        // Set-up.
        "784 → 128 → 64 → 10",
        "<td>109,386</td>",
        "<td>1, 2, 3</td>",
        "<th scope=\"row\">Batch size</th><td>32</td>",
        "a processor (WebAssembly)",
        "MNIST from a test",
        "Browser &lt;1&gt;",
        // Results: the median of three seeds and their range.
        "<td>0.7010<small>0.7000–0.7020</small></td>",
        "<td>6<small>6–6</small></td>",
        // What it means.
        "data-verdict=\"overfitting\"",
        "data-testid=\"finding\"",
        "“sigmoid” and “large” overfit.",
        "<h3>Gradient norm</h3>",
        "<td>1.75 ms</td>",
        "href=\"https://example.org/page/#%7B%22a%22%3A1%7D\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(html.matches("class=\"ring\"").count(), 4, "two networks, two charts");
}

#[test]
fn without_a_number_there_is_no_epoch_of_lowest_loss() {
    let broken = Training { losses: vec![[f64::NAN; 2]], ..overfitter("broken") }.run();
    let html = report(&[broken], Question::Activations, None);
    assert!(html.contains("broken</span></th><td>–</td><td>NaN</td>"), "{html}");
}

#[test]
fn the_report_needs_nothing_from_elsewhere() {
    let html = report(&[measured(1, 1)], Question::Depth, Some(Arrangement::Best));
    for reference in ["src=", "<link", "url(", "@import", "<script", "<iframe", "<use"] {
        assert!(!html.contains(reference), "{reference}");
    }
    let links = html.matches("http").count();
    assert_eq!(links, 2, "the link to repeat it and the address in it");
}

#[test]
fn no_name_becomes_markup_anywhere_in_the_report() {
    let hostile = "<script>\"'&</script>";
    let networks = [overfitter(hostile).run(), measured(1, 1)];
    for question in Question::ALL {
        let html = report(&networks, question, None);
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    }
}

#[test]
fn the_experiment_of_the_report_is_the_one_that_was_trained() {
    let mut networks = [measured(1, 2), Training { seeds: 2, ..overfitter("large") }.run()];
    // Changed after its training.
    networks[0].hidden = dense(&[7], Activation::Tanh);
    let trained = experiment(&networks).unwrap();
    assert_eq!(trained.networks[0].hidden, dense(&[128, 64], Activation::Sigmoid));
    assert_eq!((trained.repeats, trained.shared.seed, trained.shared.epochs), (2, 1, 16));
    let html = report(&networks, Question::Curves, None).replace("&quot;", "\"");
    let json = html.split_once("<pre>").unwrap().1.split_once("</pre>").unwrap().0;
    assert_eq!(Experiment::from_text(json), Ok(trained));
}

#[test]
fn a_run_on_arrays_of_ones_own_says_how_to_hand_them_over_again() {
    let config = Config { dataset: DatasetName::Given, train_samples: None, ..Config::default() };
    let plan = Plan { name: "own".into(), hidden: config.hidden.clone() };
    let mut network = Network::new(4, plan, 0, Origin::Console);
    network.set_runs(vec![Run::waiting(1, config.clone())]);
    network.fold(1, &Event::Epoch(EpochMetrics::of(0, &[[0.5, 1.0]], &[[0.5, 1.0]], 1, 1.0)));
    let html = report(&[network], Question::Curves, None).replace("&quot;", "\"");
    assert!(!html.contains("\"given\""), "fitlab.fit refuses it");
    let call = html.split_once("<pre>").unwrap().1.split_once("</pre>").unwrap().0;
    let rest = call.strip_prefix("fitlab.fit({dataset: arrays, ...").unwrap();
    let rest = serde_json::from_str(rest.strip_suffix("})").unwrap()).unwrap();
    assert_eq!(Config::from_json_with_given_examples(&rest), Ok(config));
    assert!(html.contains("First let <code>arrays</code> be what you gave"), "{html}");
}

#[test]
fn networks_that_were_not_trained_alike_say_so() {
    let mut short = overfitter("short");
    short.losses.truncate(8);
    let networks = [overfitter("long").run(), short.run()];
    assert_eq!(experiment(&networks), None);
    let html = report(&networks, Question::Curves, None);
    assert!(html.contains("; Epochs: 8</td>"), "{html}");
    assert!(!html.contains("This link") && html.matches("fitlab.fit").count() == 2);
}
