//! What a reader changes while networks train, and after.

use super::browser::{Host, Page, STATUS, on_the_page};
use serde_json::json;

const NAMES: &str =
    "[...document.querySelectorAll('[data-testid=network] h3')].map(name => name.innerText)";
const FIGURES: &str =
    "[...document.querySelectorAll('[data-testid=network-figures]:not([hidden])')]
    .map(one => one.innerText)";

async fn train(page: &Page, epochs: &str) {
    for (setting, text) in [("train_samples", "64"), ("epochs", epochs)] {
        page.set(setting, text).await;
    }
    page.click("[data-testid=train]").await;
}

async fn remove_last(page: &Page) {
    page.click("[data-testid=networks] > :last-child [data-testid=network-remove]").await;
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn what_is_removed_while_it_rests_holds_nothing_up() {
    on_the_page(Host::Bare, async |page: Page| {
        remove_last(&page).await;
        remove_last(&page).await;
        train(&page, "5000").await;
        page.until(&format!("{STATUS}.includes('done')"), 60).await;
        page.click("[data-testid=pause]").await;
        page.status_is("Paused", 5).await;
        remove_last(&page).await;
        page.status_is("Add a network", 5).await;
        page.click("[data-testid=add-network]").await;
        page.click("[data-testid=edit-apply]").await;
        train(&page, "3").await;
        page.status_is("Done", 60).await;
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn curves_that_made_way_can_be_brought_back() {
    on_the_page(Host::Bare, async |page: Page| {
        train(&page, "3").await;
        page.status_is("Done", 120).await;
        let (names, done) = (page.value(NAMES).await, page.value(STATUS).await);
        let figures = page.value(FIGURES).await;
        page.click("[data-testid=question-2]").await;
        page.until(&format!("{NAMES}.includes('sigmoid')"), 5).await;
        assert_eq!(page.value(FIGURES).await, json!([]));
        page.click("[data-testid=bring-back]").await;
        page.until(&format!("{FIGURES}.length === 3"), 5).await;
        assert_eq!(page.value(NAMES).await, names);
        assert_eq!(page.value(STATUS).await, done, "settings are back, too");
        assert_eq!(page.value(FIGURES).await, figures);
        page.until("document.querySelectorAll('[data-testid=result]').length === 3", 10).await;
        // What made way for them can be had in turn.
        page.click("[data-testid=bring-back]").await;
        page.until(&format!("{NAMES}.includes('sigmoid')"), 5).await;
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn what_was_removed_or_cleared_can_be_brought_back() {
    on_the_page(Host::Bare, async |page: Page| {
        train(&page, "3").await;
        page.status_is("Done", 120).await;
        let (names, figures) = (page.value(NAMES).await, page.value(FIGURES).await);
        let has_all = format!("{FIGURES}.length === 3");
        page.click("[data-testid=networks] > :nth-child(2) [data-testid=network-remove]").await;
        page.until(&format!("{NAMES}.length === 2"), 5).await;
        let told = page.text("[data-testid=former]").await;
        assert!(told.starts_with("“best fit” and its curves were removed."), "{told}");
        page.click("[data-testid=bring-back]").await;
        page.until(&has_all, 5).await;
        let now = (page.value(NAMES).await, page.value(FIGURES).await);
        assert_eq!(now, (names.clone(), figures.clone()));
        let log = page.text("[data-testid=log]").await;
        page.click("[data-testid=reset]").await;
        page.until(&format!("{FIGURES}.length === 0 && {NAMES}.length === 3"), 5).await;
        // Networks without curves are no reason to forget those that had some.
        page.click("[data-testid=question-3]").await;
        page.until(&format!("{NAMES}.length === 4"), 5).await;
        // Lines of the log that came since make way, too.
        let config = json!({"hidden": [{"units": 4}], "epochs": 2, "train_samples": 32});
        page.promise("return fitlab.fit(argument)", config).await.unwrap();
        page.click("[data-testid=bring-back]").await;
        page.until(&has_all, 5).await;
        assert_eq!((page.value(NAMES).await, page.value(FIGURES).await), (names, figures));
        page.status_is("Done", 5).await;
        page.until("document.querySelectorAll('[data-testid=log] li').length === 9", 5).await;
        assert_eq!(page.text("[data-testid=log]").await, log);
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn results_of_before_an_edit_are_told_as_such() {
    on_the_page(Host::Bare, async |page: Page| {
        train(&page, "2").await;
        page.status_is("Done", 120).await;
        let status = page.text("[data-testid=network-status]").await;
        assert!(status.starts_with("2 epochs in ") && !status.contains("changed"), "{status}");
        page.click("[data-testid=network-edit]").await;
        page.fill("[data-testid=edit-layers]", "16").await;
        page.click("[data-testid=edit-apply]").await;
        let status = page.text("[data-testid=network-status]").await;
        assert!(status.ends_with(", before it was changed"), "{status}");
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_new_network_stays_only_if_it_is_applied_and_has_a_name_of_its_own() {
    on_the_page(Host::Bare, async |page: Page| {
        let before = page.value(NAMES).await;
        page.click("[data-testid=add-network]").await;
        page.click("[data-testid=edit-cancel]").await;
        assert_eq!(page.value(NAMES).await, before);
        let focused = page.value("document.activeElement.dataset.testid").await;
        assert_eq!(focused, json!("add-network"));
        for _ in 0..2 {
            page.click("[data-testid=add-network]").await;
            page.value("document.querySelector('[data-testid=edit-activation]').value = 'tanh'")
                .await;
            page.click("[data-testid=edit-apply]").await;
            let focused = page.value("document.activeElement.dataset.testid").await;
            assert_eq!(focused, json!("network-edit"));
        }
        let added = page.value(&format!("{NAMES}.slice(3)")).await;
        assert_eq!(added, json!(["64 tanh", "64 tanh #2"]));
        page
    });
}
