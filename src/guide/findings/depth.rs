//! Question 3: why ReLU and leaky ReLU do better in deep networks, reason by reason.

use super::activations::{accuracies, relu_beside, step_time};
use super::words::{greatest, least, name, norm, percent, times};
use super::{Finding, are_of_both_kinds, is_of_a_kind, plain, stance};
use crate::config::Activation;
use crate::diagnosis::Verdict;
use crate::diagnosis::words::epochs;
use crate::guide::measured::Measured;
use crate::training::Reading;

/// An accuracy that a network which learns passes at once.
const HARDLY_LEARNT: f64 = 0.6;
/// So many times smaller, and a gradient has vanished beside another.
const VANISHED: f64 = 100.0;

pub fn findings(networks: &[&Measured]) -> Vec<Finding> {
    let mut told: Vec<Finding> = accuracies(networks).into_iter().collect();
    told.extend(stall(networks));
    told.extend(gradients(networks));
    told.extend(fading(networks));
    told.extend(saturation(networks));
    told.extend(sparsity(networks));
    told.extend(step_time(networks));
    told
}

/// A network that has hardly learnt while another has, or that there is none.
fn stall(networks: &[&Measured]) -> Option<Finding> {
    let best = greatest(networks, Measured::val_accuracy)?;
    let worst = least(networks, Measured::val_accuracy)?;
    let after = format!("after {}", epochs(worst.epochs));
    let reads = |network: &Measured| {
        format!("reads {} of the unseen images", percent(network.val_accuracy()))
    };
    let has_stalled = |network: &Measured| network.val_accuracy() <= HARDLY_LEARNT;
    // Theory expects a stall of what saturates, if it is deep.
    let deep: Vec<&Measured> =
        networks.iter().copied().filter(|network| network.hidden().len() > 1).collect();
    let expects = are_of_both_kinds(&deep);
    Some(match (networks, has_stalled(worst)) {
        ([only], false) => {
            plain(format!("{} has not stalled: {after} it {}.", name(only), reads(only)))
        }
        ([only], true) => plain(format!("{} has stalled: {after} it {}.", name(only), reads(only))),
        (_, false) => stance(
            format!("None has stalled: {after} even {} {}.", name(worst), reads(worst)),
            expects.then_some(false),
        ),
        (_, true) if has_stalled(best) => {
            plain(format!("All have stalled: {after} even {} {}.", name(best), reads(best)))
        }
        (_, true) => stance(
            format!(
                "{} {}: {after} it {}, {} {}.",
                name(worst),
                match worst.diagnosis.verdict {
                    Verdict::StillImproving => "has hardly learnt yet",
                    _ => "has stalled",
                },
                reads(worst),
                name(best),
                percent(best.val_accuracy())
            ),
            // Who of the others does best is another matter.
            (expects && is_of_a_kind(worst)).then_some(worst.saturates()),
        ),
    })
}

/// The first layer's gradient before the first update, sigmoid beside ReLU.
fn gradients(networks: &[&Measured]) -> Option<Finding> {
    let first = |network: &Measured| network.first_gradients().first().copied().unwrap_or(f64::NAN);
    let sigmoids = networks.iter().filter(|n| n.activation() == Some(Activation::Sigmoid));
    let mut pairs = sigmoids.filter_map(|n| Some((*n, relu_beside(n, networks)?)));
    let (sigmoid, relu) = pairs.next()?;
    let ratio = first(relu) / first(sigmoid);
    if !ratio.is_finite() {
        return None;
    }
    let comparison = match ratio >= 1.0 {
        true => format!("{} smaller", times(ratio)),
        false => format!("{} larger", times(1.0 / ratio)),
    };
    let so = match ratio >= VANISHED {
        true => ": it has vanished",
        false => "",
    };
    let text = format!(
        "Before the first update the gradient of the first layer's weights has a norm of {} for {} and {} for {}, \
         {comparison}{so}.",
        norm(first(relu)),
        name(relu),
        norm(first(sigmoid)),
        name(sigmoid)
    );
    Some(stance(text, Some(ratio > 1.0)))
}

/// How the gradient fades from the last hidden layer to the first.
fn fading(networks: &[&Measured]) -> Option<Finding> {
    let told: Vec<String> = networks
        .iter()
        .filter_map(|network| {
            let gradients = network.first_gradients();
            let (first, last) = (gradients.first()?, gradients.last()?);
            (gradients.len() > 1).then(|| format!("{} {}", name(network), norm(first / last)))
        })
        .collect();
    (!told.is_empty()).then(|| {
        plain(format!(
            "The first hidden layer's gradient as a multiple of the last one's, at the start: {}.",
            told.join(", ")
        ))
    })
}

/// The most saturated layer of each sigmoid and tanh network.
fn saturation(networks: &[&Measured]) -> Option<Finding> {
    let saturating: Vec<&Measured> = networks.iter().copied().filter(|n| n.saturates()).collect();
    let most = |network: &Measured| extreme(network, |reading| &reading.saturation);
    let told: Vec<String> = saturating
        .iter()
        .filter_map(|network| {
            let (layer, share) = most(network)?;
            Some(format!("{} {} (layer {layer})", name(network), percent(share)))
        })
        .collect();
    if told.is_empty() {
        return None;
    }
    let highest =
        saturating.iter().filter_map(|n| most(n)).map(|(_, share)| share).fold(0.0, f64::max);
    let text = format!(
        "Saturation, the share of outputs where the slope is nearly 0, in the most saturated hidden layer \
         after {}: {}.{}",
        epochs(saturating[0].epochs),
        told.join(", "),
        if highest < 0.05 { " So little saturation explains nothing here." } else { "" }
    );
    Some(stance(text, Some(highest >= 0.05)))
}

/// How many outputs of each ReLU network are zero, beside networks without ReLU.
fn sparsity(networks: &[&Measured]) -> Vec<Finding> {
    let share = |network: &Measured| {
        let shares = &network.reading()?.sparsity;
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        mean.is_finite().then_some(mean)
    };
    let has_relu = |network: &&&Measured| {
        network.hidden().iter().any(|layer| layer.activation == Activation::Relu)
    };
    let others = networks.iter().filter(|network| !has_relu(network));
    let highest = others.filter_map(|network| share(network)).reduce(f64::max);
    let beside = highest.map_or(String::new(), |highest| {
        format!(", of those of networks without ReLU at most {}", percent(highest))
    });
    let relus = networks.iter().filter(|n| n.activation() == Some(Activation::Relu));
    let told = relus.filter_map(|network| {
        let share = share(network)?;
        let dead = network.reading()?.dead_units.iter().sum::<f64>() as usize;
        let text = format!(
            "Of the hidden outputs of {} {} are zero after {}{beside}. Dead units, zero on every validation \
             image: {dead} of {}.",
            name(network),
            percent(share),
            epochs(network.epochs),
            network.units().sum::<usize>()
        );
        Some(stance(text, highest.map(|highest| share > highest)))
    });
    told.collect()
}

/// The hidden layer, counted from 1, with the greatest value.
fn extreme(network: &Measured, part: impl Fn(&Reading) -> &Vec<f64>) -> Option<(usize, f64)> {
    let values = part(network.reading()?);
    let told = values.iter().copied().enumerate().filter(|(_, value)| value.is_finite());
    told.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(index, value)| (index + 1, value))
}
