//! The assignment's questions on the page: their experiments, and what is said of them.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

const MEASURED: &str = "document.querySelector('[data-testid=measured]').innerText";

async fn setting(page: &Page, name: &str) -> Value {
    page.value(&format!("document.querySelector('#{name}').value")).await
}

async fn names(page: &Page) -> Value {
    let entries = "[...document.querySelectorAll('[data-testid=legend-entry]')]";
    page.value(&format!("{entries}.map(entry => entry.innerText.trim())")).await
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn each_question_opens_its_experiments_in_one_click() {
    on_the_page(Host::Bare, async |page: Page| {
        let four = json!(["sigmoid", "tanh", "ReLU", "leaky ReLU"]);
        for (question, arrangement, images, epochs, networks) in [
            (2, "assigned", "60000", "10", four.clone()),
            (3, "assigned", "60000", "10", four.clone()),
            (3, "best", "5000", "5", four),
            (1, "best", "8000", "20", json!(["2 units", "12 units", "512 units"])),
            (1, "assigned", "500", "20", json!(["underfit", "best fit", "overfit"])),
        ] {
            page.click(&format!("[data-testid=question-{question}]")).await;
            page.click(&format!("[data-testid=arrangement-{arrangement}]")).await;
            assert_eq!(setting(&page, "train_samples").await, images, "{question} {arrangement}");
            assert_eq!(setting(&page, "epochs").await, epochs, "{question} {arrangement}");
            assert_eq!(names(&page).await, networks);
            let measured = page.value(MEASURED).await.to_string();
            assert!(measured.contains("Nothing yet."), "{measured}");
        }
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn the_deep_networks_show_a_vanishing_gradient_and_the_page_says_so() {
    on_the_page(Host::Bare, async |page: Page| {
        page.click("[data-testid=question-3]").await;
        page.click("[data-testid=arrangement-best]").await;
        page.click("[data-testid=train]").await;
        page.status_is("Done", 300).await;
        let told = page.value(MEASURED).await;
        let told = told.as_str().unwrap();
        for part in
            ["“sigmoid” has hardly learnt yet", "times smaller: it has vanished", "Verdicts"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        // A verdict each, and a press turns the charts to its network.
        let verdicts = "document.querySelectorAll('[data-testid=verdict]')";
        assert_eq!(page.value(&format!("{verdicts}.length")).await, 4);
        let picture = "document.querySelector('[data-testid=chart-loss] canvas').toDataURL()";
        let before = page.value(picture).await;
        page.click("[data-testid=verdict]").await;
        page.until(&format!("{picture} !== {before}"), 5).await;
        // The other question on the same page: the curves stay until its experiment is opened.
        page.click("[data-testid=question-2]").await;
        let measured = page.value(MEASURED).await.to_string();
        assert!(measured.contains("Nothing yet."), "{measured}");
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_link_to_a_questions_experiment_finds_its_question() {
    on_the_page(Host::Bare, async |page: Page| {
        page.click("[data-testid=question-2]").await;
        page.click("[data-testid=copy-link]").await;
        page.until("location.hash.length > 1", 5).await;
        page.click("[data-testid=question-1]").await;
        page.promise(
            "const link = location.hash; location.hash = ''; location.hash = link;",
            Value::Null,
        )
        .await
        .unwrap();
        let pressed = "document.querySelector('[data-testid=question-2]').ariaPressed === 'true'";
        page.until(pressed, 5).await;
        page
    });
}
