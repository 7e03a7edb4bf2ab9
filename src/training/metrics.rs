//! From each example's loss to the means that a curve shows.

use super::event::StepMetrics;

/// A loss, and 1 for an example that was read right or 0.
pub type Loss = [f32; 2];

/// Mean loss and accuracy of these examples, summed in 64 bits.
pub fn mean(losses: &[Loss]) -> StepMetrics {
    let sum = |part: usize| losses.iter().map(|loss| f64::from(loss[part])).sum::<f64>();
    let count = losses.len() as f64;
    StepMetrics { loss: sum(0) / count, accuracy: sum(1) / count }
}

/// Each batch's mean, in order.
pub fn steps(losses: &[Loss], batch_size: usize) -> Vec<StepMetrics> {
    losses.chunks(batch_size).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_last_batch_counts_by_its_examples() {
        let losses = [[1.0, 1.0], [3.0, 0.0], [5.0, 1.0]];
        assert_eq!(mean(&losses), StepMetrics { loss: 3.0, accuracy: 2.0 / 3.0 });
        let steps = steps(&losses, 2);
        assert_eq!(steps[0], StepMetrics { loss: 2.0, accuracy: 0.5 });
        assert_eq!(steps[1], StepMetrics { loss: 5.0, accuracy: 1.0 });
    }
}
