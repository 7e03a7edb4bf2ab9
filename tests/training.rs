//! Training on the GPU, against Keras and against the reference.

mod gpu;
mod keras;

use fitlab::training::{Job, Outcome};
use gpu::{Bench, dataset};
use keras::{Golden, norm, relative};

#[test]
fn every_step_agrees_with_keras() {
    let bench = Bench::open();
    for golden in Golden::all() {
        let data = dataset(golden.examples.clone(), golden.examples.clone());
        let job = Job {
            config: golden.config.clone(),
            data,
            initial_weights: Some(golden.weights.clone()),
        };
        let run = bench.train(vec![job]).remove(0);
        assert_eq!(run.outcome, Outcome::Completed);
        assert_eq!(run.history.steps.len(), golden.steps.len());
        for (step, (found, &[loss, accuracy])) in
            run.history.steps.iter().zip(&golden.steps).enumerate()
        {
            let error = relative(found.loss, loss);
            assert!(error < 1e-4, "{golden}: step {step}: {} {loss}", found.loss);
            assert!((found.accuracy - accuracy).abs() < 1e-6, "{golden}: step {step}");
        }
        let last = run.history.epochs() - 1;
        assert!(relative(run.history.val_loss[last], golden.loss_after) < 1e-3, "{golden}");
        assert!((run.history.val_accuracy[last] - golden.accuracy_after).abs() < 1e-6, "{golden}");
        for (tensor, &expected) in run.weights.0.iter().zip(&golden.weight_norms_after) {
            let values: Vec<f64> = tensor.values.iter().map(|&value| value.into()).collect();
            assert!(relative(norm(&values), expected) < 1e-3, "{golden}: {}", tensor.name);
        }
    }
}
