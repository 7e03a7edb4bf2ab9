//! Puts what networks begin with on the GPU, examples and weights, piece by piece: a wide network has millions,
//! and whoever shares the thread must not wait for all of them.

use super::cohort::Cohort;
use super::job::Job;
use super::plan::LayerPlan;
use crate::network::{InitialKernel, Layer, layers};

/// Numbers in a piece: a few milliseconds' work.
const PIECE: usize = 1 << 17;

/// Writes the jobs' examples, unless they are there, and the weights of each into its slice of the cohort.
pub async fn write(cohort: &Cohort, jobs: &[Job]) {
    let gpu = cohort.gpu();
    cohort.data().fill(gpu, &jobs[0].data).await;
    let order = &cohort.data().order;
    let mut written = 0;
    for (network, job) in jobs.iter().enumerate() {
        for (index, layer) in layers(&job.config.hidden).iter().enumerate() {
            let plan = cohort.layer(index);
            let start = Start::of(job, index, layer);
            let rows = (PIECE / stride(plan)).max(1);
            for first in (0..plan.parameter_rows()).step_by(rows) {
                let last = plan.parameter_rows().min(first + rows);
                let row_at = |place: usize| match order.pixels().get(place) {
                    Some(&pixel) if index == 0 => pixel,
                    _ => place,
                };
                let padded: Vec<f32> = (first..last)
                    .flat_map(|place| padded_row(plan, &start, row_at(place)))
                    .collect();
                cohort.write_weights(network, index, first * stride(plan), &padded);
                written += padded.len();
                if written >= PIECE {
                    written = 0;
                    gpu.catch_up().await;
                }
            }
        }
    }
}

/// Where a layer's weights come from.
enum Start<'a> {
    Drawn(InitialKernel),
    Given { kernel: &'a [f32], bias: &'a [f32] },
}

impl Start<'_> {
    fn of<'a>(job: &'a Job, index: usize, layer: &Layer) -> Start<'a> {
        match job.initial_weights.as_ref().and_then(|weights| weights.layer(index)) {
            Some((kernel, bias)) => Start::Given { kernel: &kernel.values, bias: &bias.values },
            None => Start::Drawn(InitialKernel::of(layer, index, job.config.seed)),
        }
    }
}

/// A row of W, of the zeros that pad it to four rows, or b; padded to vec4s.
fn padded_row(plan: &LayerPlan, start: &Start, row: usize) -> Vec<f32> {
    let (inputs, units) = (plan.inputs as usize, plan.units as usize);
    let mut padded = vec![0.0; stride(plan)];
    let values = &mut padded[..units];
    let entries = row * units..(row + 1) * units;
    match start {
        Start::Drawn(kernel) if row < inputs => {
            values.iter_mut().zip(entries).for_each(|(value, entry)| *value = kernel.value(entry));
        }
        Start::Given { kernel, .. } if row < inputs => values.copy_from_slice(&kernel[entries]),
        Start::Given { bias, .. } if row + 1 == plan.parameter_rows() => {
            values.copy_from_slice(bias);
        }
        _ => {}
    }
    padded
}

fn stride(plan: &LayerPlan) -> usize {
    plan.unit_vectors as usize * 4
}
