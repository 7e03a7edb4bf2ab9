//! The page as a reader uses it, with mouse and keyboard.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

const TRAIN: &str = "[data-testid=train]";
const LOG_LINES: &str = "document.querySelectorAll('[data-testid=log] li').length";

/// Whether anything has been painted there: a blank canvas has one colour.
async fn colours_of(page: &Page, chart: &str) -> u64 {
    colours_on(page, &format!("[data-testid={chart}] canvas")).await
}

async fn colours_on(page: &Page, canvas: &str) -> u64 {
    let script = format!(
        "(() => {{
            const canvas = document.querySelector('{canvas}');
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(pixels.buffer)).size;
        }})()"
    );
    page.value(&script).await.as_u64().unwrap()
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn train_draws_the_curves_of_the_networks_and_reset_clears_them() {
    on_the_page(Host::Bare, async |page: Page| {
        page.until("document.querySelector('[data-testid=adapter]').dataset.tone !== 'busy'", 30)
            .await;
        assert!(page.text("[data-testid=adapter]").await.contains("SwiftShader"));
        let blank = colours_of(&page, "chart-loss").await;
        page.set("train_samples", "64").await;
        page.set("epochs", "2").await;
        page.click(TRAIN).await;
        page.status_is("Done", 120).await;
        assert_eq!(
            page.value(LOG_LINES).await,
            json!(3 * 2),
            "a line for each epoch of each network"
        );
        let log = page.text("[data-testid=log]").await;
        assert!(log.contains("Epoch 2/2") && log.contains("val_accuracy: 0."), "{log}");
        for chart in ["chart-loss", "chart-accuracy"] {
            assert!(colours_of(&page, chart).await > blank + 10, "{chart}");
        }
        page.click("[data-testid=reset]").await;
        page.until(&format!("{LOG_LINES} === 0"), 5).await;
        page
    });
}

/// The crosshair stands on the other canvas of each chart.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn pointing_shows_an_epoch_and_leaves_the_curves_as_they_are() {
    const CURVES: &str =
        "[...document.querySelectorAll('.plot canvas[role]')].map(canvas => canvas.toDataURL())";
    const VALUES: &str = "[...document.querySelectorAll('[data-testid=readout-loss] td')].map(cell => cell.innerText)";
    on_the_page(Host::Bare, async |page: Page| {
        page.set("train_samples", "64").await;
        page.set("epochs", "3").await;
        page.click(TRAIN).await;
        page.status_is("Done", 120).await;
        let curves = page.value(CURVES).await;
        let mut told = Vec::new();
        for (key, epoch) in [(HOME, 1), (RIGHT, 2)] {
            page.value("document.querySelector('[data-testid=chart-loss] canvas').focus()").await;
            page.press(key).await;
            let shown = "document.querySelector('[data-testid=readout-accuracy]')?.innerText";
            page.until(&format!("{shown}?.includes('Epoch {epoch}')"), 5).await;
            told.push(page.value(VALUES).await);
        }
        assert!(told[0].as_array().is_some_and(|cells| cells.len() == 6), "{told:?}");
        assert_ne!(told[0], told[1], "each epoch has its own numbers");
        for chart in ["loss", "accuracy"] {
            let over = format!("[data-testid=chart-{chart}] .over");
            assert!(colours_on(&page, &over).await > 10, "{chart}");
        }
        assert_eq!(page.value(CURVES).await, curves);
        page.press(ESCAPE).await;
        page.until("!document.querySelector('[data-testid=readout-loss]')", 5).await;
        for chart in ["loss", "accuracy"] {
            let over = format!("[data-testid=chart-{chart}] .over");
            assert_eq!(colours_on(&page, &over).await, 1, "{chart}");
        }
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn training_pauses_goes_on_and_stops() {
    on_the_page(Host::Bare, async |page: Page| {
        // The widest network would make everything wait.
        page.click("[data-testid=networks] > :last-child [data-testid=network-remove]").await;
        page.set("train_samples", "64").await;
        page.set("epochs", "2000").await;
        page.click(TRAIN).await;
        page.until(&format!("{LOG_LINES} > 1"), 60).await;
        page.click("[data-testid=pause]").await;
        page.status_is("Paused", 5).await;
        // What has been submitted is still done.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let steps = page.value("fitlab.counters().steps").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(page.value("fitlab.counters().steps").await, steps, "it trains while paused");
        page.click("[data-testid=pause]").await;
        page.until(&format!("fitlab.counters().steps > {steps}"), 20).await;
        page.click("[data-testid=stop]").await;
        page.status_is("Over; no network was trained to its end", 20).await;
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_bad_value_is_explained_and_can_be_corrected() {
    on_the_page(Host::Bare, async |page: Page| {
        for (setting, text) in
            [("epochs", "many"), ("batch_size", "0"), ("optimizer.learning_rate", "-1")]
        {
            page.set(setting, text).await;
            let problem = format!("[data-testid='problem-{setting}']");
            page.until(&format!("document.querySelector({problem:?})?.innerText"), 5).await;
            let message = page.text(&problem).await;
            assert!(message.contains(setting) && message.contains(text), "{message}");
            page.click(TRAIN).await;
            page.until("document.querySelector('[data-testid=notice]')", 5).await;
            page.set(setting, "1").await;
            page.until(&format!("!document.querySelector({problem:?})?.innerText"), 5).await;
        }
        // What is typed stays as typed until the field is left.
        for text in ["", ".05"] {
            page.set("optimizer.learning_rate", text).await;
        }
        let rate =
            "document.querySelector(\"[data-testid='setting-optimizer.learning_rate']\").value";
        assert_eq!(page.value(rate).await, "0.05");
        page.set("train_samples", "32").await;
        page.click(TRAIN).await;
        page.status_is("Done", 60).await;
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_keyboard_reaches_the_train_button_and_presses_it() {
    on_the_page(Host::Bare, async |page: Page| {
        page.set("train_samples", "32").await;
        page.set("epochs", "1").await;
        page.value("document.activeElement.blur()").await;
        page.value("window.getSelection().removeAllRanges()").await;
        for _ in 0..60 {
            page.press(TAB).await;
            if page.value("document.activeElement.dataset.testid").await == "train" {
                page.press(ENTER).await;
                page.status_is("Done", 60).await;
                return page;
            }
        }
        panic!("Train is not among the first 60 stops of the Tab key");
    });
}

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// A link may choose what the adapter cannot compute with.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_page_offers_float32_where_the_adapter_has_no_16_bit_floats() {
    on_the_page(Host::Bare, async |page: Page| {
        let choose = "const precision = document.querySelector('[data-testid=setting-precision]');
            precision.value = 'mixed_float16';
            precision.dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        page.promise(choose, Value::Null).await.unwrap();
        page.until("document.querySelector('[data-testid=no-f16]') !== null", 30).await;
        assert!(page.text("[data-testid=no-f16]").await.contains("SwiftShader"));
        page.click("[data-testid=use-float32]").await;
        page.until("document.querySelector('[data-testid=no-f16]') === null", 5).await;
        let precision = "document.querySelector('[data-testid=setting-precision]').value";
        assert_eq!(page.value(precision).await, json!("float32"));
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn without_webgpu_the_processor_trains_and_the_page_says_so() {
    on_the_page(Host::Bare, async |page: Page| {
        let hide = "Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": hide })).await;
        page.reload().await;
        let adapter = "document.querySelector('[data-testid=adapter]')";
        page.until(&format!("{adapter}.innerText.includes('no GPU')"), 30).await;
        let told = page.value(&format!("{adapter}.title")).await;
        assert!(told.as_str().unwrap().contains("does not offer WebGPU"), "{told}");
        page.set("train_samples", "64").await;
        page.set("epochs", "2").await;
        page.click(TRAIN).await;
        page.status_is("Done", 60).await;
        page.compute_on_the_gpu().await;
        page.until("document.querySelector('[data-testid=no-gpu]') !== null", 5).await;
        assert_eq!(page.value(&format!("document.querySelector({TRAIN:?}).disabled")).await, true);
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_log_opens_at_its_latest_line() {
    on_the_page(Host::Bare, async |page: Page| {
        let small = json!({
            "dataset": "synthetic", "train_samples": 64, "hidden": [{ "units": 4 }], "epochs": 60,
            "backend": "wasm",
        });
        page.promise("await fitlab.fit(argument);", small).await.unwrap();
        page.click("[data-testid=tab-log]").await;
        let at_end = "(log => log.scrollHeight > log.clientHeight
            && log.scrollHeight - log.scrollTop - log.clientHeight < 30)
            (document.querySelector('[data-testid=log]'))";
        page.until(at_end, 5).await;
        page
    });
}

const HOME: &str = "\u{E011}";
const RIGHT: &str = "\u{E014}";
const ESCAPE: &str = "\u{E00C}";
