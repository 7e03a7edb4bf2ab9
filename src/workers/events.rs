//! Events as plain numbers, the form in which they cross from a worker to the page.

use crate::training::{EpochMetrics, Event, Outcome, StepMetrics};

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
    let EpochMetrics { epoch, loss, accuracy, val_loss, val_accuracy, steps, seconds } = metrics;
    let head = [EPOCH, *epoch as f64, *loss, *accuracy, *val_loss, *val_accuracy, *seconds];
    head.into_iter().chain(steps.iter().flat_map(|step| [step.loss, step.accuracy])).collect()
}

/// The event of these numbers and this text; `None` where they are none.
pub fn decode(numbers: &[f64], text: String) -> Option<Event> {
    let (&kind, rest) = numbers.split_first()?;
    Some(match (kind, rest) {
        (STARTED, _) => Event::Started,
        (PROGRESS, &[epoch, step]) => {
            Event::Progress { epoch: epoch as usize, step: step as usize }
        }
        (EPOCH, &[epoch, loss, accuracy, val_loss, val_accuracy, seconds, ref steps @ ..]) => {
            let pairs = steps.chunks_exact(2);
            Event::Epoch(EpochMetrics {
                epoch: epoch as usize,
                loss,
                accuracy,
                val_loss,
                val_accuracy,
                steps: pairs.map(|p| StepMetrics { loss: p[0], accuracy: p[1] }).collect(),
                seconds,
            })
        }
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
        let epoch = EpochMetrics {
            epoch: 7,
            loss: 0.1,
            accuracy: 0.2,
            val_loss: f64::INFINITY,
            val_accuracy: 0.4,
            steps: vec![step(0.5), step(1e-300)],
            seconds: 2.5,
        };
        let none = EpochMetrics { steps: Vec::new(), ..epoch.clone() };
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
    }
}
