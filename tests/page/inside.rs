//! What the page shows of the inside of networks, and the report that it saves.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

const INSIDE: &str = "document.querySelector('[data-testid=inside]')";
const MEASURED: &str = "document.querySelector('[data-testid=measured]').innerText";

/// Trains a network of sigmoids and one of ReLUs on a few images.
async fn train(page: &Page) {
    let experiment = json!({
        "networks": [
            { "name": "sig<b>moid", "hidden": [{ "units": 16, "activation": "sigmoid" }, { "units": 8, "activation": "sigmoid" }] },
            { "name": "ReLU", "hidden": [{ "units": 16 }, { "units": 8 }] },
        ],
        "dataset": "synthetic", "train_samples": 64, "epochs": 4, "backend": "wasm",
    });
    let open = "location.hash = encodeURIComponent(JSON.stringify(argument));";
    page.promise(open, experiment).await.unwrap();
    page.until("document.querySelectorAll('[data-testid=legend-entry]').length === 2", 10).await;
    page.click("[data-testid=train]").await;
    page.status_is("Done", 60).await;
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn every_instrument_shows_what_it_measured() {
    on_the_page(Host::Bare, async |page: Page| {
        train(&page).await;
        page.click("[data-testid=tab-inside]").await;
        for (instrument, said) in [
            ("gradient_norm", "Before the first update"),
            ("update_ratio", "softmax"),
            ("saturation", "Not for ReLU"),
            ("sparsity", "layer 2"),
            ("dead_units", "all test examples"),
            ("step_time", "ms to"),
        ] {
            page.click(&format!("[data-testid=instrument-{instrument}]")).await;
            page.until(&format!("{INSIDE}.textContent.includes({said:?})"), 5).await;
        }
        let bold = format!("{INSIDE}.querySelector('b')");
        assert_eq!(page.value(&bold).await, Value::Null, "a name has become markup");
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn without_the_notebooks_program_the_page_trains_and_says_so() {
    on_the_page(Host::Bare, async |page: Page| {
        page.site.lose(Some("notebook_bg.wasm"));
        train(&page).await;
        page.until(&format!("{MEASURED}.includes('could not be loaded')"), 10).await;
        page.click("[data-testid=report]").await;
        page.until(
            "document.querySelector('[data-testid=notice]')?.innerText.includes('reload')",
            5,
        )
        .await;
        page.site.lose(None);
        page.click("[data-testid=train]").await;
        page.until(&format!("{MEASURED}.includes('Verdicts')"), 60).await;
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_report_is_saved_as_one_file_that_needs_no_other() {
    on_the_page(Host::Bare, async |page: Page| {
        train(&page).await;
        let keep = "const create = URL.createObjectURL;
            URL.createObjectURL = blob => { window.saved = blob; return create(blob); };";
        page.promise(keep, Value::Null).await.unwrap();
        page.click("[data-testid=report]").await;
        page.until("window.saved", 5).await;
        let html = page.promise("return await window.saved.text();", Value::Null).await.unwrap();
        let html = html.as_str().unwrap();
        for part in ["sig&lt;b&gt;moid", "784 → 16 → 8 → 10", "Drawn digits", "Chrome/", "#%7B"]
        {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("src=") && !html.contains("<script"));
        let shown = "const frame = document.createElement('iframe');
            frame.srcdoc = argument;
            document.body.append(frame);
            await new Promise(loaded => frame.addEventListener('load', loaded));
            return frame.contentDocument.querySelectorAll('svg.figure').length;";
        let charts = page.promise(shown, json!(html)).await.unwrap();
        // Loss, accuracy, and five instruments of two networks, but no saturation of ReLU.
        assert_eq!(charts, json!(2 + 2 * 5 - 1));
        page
    });
}
