//! How much work goes into one submission: enough that the GPU never waits for the page, little enough
//! that neither the page nor a driver's watchdog waits for the GPU.

use std::time::Duration;

/// Learns how fast the adapter is.
pub struct Pace {
    /// Multiply-adds a second, dispatch overheads included.
    rate: f64,
    target: Duration,
    limit: Duration,
}

/// What a launch costs besides its multiply-adds, in multiply-adds.
pub const LAUNCH_WORK: f64 = 50_000.0;

/// Of this many steps a submission holds one at the least, on average.
pub const STEPS_A_SUBMISSION: usize = 12;

impl Pace {
    /// The pace before anything was measured. A software adapter disturbs no screen and has no watchdog
    /// but the browser's, at about 10 s, a third of which leaves room for a wrong guess; a graphics card draws the
    /// page, too.
    pub fn new(software: bool) -> Pace {
        let (rate, target, limit) = if software { (1e9, 200, 3000) } else { (2e10, 25, 400) };
        Pace { rate, target: Duration::from_millis(target), limit: Duration::from_millis(limit) }
    }

    /// Whether a submission with this much work should be closed. `spare` says whether one may be closed
    /// without there being more than one for every [`STEPS_A_SUBMISSION`] steps.
    pub fn is_enough(&self, work: f64, spare: bool) -> bool {
        self.is_too_much(work) || (spare && work / self.rate >= self.target.as_secs_f64())
    }

    /// Whether a submission with this much work must be closed at once.
    pub fn is_too_much(&self, work: f64) -> bool {
        work / self.rate >= self.limit.as_secs_f64()
    }

    /// Takes note of how long a submission took.
    pub fn measured(&mut self, work: f64, took: Duration) {
        let rate = work / took.as_secs_f64().max(1e-4);
        // A slow start (pipelines compile at their first use) must not look like a slow adapter for long,
        // nor a lucky one like a fast adapter.
        self.rate = 0.5 * self.rate + 0.5 * rate.max(self.rate / 4.0).min(self.rate * 4.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn submissions_settle_at_the_target_whatever_the_adapter() {
        for speed in [1e8, 1e10, 1e12] {
            let mut pace = Pace::new(false);
            let mut took = 0.0;
            for _ in 0..30 {
                let mut work = 0.0;
                while !pace.is_enough(work, true) {
                    work += speed / 10_000.0;
                }
                took = work / speed;
                pace.measured(work, Duration::from_secs_f64(took));
            }
            assert!((0.02..0.03).contains(&took), "{took} s at {speed}");
        }
    }

    #[test]
    fn nothing_outlasts_the_limit() {
        let pace = Pace::new(false);
        assert!(pace.is_enough(pace.rate * 0.5, false));
        assert!(!pace.is_enough(pace.rate * 0.1, false));
    }
}
