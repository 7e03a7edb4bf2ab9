//! Verdicts on Keras's histories of the assignment, and on drawn curves of every regime, plain and with noise.

use fitlab::diagnosis::{Curves, Diagnosis, Verdict, Widening, diagnose};
use serde_json::Value;

/// A history that owns its curves.
#[derive(Clone)]
struct Owned {
    loss: Vec<f64>,
    accuracy: Vec<f64>,
    val_loss: Vec<f64>,
    val_accuracy: Vec<f64>,
}

impl Owned {
    /// Curves drawn by functions of the epoch, counted from 0; accuracies follow the losses.
    fn drawn(epochs: usize, loss: impl Fn(f64) -> f64, val_loss: impl Fn(f64) -> f64) -> Owned {
        let curve = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
            (0..epochs).map(|epoch| of(epoch as f64)).collect()
        };
        let (loss, val_loss) = (curve(&loss), curve(&val_loss));
        // About what MNIST gives: a third of the loss is read wrong.
        let read_right =
            |curve: &[f64]| curve.iter().map(|loss| (1.0 - loss / 3.0).max(0.1)).collect();
        Owned { accuracy: read_right(&loss), val_accuracy: read_right(&val_loss), loss, val_loss }
    }

    fn curves(&self) -> Curves<'_> {
        Curves {
            loss: &self.loss,
            accuracy: &self.accuracy,
            val_loss: &self.val_loss,
            val_accuracy: &self.val_accuracy,
        }
    }

    fn diagnosis(&self) -> Diagnosis {
        diagnose(&[self.curves()]).remove(0)
    }

    fn verdict(&self) -> Verdict {
        self.diagnosis().verdict
    }

    /// Every loss multiplied by 1 ± about `size`, drawn from `seed`.
    fn with_noise(&self, size: f64, seed: u64) -> Owned {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut uniform = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        // Twelve uniform numbers make a nearly normal one.
        let mut normal = move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let mut noisy = |curve: &[f64]| -> Vec<f64> {
            curve.iter().map(|loss| loss * (1.0 + size * normal())).collect()
        };
        Owned { loss: noisy(&self.loss), val_loss: noisy(&self.val_loss), ..self.clone() }
    }
}

fn keras() -> Vec<(String, Owned)> {
    let text = include_str!("keras/histories.json");
    let runs: Value = serde_json::from_str(text).expect("histories are JSON");
    let run = |(name, run): (&String, &Value)| {
        let curve = |key: &str| -> Vec<f64> {
            let list = run[key].as_array().expect("a curve is a list");
            list.iter().filter_map(Value::as_f64).collect()
        };
        let owned = Owned {
            loss: curve("loss"),
            accuracy: curve("accuracy"),
            val_loss: curve("val_loss"),
            val_accuracy: curve("val_accuracy"),
        };
        (name.clone(), owned)
    };
    runs.as_object().expect("runs have names").iter().map(run).collect()
}

/// Keras's histories whose names begin so.
fn keras_runs(beginning: &str) -> Vec<(String, Owned)> {
    keras().into_iter().filter(|(name, _)| name.starts_with(beginning)).collect()
}

#[test]
fn all_networks_of_question_1_overfit_and_the_evidence_says_how() {
    for (name, run) in keras_runs("1/") {
        let diagnosis = run.diagnosis();
        assert_eq!(diagnosis.verdict, Verdict::Overfitting, "{name}");
        let turned = diagnosis.indicators.has_turned;
        assert_eq!(turned, !name.contains("underfit"), "{name}");
        assert_eq!(diagnosis.indicators.widening, Some(Widening::WideGap), "{name}");
        let begins =
            if turned { "Validation loss has turned" } else { "Validation loss has not turned" };
        assert!(diagnosis.reasons[0].starts_with(begins), "{name}: {:?}", diagnosis.reasons);
    }
}

#[test]
fn sigmoid_is_a_good_fit_after_ten_epochs_where_the_others_overfit() {
    for (name, run) in keras_runs("2/") {
        let expected =
            if name.contains("sigmoid") { Verdict::GoodFit } else { Verdict::Overfitting };
        assert_eq!(run.verdict(), expected, "{name}: {:?}", run.diagnosis().reasons);
    }
}

#[test]
fn what_has_not_turned_clearly_is_told_as_it_went() {
    let reason = |name: &str| keras_runs(name).remove(0).1.diagnosis().reasons.remove(0);
    let rises = reason("2/relu/1");
    let told = "it was lowest after epoch 3 (0.0862) and stands at 0.109 over the last 3 epochs, 18 % above";
    assert!(rises.contains(told), "{rises}");
    let flat = reason("2/leaky_relu/2");
    assert!(
        flat.contains("has hardly fallen since epoch 3: its lowest is 0.100 after epoch 7"),
        "{flat}"
    );
    // It creeps on, and its last epoch is its lowest.
    let creeps =
        Owned::drawn(20, |t| 0.5 * (-0.4 * t).exp(), |t| 0.1 + 0.2 * (-t).exp() - 1e-4 * t);
    let diagnosis = creeps.diagnosis();
    assert_eq!(diagnosis.indicators.widening, Some(Widening::Runaway));
    assert_eq!(diagnosis.indicators.best_epoch, 20);
    let told = &diagnosis.reasons[0];
    assert!(told.contains("since epoch 6") && !told.contains("since epoch 20"), "{told}");
}

/// A median is told as one, so that no sentence disagrees with the table beside it.
#[test]
fn what_is_a_median_is_told_as_one() {
    for (name, run) in keras_runs("") {
        let diagnosis = run.diagnosis();
        let gap = &diagnosis.reasons[1];
        let epochs = diagnosis.indicators.epochs / 5;
        assert!(gap.contains(&format!("over the last {} epochs (medians", epochs.max(3))), "{gap}");
        // The lowest may lie within these.
        let is_within =
            diagnosis.indicators.best_epoch + epochs.max(3) > diagnosis.indicators.epochs;
        assert_eq!(gap.contains("after epoch"), !is_within, "{name}: {gap}");
    }
    let falls = Owned::drawn(5, |t| 0.4 - 0.05 * t, |t| 0.42 - 0.05 * t).diagnosis();
    assert_eq!(falls.verdict, Verdict::StillImproving);
    assert!(falls.reasons[0].contains("by about 0.0500 in each"), "{:?}", falls.reasons);
}

#[test]
fn cut_short_they_are_not_finished() {
    for (name, run) in keras_runs("1/underfit") {
        let cut = |epochs: usize| diagnose(&[run.curves().up_to(epochs)]).remove(0).verdict;
        assert_eq!(cut(1), Verdict::TooShort, "{name}");
        assert_eq!(cut(3), Verdict::TooShort, "{name}");
        assert_eq!(cut(6), Verdict::StillImproving, "{name}");
    }
}

/// One history of each regime, of about so many epochs.
fn regimes(epochs: usize) -> Vec<(Verdict, &'static str, Owned)> {
    let settled =
        |from: f64, to: f64, rate: f64| move |t: f64| to + (from - to) * (-rate * t).exp();
    let end = epochs as f64;
    let turning = move |t: f64| 0.2 + 0.5 * (-12.0 * t / end).exp() + 0.25 * (t / end).powi(2);
    vec![
        (
            Verdict::Underfitting,
            "too small",
            Owned::drawn(epochs, settled(1.7, 1.0, 0.9), settled(1.5, 1.02, 0.9)),
        ),
        (Verdict::Underfitting, "stuck", Owned::drawn(epochs, |_| 2.302, |_| 2.301)),
        (
            Verdict::GoodFit,
            "fits",
            Owned::drawn(epochs, settled(0.5, 0.08, 0.8), settled(0.35, 0.11, 0.9)),
        ),
        (
            Verdict::GoodFit,
            "with dropout, better on what it has not seen",
            Owned::drawn(epochs, settled(0.8, 0.16, 0.8), settled(0.4, 0.09, 0.9)),
        ),
        (Verdict::Overfitting, "turned", Owned::drawn(epochs, settled(0.8, 0.01, 0.5), turning)),
        (
            Verdict::Overfitting,
            "wide gap",
            Owned::drawn(epochs, settled(1.8, 0.02, 0.6), settled(1.7, 0.6, 0.8)),
        ),
        (
            Verdict::StillImproving,
            "falls steadily",
            Owned::drawn(
                epochs,
                move |t| 2.2 * (-2.2 * t / end).exp(),
                move |t| 2.1 * (-2.1 * t / end).exp(),
            ),
        ),
        (
            Verdict::StillImproving,
            "creeps",
            Owned::drawn(epochs, move |t| 2.3 - 0.9 * t / end, move |t| 2.28 - 0.85 * t / end),
        ),
    ]
}

#[test]
fn each_regime_is_recognised() {
    for epochs in [10, 12, 15, 20, 30, 60] {
        for (expected, name, run) in regimes(epochs) {
            let diagnosis = run.diagnosis();
            assert_eq!(diagnosis.verdict, expected, "{name}, {epochs}: {:?}", diagnosis.indicators);
        }
    }
}

#[test]
fn noise_flips_hardly_a_verdict() {
    let (mut right, mut all) = (0, 0);
    for epochs in [10, 15, 20, 30] {
        for (expected, _, run) in regimes(epochs) {
            for seed in 0..50 {
                right += usize::from(run.with_noise(0.02, seed).verdict() == expected);
                all += 1;
            }
        }
    }
    assert!(right as f64 >= 0.97 * f64::from(all), "{right} of {all}");
}

#[test]
fn curves_that_stay_together_never_overfit_whatever_the_last_epoch_does() {
    for (expected, name, run) in
        regimes(12).into_iter().filter(|(v, ..)| *v != Verdict::Overfitting)
    {
        for wiggle in [0.8, 0.9, 1.1, 1.3] {
            let mut run = run.clone();
            if let Some(last) = run.val_loss.last_mut() {
                *last *= wiggle;
            }
            assert_ne!(run.verdict(), Verdict::Overfitting, "{name} ({expected:?}) × {wiggle}");
        }
        for seed in 0..200 {
            let verdict = run.with_noise(0.05, seed).verdict();
            assert_ne!(verdict, Verdict::Overfitting, "{name} ({expected:?}), seed {seed}");
        }
    }
}

#[test]
fn what_blows_up_has_diverged() {
    let rising = Owned::drawn(10, |t| 0.4 + 0.3 * t, |t| 0.5 + 0.3 * t);
    let jumping = Owned::drawn(12, |t| if t % 2.0 == 0.0 { 0.5 } else { 1.1 }, |_| 0.9);
    let thrown = Owned::drawn(10, |t| 2.31 + 40.0 * (-3.0 * t).exp(), |_| 2.31);
    let mut no_number = Owned::drawn(6, |t| 0.9 - 0.1 * t, |t| 0.9 - 0.1 * t);
    no_number.loss[5] = f64::NAN;
    for run in [rising, jumping, thrown, no_number.clone()] {
        assert_eq!(run.verdict(), Verdict::Diverged, "{:?}", run.loss);
    }
    assert_eq!(no_number.diagnosis().indicators.epochs, 5);
    no_number.loss[0] = f64::INFINITY;
    assert_eq!(no_number.verdict(), Verdict::Diverged);
    assert_eq!(Owned::drawn(0, |_| 0.0, |_| 0.0).verdict(), Verdict::TooShort);
}

#[test]
fn a_middling_network_underfits_beside_one_with_half_its_errors() {
    let middling = Owned::drawn(12, |t| 0.21 + (-t).exp(), |t| 0.24 + (-t).exp());
    let better = Owned::drawn(12, |t| 0.06 + (-t).exp(), |t| 0.09 + (-t).exp());
    assert_eq!(middling.verdict(), Verdict::GoodFit);
    let together = diagnose(&[middling.curves(), better.curves()]);
    assert_eq!(together[0].verdict, Verdict::Underfitting);
    assert_eq!(together[1].verdict, Verdict::GoodFit);
    let distance = together[0].indicators.distance_to_best.expect("there is another");
    assert!((distance - 0.15).abs() < 0.01, "{distance}");
}

#[test]
fn a_diagnosis_is_told_in_sentences_with_its_numbers() {
    let (_, run) = keras_runs("1/overfit/0").remove(0);
    let diagnosis = run.diagnosis();
    let Diagnosis { indicators, reasons, advice, .. } = &diagnosis;
    assert_eq!((indicators.epochs, indicators.best_epoch), (20, 5));
    assert!(reasons[0].contains("after epoch 5 (0.584)"), "{reasons:?}");
    assert!(advice.starts_with("Stop after epoch 5"), "{advice}");
    let json = diagnosis.to_json();
    assert_eq!(json["verdict"], "overfitting");
    assert_eq!(json["indicators"]["best_epoch"], 5);
    assert_eq!(json["indicators"]["has_turned"], true);
}
