//! Softmax and cross-entropy together, by log-sum-exp.

/// What one example's logits come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// pᵢ = e^(zᵢ) / Σⱼ e^(zⱼ)
    pub probabilities: Vec<f64>,
    /// −ln p(label)
    pub loss: f64,
    /// Whether the first of the largest logits is the label's.
    pub correct: bool,
}

/// Loss and probabilities of one example; the loss's gradient by the logits is p − onehot(label).
pub fn softmax_cross_entropy(logits: &[f64], label: usize) -> Prediction {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logits.iter().map(|z| (z - largest).exp()).sum();
    let log_sum_exp = largest + sum.ln();
    Prediction {
        probabilities: logits.iter().map(|z| (z - log_sum_exp).exp()).collect(),
        loss: log_sum_exp - logits[label],
        correct: logits.iter().position(|&z| z == largest) == Some(label),
    }
}
