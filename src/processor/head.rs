//! Softmax, cross-entropy and its gradient, from the logits: loss = log Σⱼ e^(zⱼ) − z_label by log-sum-exp,
//! dL/dZ = (softmax(Z) − onehot(label)) / examples in the batch.

use super::activation::exp;
use crate::training::Loss;

/// What one example's logits come to.
pub fn loss(logits: &[f32], label: u8) -> Loss {
    let largest = largest(logits);
    let sum: f32 = logits.iter().map(|z| exp(z - largest)).sum();
    let correct = logits.iter().position(|&z| z == largest) == Some(label.into());
    [sum.ln() + largest - logits[usize::from(label)], f32::from(u8::from(correct))]
}

/// Turns an example's logits into their share of the loss's gradient.
pub fn to_gradient(logits: &mut [f32], label: u8, examples: usize) {
    let largest = largest(logits);
    logits.iter_mut().for_each(|z| *z = exp(*z - largest));
    let sum: f32 = logits.iter().sum();
    let share = 1.0 / examples as f32;
    logits.iter_mut().for_each(|e| *e = *e / sum * share);
    logits[usize::from(label)] -= share;
}

fn largest(logits: &[f32]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}
