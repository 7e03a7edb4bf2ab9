//! What the page may cost, counted by the browser itself.

use super::browser::{Host, Page, on_the_page};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// What the page may weigh, gzipped.
const MOST_BYTES: usize = 250_000;

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

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_page_grows_no_larger() {
    on_the_page(Host::Bare, async |page: Page| {
        let sizes: Vec<_> =
            page.site.fetched().iter().map(|file| (packed_size(file), file.clone())).collect();
        let total: usize = sizes.iter().map(|(size, _)| size).sum();
        eprintln!("gzipped bytes until the first Train press: {total}, {sizes:?}");
        assert!(sizes.len() >= 3 && total <= MOST_BYTES, "{sizes:?}");
        page
    });
}

/// Only who is about to train needs what trains; it is there sooner if it comes before the press.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn pointing_at_train_loads_what_trains() {
    const LOADED: &str =
        "performance.getEntriesByType('resource').some(entry => entry.name.endsWith('worker.js'))";
    on_the_page(Host::Bare, async |page: Page| {
        page.until("!document.querySelector('[data-testid=train]').disabled", 60).await;
        assert_eq!(page.value(LOADED).await, false);
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
        page.until(LOADED, 10).await;
        page
    });
}

fn packed_size(file: &Path) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&std::fs::read(file).unwrap()).unwrap();
    encoder.finish().unwrap().len()
}
