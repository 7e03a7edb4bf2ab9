//! Rounds of steps and validations, and a step taken apart.

use super::clock::{Clock, MOST_TIMED, wall};
use super::spread::Spread;
use fitlab::training::{Dispatch, Gpu, Workload};

/// Rounds of everything that is measured; each takes every candidate once, so that a slow moment of the
/// machine strikes all alike.
pub const ROUNDS: usize = 5;
/// Seconds that a round of one candidate takes about.
const ROUND: f64 = 0.15;
const MOST_STEPS: usize = 2000;

/// Seconds a step of each workload, rounds taken in turn.
pub fn steps(gpu: &Gpu, workloads: &[&Workload]) -> Vec<Spread> {
    let counts: Vec<usize> = workloads
        .iter()
        .map(|workload| {
            // The first steps compile.
            time_steps(gpu, workload, workload.steps());
            let seconds = time_steps(gpu, workload, 2).max(1e-6);
            ((ROUND / seconds) as usize).clamp(2, MOST_STEPS)
        })
        .collect();
    in_turn(workloads.len(), |index| time_steps(gpu, workloads[index], counts[index]))
}

/// Seconds a step, in a row of `count` that are submitted together as training does.
fn time_steps(gpu: &Gpu, workload: &Workload, count: usize) -> f64 {
    let seconds = wall(gpu, |pass| {
        for step in 0..count {
            if step % workload.steps() == 0 {
                workload.shuffle().record(pass);
            }
            workload.step().iter().for_each(|dispatch| dispatch.record(pass));
        }
    });
    seconds / count as f64
}

/// Seconds a validation of each workload.
pub fn validations(gpu: &Gpu, workloads: &[&Workload]) -> Vec<Spread> {
    let time = |index: usize| {
        wall(gpu, |pass| {
            workloads[index].validation().iter().flatten().for_each(|d| d.record(pass));
        })
    };
    // The first ones compile.
    for index in 0..workloads.len() {
        time(index);
    }
    in_turn(workloads.len(), time)
}

fn in_turn(candidates: usize, time: impl Fn(usize) -> f64) -> Vec<Spread> {
    let mut seconds = vec![Vec::new(); candidates];
    for _ in 0..ROUNDS {
        seconds.iter_mut().enumerate().for_each(|(index, rounds)| rounds.push(time(index)));
    }
    seconds.iter().map(|rounds| Spread::of(rounds)).collect()
}

/// Seconds of each dispatch of a step, each alone in a pass between two stamps.
pub fn kernels(clock: &Clock, workload: &Workload, step_seconds: f64) -> Vec<Spread> {
    let step = workload.step();
    let most = (MOST_TIMED as usize / (step.len() + 1)).min(workload.steps());
    let count = ((ROUND / step_seconds) as usize).clamp(1, most);
    let mut seconds = vec![Vec::new(); step.len()];
    for _ in 0..ROUNDS {
        let order: Vec<&Dispatch> = std::iter::once(workload.shuffle())
            .chain((0..count).flat_map(|_| step.iter()))
            .collect();
        let stamped = clock.dispatches(&order);
        for (index, of_kernel) in seconds.iter_mut().enumerate() {
            let own: Vec<f64> =
                stamped[1..].iter().skip(index).step_by(step.len()).copied().collect();
            of_kernel.push(Spread::of(&own).median);
        }
    }
    seconds.iter().map(|rounds| Spread::of(rounds)).collect()
}
