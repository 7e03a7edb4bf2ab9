//! What lies on the GPU, and a GPU that is lost.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

/// Two small networks, about to be trained on the GPU.
async fn prepare(page: &Page) {
    page.click("[data-testid=networks] > :last-child [data-testid=network-remove]").await;
    page.compute_on_the_gpu().await;
    for (setting, text) in [("train_samples", "64"), ("epochs", "2")] {
        page.set(setting, text).await;
    }
}

async fn train(page: &Page) {
    page.click("[data-testid=train]").await;
    page.status_is("Done", 120).await;
}

/// Buffers that were made and not given back.
const COUNT_MEMORY: &str = "
    window.held = new Map();
    const { createBuffer } = GPUDevice.prototype, { destroy } = GPUBuffer.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
        const buffer = createBuffer.call(this, descriptor);
        held.set(buffer, descriptor);
        return buffer;
    };
    GPUBuffer.prototype.destroy = function () {
        held.delete(this);
        destroy.call(this);
    };";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn its_memory_is_given_back() {
    on_the_page(Host::Bare, async |page: Page| {
        page.promise(COUNT_MEMORY, Value::Null).await.unwrap();
        prepare(&page).await;
        for _ in 0..2 {
            train(&page).await;
            let only_weights = "[...held.values()].every(({ label }) => label === 'kept weights')";
            page.until(only_weights, 10).await;
            assert_eq!(page.value("held.size").await, json!(2), "one network's each");
        }
        page.click("[data-testid=reset]").await;
        page.until("held.size === 0", 10).await;
        page
    });
}

/// `lose` makes believe that every device was lost that was opened before.
const LOSABLE: &str = "
    const losses = [];
    window.lose = () => losses.splice(0).forEach(loss => loss());
    Object.defineProperty(GPUDevice.prototype, 'lost', {
        get: () => new Promise(done =>
            losses.push(() => done({ reason: 'unknown', message: 'the computer slept' }))),
    });";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn one_that_is_lost_between_two_trainings_does_not_show() {
    on_the_page(Host::Bare, async |page: Page| {
        page.promise(LOSABLE, Value::Null).await.unwrap();
        prepare(&page).await;
        train(&page).await;
        page.click("[data-testid=reset]").await;
        page.value("lose()").await;
        train(&page).await;
        page
    });
}
