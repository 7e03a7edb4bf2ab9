//! What the page may cost, counted by the browser itself.

use super::browser::{Host, Page, on_the_page};
use super::graphics_card::pass_for_a_graphics_card;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What the page may weigh, gzipped, until the reader points at Train.
const MOST_BYTES: usize = 250_000;
/// What may come on top until Train is pressed: who trains on the processor, and who on a graphics card.
const MOST_BYTES_OF_WORKER: usize = 80_000;
const MOST_BYTES_OF_GPU: usize = 145_000;

/// Calls before and after a training of 784-128-64-10 in 1000 steps.
const COUNTED: &str = "
    const config = {dataset: 'synthetic', train_samples: 1600, hidden: [{units: 128}, {units: 64}], epochs: 20,
        backend: 'webgpu'};
    // What happens but once, like compiling, is no part of a step.
    await fitlab.fit({...config, epochs: 1});
    const before = { ...fitlab.counters() }, seen = { ...webgpuCalls };
    await fitlab.fit(config);
    const after = fitlab.counters();
    const difference = (a, b) => Object.fromEntries(Object.keys(b).map(key => [key, a[key] - b[key]]));
    return { told: difference(after, before), seen: difference({ ...webgpuCalls }, seen) };";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn training_keeps_to_its_budgets_by_the_browsers_own_count() {
    on_the_page(Host::Bare, async |page: Page| {
        let calls = page.promise(COUNTED, Value::Null).await.unwrap();
        let count = |who: &str, what: &str| calls[who][what].as_f64().unwrap();
        let (told, seen) = (|what| count("told", what), |what| count("seen", what));
        for what in ["dispatches", "submissions", "readbacks"] {
            assert_eq!(told(what), seen(what), "{what}: {calls}");
        }
        let steps = told("steps");
        assert_eq!(steps, 1000.0);
        // All that an epoch needs besides its steps is counted in.
        assert!(told("dispatches") / steps <= 8.0, "{calls}");
        assert!(told("submissions") / steps <= 0.1, "{calls}");
        assert!(told("readbacks") <= 20.0, "{calls}");
        page
    });
}

/// Only who is about to train needs what trains; it is there sooner if it comes before the press.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn pointing_at_train_loads_what_trains_and_neither_grows_larger() {
    on_the_page(Host::Bare, async |page: Page| {
        weigh(&page, "worker_bg.wasm", MOST_BYTES_OF_WORKER).await;
        page
    });
    on_the_page(Host::Bare, async |page: Page| {
        pass_for_a_graphics_card(&page).await;
        weigh(&page, "gpu_bg.wasm", MOST_BYTES_OF_GPU).await;
        page
    });
}

async fn weigh(page: &Page, program: &str, most: usize) {
    let is_loaded = || page.site.fetched().iter().any(|file| file.ends_with(program));
    page.until("!document.querySelector('[data-testid=train]').disabled", 60).await;
    assert!(!is_loaded(), "{program} comes before anyone points at Train");
    let before = packed_size(page);
    let start = Instant::now();
    while !is_loaded() {
        assert!(start.elapsed() < Duration::from_secs(30), "{program} does not come");
        // Again, as a page that is still being laid out moves its buttons.
        point_at_train(page).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (total, files) = (packed_size(page), page.site.fetched());
    let trains = total - before;
    eprintln!("gzipped bytes until Train is pressed: {before} + {program} {trains} = {total}");
    assert!(before <= MOST_BYTES && trains <= most, "{before} + {trains}: {files:?}");
}

/// Of all that was fetched.
fn packed_size(page: &Page) -> usize {
    let size = |file: PathBuf| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&std::fs::read(file).unwrap()).unwrap();
        encoder.finish().unwrap().len()
    };
    page.site.fetched().into_iter().map(size).sum()
}

async fn point_at_train(page: &Page) {
    let middle = page
        .value(
            "(() => {
                const button = document.querySelector('[data-testid=train]').getBoundingClientRect();
                return {x: button.x + button.width / 2, y: button.y + button.height / 2};
            })()",
        )
        .await;
    let (x, y) = (&middle["x"], &middle["y"]);
    let moved = json!({ "type": "mouseMoved", "x": x, "y": y });
    page.devtools("Input.dispatchMouseEvent", moved).await;
}
