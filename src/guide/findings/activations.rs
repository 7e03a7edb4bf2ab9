//! Question 2: how the activations differ.

use super::words::{greatest, least, name, percent};
use super::{Finding, are_of_both_kinds, capacity, is_of_a_kind, plain, stance};
use crate::config::Activation;
use crate::decimal::fixed;
use crate::diagnosis::Indicators;
use crate::diagnosis::words::{epochs, loss};
use crate::guide::measured::Measured;
use crate::page::numbers::milliseconds;
use crate::session::spread::Spread;

pub fn findings(all: &[&Measured], sound: &[&Measured]) -> Vec<Finding> {
    let mut told: Vec<Finding> = fastest(sound).into_iter().collect();
    told.extend(lowest(sound));
    told.extend(first_to_turn(sound));
    told.extend(accuracies(sound));
    told.extend(capacity::regimes(all));
    told.extend(step_time(sound));
    told
}

/// Who learns most in the first epoch.
fn fastest(networks: &[&Measured]) -> Option<Finding> {
    let first = |network: &Measured| network.history.loss.first().copied().unwrap_or(f64::NAN);
    let (fast, slow) = (least(networks, first)?, greatest(networks, first)?);
    if first(fast) == first(slow) {
        return None;
    }
    let text = format!(
        "{} learns fastest: its training loss over the first epoch is {}, that of {}, the slowest, {}.",
        name(fast),
        loss(first(fast)),
        name(slow),
        loss(first(slow))
    );
    Some(stance(text, are_in_order(fast, slow, networks)))
}

/// Whether the fastest and the slowest are those that theory expects of these networks, if it expects any.
fn are_in_order(fast: &Measured, slow: &Measured, networks: &[&Measured]) -> Option<bool> {
    let places = networks.iter().filter_map(|network| place(network));
    let (first, last) = (places.clone().min()?, places.max()?);
    let found = (place(fast)?, place(slow)?);
    (first < last).then_some(found == (first, last))
}

/// Where theory expects an activation among those of the assignment: ReLUs learn fastest, sigmoid slowest.
fn place(network: &Measured) -> Option<u8> {
    match network.activation()? {
        Activation::Relu | Activation::LeakyRelu { .. } => Some(0),
        Activation::Tanh => Some(1),
        Activation::Sigmoid => Some(2),
        Activation::Linear => None,
    }
}

/// Whose validation loss is lowest. The textbook expects a ReLU.
fn lowest(networks: &[&Measured]) -> Option<Finding> {
    let lowest = least(networks, Measured::val_loss)?;
    let rectifiers: Vec<&Measured> = networks.iter().copied().filter(|n| n.rectifies()).collect();
    let others: Vec<&Measured> = networks.iter().copied().filter(|n| !n.rectifies()).collect();
    let rivals = if lowest.rectifies() { others } else { rectifiers };
    let rival = least(&rivals, Measured::val_loss)?;
    let text = format!(
        "After {} {} has the lowest validation loss: {}, against {} for {}.",
        epochs(lowest.epochs),
        name(lowest),
        loss(lowest.val_loss()),
        loss(rival.val_loss()),
        name(rival)
    );
    let expects = is_of_a_kind(lowest) && are_of_both_kinds(networks);
    Some(stance(text, expects.then_some(lowest.rectifies())))
}

/// Whose validation loss reaches its lowest first.
fn first_to_turn(networks: &[&Measured]) -> Option<Finding> {
    let all: Vec<(&Measured, Indicators)> =
        networks.iter().map(|network| (*network, network.indicators())).collect();
    let epoch = |(_, own): &&(&Measured, Indicators)| own.best_epoch;
    let (first, soonest) = all.iter().min_by_key(epoch)?;
    let (last, latest) = all.iter().max_by_key(epoch)?;
    if soonest.best_epoch == latest.best_epoch {
        return None;
    }
    let then = if soonest.has_turned { " and overfits from then on" } else { "" };
    Some(plain(format!(
        "{} has its lowest validation loss first, after epoch {} ({}){then}; {} last, after epoch {} ({}).",
        name(first),
        soonest.best_epoch,
        loss(soonest.best_val_loss),
        name(last),
        latest.best_epoch,
        loss(latest.best_val_loss)
    )))
}

/// How far the accuracies lie apart.
pub fn accuracies(networks: &[&Measured]) -> Option<Finding> {
    let (low, high) =
        (least(networks, Measured::val_accuracy)?, greatest(networks, Measured::val_accuracy)?);
    if low.val_accuracy() == high.val_accuracy() {
        return None;
    }
    Some(plain(format!(
        "After {} {} reads {} of the unseen images right and {} {}: {} percentage points apart.",
        epochs(high.epochs),
        name(high),
        percent(high.val_accuracy()),
        name(low),
        percent(low.val_accuracy()),
        fixed((high.val_accuracy() - low.val_accuracy()) * 100.0, 1)
    )))
}

/// Whether ReLU's steps are really shorter, with their spread over the epochs.
pub fn step_time(networks: &[&Measured]) -> Option<Finding> {
    let timed: Vec<(&Measured, Spread)> = networks
        .iter()
        .filter_map(|network| Some((*network, network.network.step_time()?)))
        .collect();
    if timed.len() < networks.len() {
        return Some(plain(
            "The time of a step was not measured for each network by itself: on the graphics card they share \
             their launches. Set “Computes on” to “processor” under More settings to time each by itself."
                .into(),
        ));
    }
    let each: Vec<String> = timed
        .iter()
        .map(|(network, time)| format!("{} {}", name(network), time_text(time)))
        .collect();
    let list =
        format!("Time of a training step, median and range over the epochs: {}.", each.join(", "));
    let beside_relu = timed.iter().filter(|(network, _)| network.saturates()).filter_map(|dear| {
        let relu = relu_beside(dear.0, networks)?;
        Some((dear, (relu, relu.network.step_time()?)))
    });
    let dearest = beside_relu.max_by(|one, other| one.0.1.median.total_cmp(&other.0.1.median));
    let Some(((dear_network, dear), (relu_network, relu))) = dearest else {
        return Some(plain(list));
    };
    let share = dear.median / relu.median - 1.0;
    let is_clear = dear.low > relu.high;
    let (dear_name, relu_name) = (name(dear_network), name(relu_network));
    let text = match (is_clear, share > 0.0) {
        (true, _) => format!(
            "{list} ReLU is cheaper: a step of {dear_name} takes {} longer than one of {relu_name}.",
            percent(share)
        ),
        (false, true) => format!(
            "{list} {dear_name} takes {} longer than {relu_name}, which is within the range of the measurements: no \
             clear difference.",
            percent(share)
        ),
        (false, false) => format!("{list} ReLU is not cheaper here."),
    };
    // What the measurements do not tell apart speaks for nothing.
    Some(stance(text, if is_clear { Some(true) } else { (share <= 0.0).then_some(false) }))
}

/// The ReLU network with layers of the same widths: what differs is the activation alone.
pub fn relu_beside<'a, 'n>(
    network: &Measured,
    networks: &[&'a Measured<'n>],
) -> Option<&'a Measured<'n>> {
    let is_relu = |other: &&Measured| other.activation() == Some(Activation::Relu);
    networks.iter().copied().filter(is_relu).find(|other| other.units().eq(network.units()))
}

/// "0.312 ms (0.300–0.350 ms)"
fn time_text(time: &Spread) -> String {
    let [median, low, high] = [time.median, time.low, time.high].map(milliseconds);
    format!("{median} ({}–{high})", low.trim_end_matches(" ms"))
}
