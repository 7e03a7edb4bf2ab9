//! Networks trained from several seeds: curves, table, sentences, file and link.

use super::browser::{Host, Page, on_the_page};
use super::history::last;
use serde_json::{Value, json};

/// What the button gives the reader to keep.
const SAVED: &str = "
    const original = URL.createObjectURL;
    let file;
    URL.createObjectURL = blob => original.call(URL, file = blob);
    document.querySelector('[data-testid=save]').click();
    URL.createObjectURL = original;
    return JSON.parse(await file.text());";

/// Trains two small networks from three seeds each, and returns the saved reports.
async fn trained(page: &Page) -> Vec<Value> {
    page.click("[data-testid=networks] > :last-child [data-testid=network-remove]").await;
    for (setting, text) in [("train_samples", "64"), ("epochs", "3"), ("repeats", "3")] {
        page.set(setting, text).await;
    }
    page.click("[data-testid=train]").await;
    page.status_is("Done", 120).await;
    page.promise(SAVED, Value::Null).await.unwrap().as_array().unwrap().clone()
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn repeats_begin_with_the_single_run_and_are_saved_one_by_one() {
    on_the_page(Host::Bare, async |page: Page| {
        let reports = trained(&page).await;
        let seeds: Vec<_> = reports.iter().map(|report| report["config"]["seed"].clone()).collect();
        assert_eq!(json!(seeds), json!([1, 2, 3, 1, 2, 3]));
        assert_ne!(reports[0]["history"], reports[1]["history"], "another seed, another history");
        for report in [&reports[0], &reports[2]] {
            let fit = "return await fitlab.fit(argument);";
            let single = page.promise(fit, report["config"].clone()).await.unwrap();
            assert_eq!(single["history"], report["history"], "{}", report["config"]);
        }
        let weights = "const flat = async network =>
                (await fitlab.weights(network)).flatMap(({ values }) => [...values.slice(0, 9)]);
            const first = await fitlab.fit(argument.config);
            return [await flat(argument.network), await flat(first.network)];";
        let both = page.promise(weights, reports[0].clone()).await.unwrap();
        assert_eq!(both[0], both[1], "the weights of a network are its first run's");
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn medians_ranges_and_differences_are_told() {
    on_the_page(Host::Bare, async |page: Page| {
        let reports = trained(&page).await;
        let mut losses: Vec<f64> = reports[..3].iter().map(|one| last(one, "val_loss")).collect();
        losses.sort_by(f64::total_cmp);
        let figure = |value: f64| format!("{value:.4}");
        let range = format!("{}–{}", figure(losses[0]), figure(losses[2]));

        // The table follows the training at its leisure.
        page.until("document.querySelector('[data-testid=results] li')", 5).await;
        let cell = page.text("[data-testid=result] td").await;
        assert!(cell.contains(&figure(losses[1])) && cell.contains(&range), "{cell}: {losses:?}");
        let rows = page.value("document.querySelectorAll('[data-testid=result]').length").await;
        assert_eq!(rows, json!(2));
        assert_eq!(page.text("[data-testid=network-seeds]").await, "3 seeds: 1, 2, 3");
        let told = page.text("[data-testid=results]").await;
        assert!(told.contains("the spread between the 3 seeds"), "{told}");
        assert!(page.text(".lines").await.contains("lowest to highest seed"));

        page.value("document.querySelector('[data-testid=chart-loss] canvas').focus()").await;
        page.press(END).await;
        page.until("document.querySelector('[data-testid=readout-loss]')", 5).await;
        let readout = page.text("[data-testid=readout-loss] td").await;
        assert!(readout.contains(&figure(losses[1])) && readout.contains(&range), "{readout}");
        page
    });
}

const END: &str = "\u{E010}";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_link_carries_the_repeats() {
    on_the_page(Host::Bare, async |page: Page| {
        page.set("repeats", "4").await;
        page.click("[data-testid=copy-link]").await;
        page.until("decodeURIComponent(location.hash).includes('\"repeats\":4')", 5).await;
        page.reload().await;
        let repeats = "document.querySelector('[data-testid=setting-repeats]').value";
        page.until(&format!("{repeats} === '4'"), 5).await;
        page.set("repeats", "11").await;
        let problem = page.text("[data-testid='problem-repeats']").await;
        assert_eq!(problem, "repeats is 11; accepted: a whole number from 1 to 10.");
        page
    });
}

/// How much of a chart is not its ground: a band covers more than lines do.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_band_lies_under_the_curves() {
    on_the_page(Host::Bare, async |page: Page| {
        trained(&page).await;
        let tinted = "(() => {
            const canvas = document.querySelector('[data-testid=chart-loss] canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return new Uint32Array(data.buffer).filter(colour => colour !== 0).length;
        })()";
        let with_bands = page.value(tinted).await.as_u64().unwrap();
        page.set("repeats", "1").await;
        page.click("[data-testid=train]").await;
        page.status_is("Done", 120).await;
        let without = page.value(tinted).await.as_u64().unwrap();
        assert!(
            with_bands > without + without / 20,
            "{with_bands} pixels, without bands {without}"
        );
        page
    });
}
