//! Measures everything, prints it as tables and keeps it as JSON.

use super::adapter;
use super::clock::Clock;
use super::measure::{self, ROUNDS};
use super::model::{self, BATCHES, HIDDEN, Need, Shape, TEST};
use super::roof::{FLOPS, Roof};
use super::spread::Spread;
use fitlab::config::{Activation, dense};
use fitlab::training::{Gpu, Task, Variant, Workload};
use serde_json::{Value, json};
use std::path::Path;
use std::{env, fs};

/// Hidden layers of the networks that are trained side by side.
const TOGETHER: [usize; 2] = [128, 64];

/// Hidden layers of the networks on which variants are compared.
const VARIED: [&[usize]; 4] = [&[32], &[128, 64], &[512, 256], &[64; 8]];

/// The whole benchmark.
pub fn run() -> Result<(), String> {
    let gpu = adapter::open()?;
    let adapter = adapter::describe(&gpu);
    println!("{adapter}");
    let clock = Clock::new(&gpu);
    let roof = Roof::measure(&gpu, &clock);
    print_roof(&roof);
    let training = training(&gpu, &clock, &roof)?;
    let validation = validation(&gpu, &roof)?;
    let together = together(&gpu)?;
    let variants = variants(&gpu)?;
    let copies: Vec<Value> = roof.copies.iter().map(|(size, rate)| json!([size, rate])).collect();
    write(&json!({
        "adapter": adapter,
        "rounds": ROUNDS,
        "units": "seconds, bytes; a multiply-add is 2 operations; spreads are [least, median, most]",
        "roof": {"flops_per_second": roof.flops, "form": roof.form, "copies": copies},
        "training": training,
        "validation": validation,
        "together": together,
        "variants": variants,
    }))
}

fn write(report: &Value) -> Result<(), String> {
    let target = env::var("CARGO_TARGET_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/target").into());
    let folder = Path::new(&target).join("bench");
    let file = folder.join("native.json");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, format!("{report:#}\n")))
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

fn print_roof(roof: &Roof) {
    println!("\nmultiply-adds on registers: {:.1} GFLOP/s, as {}", roof.flops / 1e9, roof.form);
    for (bytes, rate) in &roof.copies {
        println!("copy of {:>8.2} MiB: {:.1} GB/s", *bytes as f64 / 1048576.0, rate / 1e9);
    }
}

/// Steps of every network at every batch size, as training submits them, then kernel by kernel.
fn training(gpu: &Gpu, clock: &Clock, roof: &Roof) -> Result<Vec<Value>, String> {
    let mut candidates = Vec::new();
    for batch in BATCHES {
        let data = model::digits(batch);
        for hidden in HIDDEN {
            let jobs = model::alone(hidden, batch, &data);
            candidates.push((Shape::new(hidden, batch), batch, workload(gpu, &jobs)?));
        }
    }
    let workloads: Vec<&Workload> = candidates.iter().map(|(_, _, workload)| workload).collect();
    let seconds = measure::steps(gpu, &workloads);
    println!("\na training step: ms [least to most of {ROUNDS} rounds], share of the roofs");
    let mut rows = Vec::new();
    for ((shape, batch, workload), spread) in candidates.iter().zip(seconds) {
        let need = shape.needs(workload.step().iter().flat_map(|dispatch| &dispatch.tasks));
        let name = format!("{} batch {batch}", shape.name());
        print_row(&name, spread, need, roof);
        let dispatches = workload.step().len();
        println!("  {:.0} steps/s, {dispatches} dispatches a step", 1.0 / spread.median);
        let kernels = measure::kernels(clock, workload, spread.median);
        let kernels: Vec<Value> = workload
            .step()
            .iter()
            .zip(kernels)
            .map(|(dispatch, spread)| {
                let need = shape.needs(&dispatch.tasks);
                let label = |&task: &Task| shape.label(task);
                let name = dispatch.tasks.iter().map(label).collect::<Vec<_>>().join(" + ");
                print_row(&format!("  {name}"), spread, need, roof);
                row(&name, spread, need, roof)
            })
            .collect();
        let mut row = row(&shape.name(), spread, need, roof);
        row["batch"] = json!(batch);
        row["steps_per_second"] = json!(1.0 / spread.median);
        row["dispatches"] = json!(dispatches);
        row["kernels"] = json!(kernels);
        rows.push(row);
    }
    Ok(rows)
}

/// Validations of every network on [`TEST`] images.
fn validation(gpu: &Gpu, roof: &Roof) -> Result<Vec<Value>, String> {
    let data = model::digits(BATCHES[0]);
    let workloads: Result<Vec<Workload>, String> = HIDDEN
        .iter()
        .map(|hidden| workload(gpu, &model::alone(hidden, BATCHES[0], &data)))
        .collect();
    let workloads = workloads?;
    let seconds = measure::validations(gpu, &workloads.iter().collect::<Vec<_>>());
    println!("\na validation on {TEST} images");
    let rows = HIDDEN.iter().zip(&workloads).zip(seconds).map(|((hidden, workload), spread)| {
        let shape = Shape::new(hidden, TEST);
        let need = shape.needs(workload.validation()[0].iter().flat_map(|d| &d.tasks));
        print_row(&shape.name(), spread, need, roof);
        row(&shape.name(), spread, need, roof)
    });
    Ok(rows.collect())
}

/// One network against four activations and against eight seeds in the same dispatches.
fn together(gpu: &Gpu) -> Result<Vec<Value>, String> {
    let batch = BATCHES[0];
    let data = model::digits(batch);
    let job = |activation, seed| model::job(dense(&TOGETHER, activation), batch, seed, &data);
    let activations = ["sigmoid", "tanh", "relu", "leaky_relu"];
    let activations = activations
        .map(|name| Activation::ALL.into_iter().find(|activation| activation.name() == name));
    let cohorts = [
        ("one network", vec![job(Activation::Relu, 1)]),
        ("four activations", activations.into_iter().flatten().map(|a| job(a, 1)).collect()),
        ("eight seeds", (1..=8).map(|seed| job(Activation::Relu, seed)).collect()),
    ];
    let workloads: Result<Vec<Workload>, String> =
        cohorts.iter().map(|(_, jobs)| workload(gpu, jobs)).collect();
    let workloads = workloads?;
    let seconds = measure::steps(gpu, &workloads.iter().collect::<Vec<_>>());
    let alone = seconds[0].median;
    println!("\nside by side, {} batch {batch}", Shape::new(&TOGETHER, batch).name());
    let rows = cohorts.iter().zip(seconds).map(|((name, jobs), spread)| {
        let (ms, ratio) = (spread.scaled(1e3), spread.median / alone);
        println!(
            "{name:<44} {:>9.3} [{:.3} to {:.3}]  {ratio:.2} of one alone",
            ms.median, ms.least, ms.most
        );
        let networks = jobs.len();
        json!({"name": name, "networks": networks, "seconds": spread.json(), "of_one": ratio})
    });
    Ok(rows.collect())
}

/// A step in every way in which kernels can share out their sums, on networks of little and of much depth.
fn variants(gpu: &Gpu) -> Result<Vec<Value>, String> {
    let presumed = gpu.variant();
    let mut ways = vec![presumed, Variant { fused: !presumed.fused, ..presumed }];
    ways.extend(Variant::all(gpu.facts()).into_iter().filter(|way| *way != presumed));
    let batch = BATCHES[0];
    let data = model::digits(batch);
    let mut rows = Vec::new();
    for hidden in VARIED {
        let shape = Shape::new(hidden, batch).name();
        println!("\nvariants, {shape} batch {batch}: ms, dispatches a step");
        let workloads: Result<Vec<Workload>, String> = ways
            .iter()
            .map(|&way| {
                gpu.set_variant(way);
                workload(gpu, &model::alone(hidden, batch, &data))
            })
            .collect();
        gpu.set_variant(presumed);
        let workloads = workloads?;
        let seconds = measure::steps(gpu, &workloads.iter().collect::<Vec<_>>());
        for ((way, workload), spread) in ways.iter().zip(&workloads).zip(seconds) {
            let (ms, dispatches) = (spread.scaled(1e3), workload.step().len());
            println!(
                "{:<44} {:>9.3} [{:.3} to {:.3}]  {dispatches}",
                way.name(),
                ms.median,
                ms.least,
                ms.most
            );
            rows.push(json!({
                "network": shape, "variant": way.name(), "dispatches": dispatches,
                "seconds": spread.json(),
            }));
        }
    }
    Ok(rows)
}

fn workload(gpu: &Gpu, jobs: &[fitlab::training::Job]) -> Result<Workload, String> {
    pollster::block_on(Workload::new(gpu, jobs)).map_err(|error| error.to_string())
}

fn print_row(name: &str, spread: Spread, need: Need, roof: &Roof) {
    let ms = spread.scaled(1e3);
    let (flops, bytes) = rates(spread, need);
    println!(
        "{name:<44} {:>9.3} [{:.3} to {:.3}]  {:>6.1} GFLOP/s {:>3.0} %  {:>6.2} GB/s {:>3.0} %",
        ms.median,
        ms.least,
        ms.most,
        flops / 1e9,
        100.0 * flops / roof.flops,
        bytes / 1e9,
        100.0 * bytes / roof.copy_rate(need.bytes),
    );
}

fn row(name: &str, spread: Spread, need: Need, roof: &Roof) -> Value {
    let (flops, bytes) = rates(spread, need);
    json!({
        "name": name,
        "seconds": spread.json(),
        "multiply_adds": need.multiply_adds,
        "flops_per_second": flops,
        "share_of_flops": flops / roof.flops,
        "bytes": need.bytes,
        "bytes_per_second": bytes,
        "share_of_copy": bytes / roof.copy_rate(need.bytes),
    })
}

/// Operations and bytes a second, at the median.
fn rates(spread: Spread, need: Need) -> (f64, f64) {
    (FLOPS * need.multiply_adds / spread.median, need.bytes / spread.median)
}
