//! The page where there is a graphics card: the browser's software adapter under another name. What the page makes
//! of it shows here, not how fast it is.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

const DISGUISE: &str = "Object.defineProperty(GPUAdapter.prototype, 'info', {
    get: () => ({ vendor: 'nvidia', architecture: 'hopper', device: '', description: '', isFallbackAdapter: false }),
});";

/// Opens the page again where its adapter has the other name.
pub async fn pass_for_a_graphics_card(page: &Page) {
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": DISGUISE })).await;
    page.reload().await;
}

/// Too many weights for a software adapter to train several side by side; few test images, as a validation is
/// divided by how much there is to do.
const WIDE: &str = "{
    const images = Uint8Array.from({ length: 64 * 784 }, (_, at) => (at * 7919) % 251);
    const examples = { images, labels: Uint8Array.from({ length: 64 }, (_, at) => at % 10) };
    return { dataset: { train: examples, test: examples }, epochs: 2 };
}";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_graphics_card_trains_networks_together_and_is_then_measured() {
    on_the_page(Host::Bare, async |page: Page| {
        pass_for_a_graphics_card(&page).await;
        page.until("document.querySelector('[data-testid=adapter]')", 30).await;
        assert_eq!(page.text("[data-testid=adapter]").await, "GPU\nNVIDIA hopper");
        let body = format!(
            "const wide = (() => {WIDE})();
             const fit = async activations => {{
                 const before = fitlab.counters().dispatches;
                 const fits = activations.map(activation =>
                     fitlab.fit({{...wide, hidden: [{{units: 512, activation}}]}}));
                 const reports = await Promise.all(fits);
                 return {{
                     dispatches: fitlab.counters().dispatches - before,
                     backends: reports.map(report => report.backend),
                     histories: reports.map(report => report.history),
                 }};
             }};
             const four = await fit(['sigmoid', 'tanh', 'relu', 'leaky_relu']);
             return [four, await fit(['tanh'])];"
        );
        let trained = page.promise(&body, Value::Null).await.unwrap();
        let [four, one] = [&trained[0], &trained[1]];
        assert_eq!(four["backends"], json!(["WebGPU", "WebGPU", "WebGPU", "WebGPU"]));
        assert!(one["dispatches"].as_u64() > Some(0), "{one}");
        assert_eq!(four["dispatches"], one["dispatches"]);
        assert_eq!(four["histories"][1], one["histories"][0]);

        // Which variant of the kernels is the fastest is found out afterwards, and changes no number.
        page.until("Object.keys(localStorage).some(key => key.startsWith('fitlab-variant'))", 120)
            .await;
        let again = page.promise(&body, Value::Null).await.unwrap();
        assert_eq!(again[1]["histories"], one["histories"]);
        page
    });
}
