//! Events as plain numbers, the form in which they cross from a worker to the page.

use crate::training::{EpochMetrics, Event, Outcome, Reading, StepMetrics};

const STARTED: f64 = 0.0;
const PROGRESS: f64 = 1.0;
const EPOCH: f64 = 2.0;
const COMPLETED: f64 = 3.0;
const STOPPED: f64 = 4.0;
const DIVERGED: f64 = 5.0;
const FAILED: f64 = 6.0;

/// The event's numbers, its kind first, and its text, which only a failure has.
pub fn encode(event: &Event) -> (Vec<f64>, String) {
    let numbers = match event {
        Event::Started => vec![STARTED],
        Event::Progress { epoch, step } => vec![PROGRESS, *epoch as f64, *step as f64],
        Event::Epoch(metrics) => epoch(metrics),
        Event::Finished(Outcome::Completed) => vec![COMPLETED],
        Event::Finished(Outcome::Stopped) => vec![STOPPED],
        Event::Finished(Outcome::Diverged) => vec![DIVERGED],
        Event::Finished(Outcome::Failed(why)) => return (vec![FAILED], why.clone()),
    };
    (numbers, String::new())
}

fn epoch(metrics: &EpochMetrics) -> Vec<f64> {
    let &EpochMetrics {
        epoch,
        loss,
        accuracy,
        val_loss,
        val_accuracy,
        ref steps,
        seconds,
        step_seconds,
        ref readings,
    } = metrics;
    let figures = [loss, accuracy, val_loss, val_accuracy, seconds, step_seconds];
    let mut numbers = vec![EPOCH, epoch as f64];
    numbers.extend(figures);
    numbers.push(readings.len() as f64);
    for reading in readings {
        let Reading { gradient_norm, update_ratio, saturation, sparsity, dead_units } = reading;
        for list in [gradient_norm, update_ratio, saturation, sparsity, dead_units] {
            numbers.push(list.len() as f64);
            numbers.extend(list);
        }
    }
    numbers.extend(steps.iter().flat_map(|step| [step.loss, step.accuracy]));
    numbers
}

/// The epoch of the numbers that follow its kind.
fn decode_epoch(mut rest: &[f64]) -> Option<EpochMetrics> {
    let figures: [f64; 8] = take(&mut rest, 8)?.try_into().ok()?;
    let [epoch, loss, accuracy, val_loss, val_accuracy, seconds, step_seconds, count] = figures;
    let mut list = || {
        let length = take(&mut rest, 1)?[0];
        Some(take(&mut rest, length as usize)?.to_vec())
    };
    let mut readings = Vec::new();
    for _ in 0..count as usize {
        readings.push(Reading {
            gradient_norm: list()?,
            update_ratio: list()?,
            saturation: list()?,
            sparsity: list()?,
            dead_units: list()?,
        });
    }
    let steps = rest.chunks_exact(2).map(|pair| StepMetrics { loss: pair[0], accuracy: pair[1] });
    Some(EpochMetrics {
        epoch: epoch as usize,
        loss,
        accuracy,
        val_loss,
        val_accuracy,
        steps: steps.collect(),
        seconds,
        step_seconds,
        readings,
    })
}

/// The next so many numbers, which are taken off.
fn take<'a>(rest: &mut &'a [f64], count: usize) -> Option<&'a [f64]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

/// The event of these numbers and this text; `None` where they are none.
pub fn decode(numbers: &[f64], text: String) -> Option<Event> {
    let (&kind, rest) = numbers.split_first()?;
    Some(match (kind, rest) {
        (STARTED, _) => Event::Started,
        (PROGRESS, &[epoch, step]) => {
            Event::Progress { epoch: epoch as usize, step: step as usize }
        }
        (EPOCH, rest) => Event::Epoch(decode_epoch(rest)?),
        (COMPLETED, _) => Event::Finished(Outcome::Completed),
        (STOPPED, _) => Event::Finished(Outcome::Stopped),
        (DIVERGED, _) => Event::Finished(Outcome::Diverged),
        (FAILED, _) => Event::Finished(Outcome::Failed(text)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_arrives_as_it_was() {
        let step = |loss| StepMetrics { loss, accuracy: 0.25 };
        let reading = Reading {
            gradient_norm: vec![0.5, 1e-9],
            update_ratio: vec![0.25, f64::INFINITY],
            saturation: vec![0.125],
            sparsity: vec![0.75],
            dead_units: vec![3.0],
        };
        let epoch = EpochMetrics {
            epoch: 7,
            loss: 0.1,
            accuracy: 0.2,
            val_loss: f64::INFINITY,
            val_accuracy: 0.4,
            steps: vec![step(0.5), step(1e-300)],
            seconds: 2.5,
            step_seconds: 0.001,
            readings: vec![reading, Reading::default()],
        };
        let none = EpochMetrics { steps: Vec::new(), readings: Vec::new(), ..epoch.clone() };
        let why = Outcome::Failed("no examples".into());
        let ends =
            [Outcome::Completed, Outcome::Stopped, Outcome::Diverged, why].map(Event::Finished);
        let started = [Event::Started, Event::Progress { epoch: 3, step: 41 }];
        for event in started.into_iter().chain([epoch, none].map(Event::Epoch)).chain(ends) {
            let (numbers, text) = encode(&event);
            assert_eq!(decode(&numbers, text), Some(event));
        }
        assert_eq!(decode(&[], String::new()), None);
        assert_eq!(decode(&[99.0], String::new()), None);
        assert_eq!(decode(&[EPOCH, 1.0], String::new()), None);
    }
}
