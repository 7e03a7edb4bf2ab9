//! What a chart shows of a history, and over how many epochs.

use super::scale::{Kind, Scale};
use crate::session::network::Network;
use crate::training::History;

/// One of the two charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Mean cross-entropy.
    Loss,
    /// Share of examples read right.
    Accuracy,
}

impl Metric {
    /// The training curve.
    pub fn training(self, history: &History) -> &[f64] {
        match self {
            Metric::Loss => &history.loss,
            Metric::Accuracy => &history.accuracy,
        }
    }

    /// The validation curve.
    pub fn validation(self, history: &History) -> &[f64] {
        match self {
            Metric::Loss => &history.val_loss,
            Metric::Accuracy => &history.val_accuracy,
        }
    }

    /// The vertical axis for these networks.
    pub fn scale(self, kind: Kind, networks: &[&Network]) -> Scale {
        let histories = networks.iter().filter_map(|network| network.history());
        let bands = networks.iter().filter_map(|network| network.band());
        let values = histories
            .chain(bands.flat_map(|(low, high)| [low, high]))
            .flat_map(|history| [self.training(history), self.validation(history)])
            .flatten()
            .copied();
        match self {
            Metric::Loss => Scale::of_losses(kind, values),
            Metric::Accuracy => Scale::of_accuracies(values),
        }
    }

    /// The axis in one word.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Loss => "loss",
            Metric::Accuracy => "accuracy",
        }
    }
}

/// Whether a network's curves have bands.
pub fn has_bands(networks: &[Network]) -> bool {
    networks.iter().any(|network| network.band().is_some())
}

/// Networks whose curves are drawn.
pub fn drawn(networks: &[Network]) -> Vec<&Network> {
    networks.iter().filter(|network| network.shown && network.has_curve()).collect()
}

/// Epochs finished by the network that is furthest on.
pub fn finished_epochs(networks: &[&Network]) -> usize {
    let finished = networks.iter().filter_map(|network| network.history());
    finished.map(History::epochs).max().unwrap_or(0)
}

/// The last epoch on the horizontal axis: as far as the runs will go, so that curves grow towards
/// their end; where that is far off, twice as far as they have come. Without curves it is as
/// long as the `planned` training.
pub fn last_epoch(networks: &[&Network], planned: usize) -> usize {
    const ALWAYS_SHOWN: usize = 50;
    let ends = networks.iter().filter_map(|network| match network.is_active() {
        true => network.runs().first().map(|run| run.config.epochs),
        false => network.history().map(History::epochs),
    });
    let end = ends.max().unwrap_or(planned);
    let mut shown = ALWAYS_SHOWN;
    while shown < finished_epochs(networks) {
        shown *= 2;
    }
    end.min(shown).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::session::experiment::Plan;
    use crate::session::network::{Origin, Run};
    use crate::training::{Event, Outcome};

    fn network(planned: usize, finished: usize) -> Network {
        let mut run = Run::waiting(1, Config { epochs: planned, ..Config::default() });
        run.history.loss = vec![0.5; finished];
        let mut network = Network::new(1, Plan::unnamed(Vec::new()), 0, Origin::Page);
        network.set_runs(vec![run]);
        network
    }

    #[test]
    fn the_axis_reaches_to_the_planned_end_if_that_is_near() {
        assert_eq!(last_epoch(&[&network(20, 3), &network(10, 10)], 5), 20);
        assert_eq!(last_epoch(&[&network(1000, 3)], 5), 50);
        assert_eq!(last_epoch(&[&network(1000, 120)], 5), 200);
        assert_eq!(last_epoch(&[], 5), 5);
    }

    #[test]
    fn a_stopped_run_reaches_as_far_as_it_came() {
        let mut stopped = network(20, 7);
        stopped.fold(1, &Event::Finished(Outcome::Stopped));
        assert_eq!(last_epoch(&[&stopped], 20), 7);
    }
}
