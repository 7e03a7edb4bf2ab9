//! Whether two networks differ by more than one network does from seed to seed.
//!
//! The rule: their difference is larger than the spread between seeds if the ranges of their seeds do not overlap.
//! Were the networks alike, every order of all n + m values would be as likely as any other, and in 2 of the
//! (n + m)! / (n! m!) ways to deal them out the ranges lie apart: 1 in 3 with two seeds each, 1 in 10 with three,
//! 1 in 35 with four, 1 in 126 with five. So up to two seeds say nothing, three give a hint, five are good
//! evidence, for any distribution of the values. With many seeds the rule is strict: a small difference
//! remains within ranges that only grow.

use super::figures::Figures;
use super::network::{Network, Origin};
use super::spread::Spread;
use crate::diagnosis::words::epochs;
use crate::page::numbers::{figure, range};

/// What networks are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Validation loss; lower is better.
    ValidationLoss,
    /// Validation accuracy; higher is better.
    ValidationAccuracy,
}

impl Measure {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Measure::ValidationLoss => "validation loss",
            Measure::ValidationAccuracy => "validation accuracy",
        }
    }

    fn values(self, figures: &Figures) -> &[f64] {
        match self {
            Measure::ValidationLoss => &figures.val_loss,
            Measure::ValidationAccuracy => &figures.val_accuracy,
        }
    }

    /// Lower is better.
    fn rank(self, median: f64) -> f64 {
        match self {
            Measure::ValidationLoss => median,
            Measure::ValidationAccuracy => -median,
        }
    }
}

/// What the ranges say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The ranges lie apart.
    Larger,
    /// They overlap.
    Within,
    /// Ranges of so few seeds lie apart too often by chance.
    TooFewSeeds,
}

/// Two networks compared by one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What the figure comes to over the seeds of each.
    pub spreads: [Spread; 2],
    /// How many seeds each has.
    pub seeds: [usize; 2],
    /// Between the medians, positive or zero.
    pub difference: f64,
    /// How likely the ranges would lie apart if the networks were alike.
    pub chance: f64,
    /// What the ranges say.
    pub verdict: Verdict,
}

/// Where ranges would lie apart by chance more often than this, that they do says nothing: three seeds each
/// are the fewest.
const MOST_CHANCE: f64 = 0.1;

/// The rule in a sentence for the reader.
pub const RULE: &str = "A difference is larger than the spread between seeds if the two ranges do not overlap. \
                        Between networks that are alike this happens by chance, too: in 1 of 3 comparisons with \
                        2 seeds each, 1 of 10 with 3, 1 of 35 with 4, 1 of 126 with 5.";

/// What is said where there is nothing to apply the rule to.
pub const ONE_SEED: &str = "Each network was trained from one seed, and another seed gives other numbers. With Repeats \
                            at 3 or more, fitlab says which differences are larger than that.";

impl Comparison {
    /// Compares a figure's values, one a seed; `None` where there are none or not all are numbers.
    pub fn of(one: &[f64], other: &[f64]) -> Option<Comparison> {
        if one.iter().chain(other).any(|value| !value.is_finite()) {
            return None;
        }
        let spreads = [Spread::of(one)?, Spread::of(other)?];
        let chance = chance_apart(one.len(), other.len());
        let verdict = match spreads[0].overlaps(&spreads[1]) {
            _ if chance > MOST_CHANCE => Verdict::TooFewSeeds,
            true => Verdict::Within,
            false => Verdict::Larger,
        };
        Some(Comparison {
            spreads,
            seeds: [one.len(), other.len()],
            difference: (spreads[0].median - spreads[1].median).abs(),
            chance,
            verdict,
        })
    }

    /// The sentence for the reader, of networks after so many epochs.
    pub fn sentence(&self, measure: Measure, names: [&str; 2], after: usize) -> String {
        let [one, other] = [0, 1].map(|network| {
            let Spread { median, low, high } = self.spreads[network];
            match self.seeds[network] {
                1 => figure(median),
                _ => format!("{} ({})", figure(median), range(low, high)),
            }
        });
        let found = format!(
            "After {} “{}” has a {} of {one}, “{}” one of {other}: the difference of {} is",
            epochs(after),
            names[0],
            measure.name(),
            names[1],
            figure(self.difference),
        );
        let seeds = match self.seeds {
            [n, m] if n == m => format!("{n} seeds"),
            [n, m] => format!("{n} and {m} seeds"),
        };
        match self.verdict {
            Verdict::Larger => format!("{found} larger than the spread between the {seeds}."),
            Verdict::Within => format!(
                "{found} within the spread between the {seeds}, so these runs do not tell them apart."
            ),
            Verdict::TooFewSeeds => {
                format!("{found} no more than a hint: with so few seeds it may be chance.")
            }
        }
    }
}

/// The sentences of each of the page's networks against the best, by either measure.
pub fn sentences(networks: &[Network]) -> Vec<String> {
    let compared = comparable(networks);
    let all =
        [Measure::ValidationLoss, Measure::ValidationAccuracy].into_iter().flat_map(|measure| {
            let found = against_best(&compared, measure).into_iter();
            found.map(move |(names, after, comparison)| comparison.sentence(measure, names, after))
        });
    all.collect()
}

/// The page's networks with a loss that is a number: their names, and their figures after as many epochs as all
/// of them have, as some may have been stopped earlier.
fn comparable(networks: &[Network]) -> Vec<(&str, Figures)> {
    let has_loss = |network: &&Network| {
        let loss = Figures::of(network).and_then(|figures| Spread::of(&figures.val_loss));
        network.origin == Origin::Page && loss.is_some_and(|loss| loss.median.is_finite())
    };
    let sound = networks.iter().filter(has_loss);
    let lengths = sound.clone().filter_map(|network| Some(network.history()?.epochs()));
    let shortest = lengths.min().unwrap_or(0);
    sound
        .filter_map(|network| Some((network.name.as_str(), Figures::after(network, shortest)?)))
        .collect()
}

/// Networks, each compared with the best of them, in their order: the two names, the best one's second, after how
/// many epochs, and what came of it.
fn against_best<'a>(
    networks: &[(&'a str, Figures)],
    measure: Measure,
) -> Vec<([&'a str; 2], usize, Comparison)> {
    let rank = |place: &usize| {
        let spread = Spread::of(measure.values(&networks[*place].1));
        measure.rank(spread.map_or(f64::NAN, |spread| spread.median))
    };
    let places = 0..networks.len();
    let best = places.clone().min_by(|one, other| rank(one).total_cmp(&rank(other)));
    let compared = |(place, best): (usize, usize)| {
        let [(name, own), (best_name, figures)] = [&networks[place], &networks[best]];
        let comparison = Comparison::of(measure.values(own), measure.values(figures))?;
        Some(([*name, *best_name], own.epochs, comparison))
    };
    let others = places.filter_map(|place| Some((place, best.filter(|best| *best != place)?)));
    others.filter_map(compared).collect()
}

/// How likely the ranges of so many values each lie apart if all come from the same distribution.
fn chance_apart(one: usize, other: usize) -> f64 {
    // 2 / binomial(one + other, other), factor by factor.
    (1..=other).map(|k| k as f64 / (one + k) as f64).product::<f64>() * 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::session::network::Run;
    use crate::session::trial::{epoch, network};
    use crate::training::{EpochMetrics, Event};

    /// Final validation losses of 128-64 after 10 epochs on all of MNIST.
    const RELU: [f64; 3] = [0.112, 0.106, 0.124];
    const SIGMOID: [f64; 3] = [0.078, 0.076, 0.079];

    #[test]
    fn ranges_that_lie_apart_tell_networks_apart() {
        let found = Comparison::of(&RELU, &SIGMOID).unwrap();
        assert_eq!((found.verdict, found.seeds), (Verdict::Larger, [3, 3]));
        assert!((found.difference - 0.034).abs() < 1e-12);
        assert_eq!(
            found.sentence(Measure::ValidationLoss, ["ReLU", "sigmoid"], 10),
            "After 10 epochs “ReLU” has a validation loss of 0.1120 (0.1060–0.1240), “sigmoid” one of 0.0780 \
             (0.0760–0.0790): the difference of 0.0340 is larger than the spread between the 3 seeds."
        );
    }

    #[test]
    fn ranges_that_overlap_do_not() {
        let found = Comparison::of(&RELU, &[0.110, 0.100, 0.107, 0.105]).unwrap();
        assert_eq!(found.verdict, Verdict::Within);
        let sentence = found.sentence(Measure::ValidationLoss, ["ReLU", "tanh"], 1);
        assert!(sentence.contains("within the spread between the 3 and 4 seeds"), "{sentence}");
        assert_eq!(Comparison::of(&RELU, &RELU).unwrap().verdict, Verdict::Within);
    }

    #[test]
    fn one_or_two_seeds_tell_nothing_apart() {
        for seeds in [1, 2] {
            let found = Comparison::of(&RELU[..seeds], &SIGMOID[..seeds]).unwrap();
            assert_eq!(found.verdict, Verdict::TooFewSeeds);
        }
    }

    #[test]
    fn what_is_no_number_is_not_compared() {
        assert_eq!(Comparison::of(&[0.1, f64::NAN, 0.2], &SIGMOID), None);
        assert_eq!(Comparison::of(&[], &SIGMOID), None);
    }

    #[test]
    fn each_network_is_compared_with_the_best() {
        let networks = [
            network("ReLU", &RELU),
            network("sigmoid", &SIGMOID),
            network("broken", &[f64::NAN; 3]),
            network("tanh", &[0.077, 0.081, 0.090]),
        ];
        for measure in [Measure::ValidationLoss, Measure::ValidationAccuracy] {
            let found = against_best(&comparable(&networks), measure);
            let told: Vec<_> =
                found.iter().map(|(names, _, found)| (*names, found.verdict)).collect();
            let expected =
                [(["ReLU", "sigmoid"], Verdict::Larger), (["tanh", "sigmoid"], Verdict::Within)];
            assert_eq!(told, expected, "{measure:?}");
        }
        assert!(sentences(&networks[..1]).is_empty());
    }

    #[test]
    fn networks_stopped_at_different_epochs_are_compared_where_all_have_been() {
        let mut long = network("long", &[0.5, 0.6, 0.7]);
        for (serial, val_loss) in [(1, 0.01), (2, 0.02), (3, 0.03)] {
            long.fold(serial, &epoch(1, val_loss));
        }
        let told = sentences(&[long, network("short", &[0.1, 0.2, 0.3])]);
        let beginning = "After 1 epoch “long” has a validation loss of 0.6000 (0.5000–0.7000), “short” one of 0.2000";
        assert!(told[0].starts_with(beginning), "{told:?}");
    }

    #[test]
    fn an_accuracy_without_a_loss_is_not_compared() {
        let mut broken = network("broken", &[]);
        broken.set_runs(vec![Run::waiting(1, Config::default())]);
        broken.fold(
            1,
            &Event::Epoch(EpochMetrics {
                val_accuracy: 0.1,
                ..EpochMetrics::of(0, &[], &[], 1, 1.0)
            }),
        );
        assert_eq!(sentences(&[broken, network("sound", &SIGMOID)]), [""; 0]);
    }

    #[test]
    fn the_chance_is_the_share_of_orders_in_which_ranges_lie_apart() {
        for (n, m) in [(1, 1), (2, 2), (3, 3), (4, 3), (5, 5)] {
            let (mut orders, mut apart) = (0.0, 0.0);
            for deal in (0_u32..1 << (n + m)).filter(|deal| deal.count_ones() == n) {
                let ranks = |of: u32| -> Vec<f64> {
                    (0..n + m).filter(|rank| deal >> rank & 1 == of).map(f64::from).collect()
                };
                let [one, other] = [1, 0].map(|of| Spread::of(&ranks(of)).unwrap());
                orders += 1.0;
                apart += if one.overlaps(&other) { 0.0 } else { 1.0 };
            }
            let chance = chance_apart(n as usize, m as usize);
            assert!((chance - apart / orders).abs() < 1e-12, "{n} {m}: {chance}");
        }
    }
}
