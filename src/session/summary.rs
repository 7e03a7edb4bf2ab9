//! Several trainings of one network as one curve with a band: at each epoch the median over the seeds, the
//! lowest and the highest.

use super::network::Run;
use super::spread::Spread;
use crate::training::History;

/// Median and band of the four curves. Steps and seconds stay with each run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The median at each epoch.
    pub median: History,
    /// The lowest at each epoch.
    pub low: History,
    /// The highest at each epoch.
    pub high: History,
    /// Serials of the runs that it sums up.
    runs: Vec<u32>,
}

impl Summary {
    /// Takes in the epochs that all of these runs have come to since the last time. With other runs than
    /// before it begins anew.
    pub fn follow(&mut self, runs: &[&Run]) {
        let serials: Vec<u32> = runs.iter().map(|run| run.serial).collect();
        if serials != self.runs {
            *self = Summary { runs: serials, ..Summary::default() };
        }
        let reached = runs.iter().map(|run| run.history.epochs()).min().unwrap_or(0);
        for epoch in self.median.epochs()..reached {
            for curve in 0..4 {
                let at_epoch: Vec<f64> =
                    runs.iter().map(|run| curves(&run.history)[curve][epoch]).collect();
                if let Some(Spread { median, low, high }) = Spread::of(&at_epoch) {
                    curves_mut(&mut self.median)[curve].push(median);
                    curves_mut(&mut self.low)[curve].push(low);
                    curves_mut(&mut self.high)[curve].push(high);
                }
            }
        }
    }
}

fn curves(history: &History) -> [&Vec<f64>; 4] {
    [&history.loss, &history.accuracy, &history.val_loss, &history.val_accuracy]
}

fn curves_mut(history: &mut History) -> [&mut Vec<f64>; 4] {
    [&mut history.loss, &mut history.accuracy, &mut history.val_loss, &mut history.val_accuracy]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::session::trial::epoch;

    fn run(serial: u32, val_losses: &[f64]) -> Run {
        let mut run = Run::waiting(serial, Config::default());
        for (at, &val_loss) in val_losses.iter().enumerate() {
            run.fold(&epoch(at, val_loss));
        }
        run
    }

    #[test]
    fn the_median_goes_as_far_as_all_have_come() {
        let [a, b, c] = [run(1, &[3.0, 2.0, 1.0]), run(2, &[5.0, 1.0]), run(3, &[4.0, 9.0, 9.0])];
        let mut summary = Summary::default();
        summary.follow(&[&a, &b, &c]);
        assert_eq!(summary.median.val_loss, [4.0, 2.0]);
        assert_eq!(summary.low.val_loss, [3.0, 1.0]);
        assert_eq!(summary.high.val_loss, [5.0, 9.0]);
        assert_eq!(summary.median.loss, [2.0, 1.0]);
    }

    #[test]
    fn epoch_by_epoch_comes_to_the_same_as_at_once() {
        let (a, b) = ([3.0, 2.0, 1.0], [5.0, 1.0, 0.5]);
        let mut at_once = Summary::default();
        at_once.follow(&[&run(1, &a), &run(2, &b)]);
        let mut by_epoch = Summary::default();
        for epochs in 0..=3 {
            by_epoch.follow(&[&run(1, &a[..epochs]), &run(2, &b[..epochs])]);
        }
        assert_eq!(by_epoch, at_once);
    }

    #[test]
    fn a_run_that_leaves_leaves_all_epochs() {
        let [a, b, c] = [run(1, &[3.0, 2.0]), run(2, &[5.0, 1.0]), run(3, &[4.0, f64::NAN])];
        let mut summary = Summary::default();
        summary.follow(&[&a, &b, &c]);
        summary.follow(&[&a, &b]);
        assert_eq!(summary.median.val_loss, [4.0, 1.5]);
        assert_eq!(summary.high.val_loss, [5.0, 2.0]);
    }
}
