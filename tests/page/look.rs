//! Sizes and colours: nothing sticks out on a phone, all is in sight on a laptop, and text can be
//! read in light and dark.

use super::browser::{Host, Page, on_the_page};
use serde_json::{Value, json};

async fn screen(page: &Page, width: u32, height: u32, mobile: bool) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": mobile });
    page.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_phone_scrolls_down_only() {
    on_the_page(Host::Bare, async |page: Page| {
        for width in [360, 412] {
            screen(&page, width, 800, true).await;
            page.reload().await;
            let found = page.value("document.documentElement.scrollWidth").await;
            assert_eq!(found, json!(width), "something is wider than the screen");
        }
        page
    });
}

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn a_laptop_needs_no_scrolling() {
    on_the_page(Host::Bare, async |page: Page| {
        screen(&page, 1440, 780, false).await;
        page.reload().await;
        let height = page.value("document.documentElement.scrollHeight").await;
        assert!(height.as_u64().unwrap() <= 780, "{height} pixels of 780");
        page
    });
}

/// Pairs of panels that lie over one another, and hints that reach beyond their plot.
const COVERED: &str = "(() => {
    const box = element => ({ of: element.className, at: element.getBoundingClientRect() });
    const all = selector => [...document.querySelectorAll(selector)].map(box);
    const panels = all('.controls, .networks, .settings, .legend, .chart, .notebook');
    const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1
        || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const over = panels.flatMap((a, n) => panels.slice(n + 1)
        .filter(b => !apart(a.at, b.at)).map(b => `${a.of} and ${b.of}`));
    const beyond = [...document.querySelectorAll('.hint')].map(box).filter(({ at }, n) => {
        const plot = document.querySelectorAll('.plot')[n].getBoundingClientRect();
        return at.top < plot.top || at.bottom > plot.bottom;
    });
    return [...over, ...beyond.map(({ of }) => of)];
})()";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn no_panel_covers_another_whatever_the_window() {
    on_the_page(Host::Bare, async |page: Page| {
        let windows = [
            (1920, 1080),
            (1366, 620),
            (1280, 500),
            (1024, 768),
            (1000, 500),
            (800, 600),
            (390, 844),
        ];
        for (width, height) in windows {
            screen(&page, width, height, false).await;
            page.reload().await;
            assert_eq!(page.value(COVERED).await, json!([]), "{width}×{height}");
        }
        page
    });
}

/// Contrast of the text with what is behind it, and whether that is dark, by WCAG's formulas.
const CONTRAST: &str = "(() => {
    const luminance = element => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        canvas.fillStyle = element;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(byte => {
            const c = byte / 255;
            return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const transparent = 'rgba(0, 0, 0, 0)';
    const ground = [document.body, document.documentElement]
        .map(element => getComputedStyle(element).backgroundColor)
        .find(colour => colour !== transparent) ?? 'white';
    const [text, back] = [getComputedStyle(document.body).color, ground].map(luminance);
    const [light, dark] = [Math.max(text, back), Math.min(text, back)];
    return { contrast: (light + 0.05) / (dark + 0.05), isDark: back < 0.2 };
})()";

#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn light_and_dark_follow_the_readers_system() {
    on_the_page(Host::Bare, async |page: Page| {
        for scheme in ["light", "dark"] {
            let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            page.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
            page.reload().await;
            let found: Value = page.value(CONTRAST).await;
            assert_eq!(found["isDark"], json!(scheme == "dark"), "{scheme}: {found}");
            assert!(found["contrast"].as_f64().unwrap() >= 7.0, "{scheme}: {found}");
        }
        page
    });
}

/// The values at each epoch stay within the window.
#[test]
#[ignore = "needs the built page: run `cargo xtask test`"]
fn values_pointed_at_are_in_sight() {
    on_the_page(Host::Bare, async |page: Page| {
        page.click("[data-testid=question-2]").await;
        for (setting, text) in [("train_samples", "64"), ("epochs", "10"), ("repeats", "2")] {
            page.fill(&format!("[data-testid='setting-{setting}']"), text).await;
        }
        page.click("[data-testid=train]").await;
        let status = "document.querySelector('[data-testid=status]').innerText";
        page.until(&format!("{status}.startsWith('Done')"), 120).await;
        for (width, mobile) in [(360, true), (412, true), (1280, false), (1366, false)] {
            screen(&page, width, 768, mobile).await;
            for chart in ["loss", "accuracy"] {
                page.value(&format!(
                    "document.querySelector('[data-testid=chart-{chart}] canvas').focus()"
                ))
                .await;
                page.press(HOME).await;
                for epoch in 1..=10 {
                    let shown = format!("document.querySelector('[data-testid=readout-{chart}]')");
                    page.until(&format!("{shown}?.innerText.includes('Epoch {epoch}')"), 5).await;
                    let place = page
                        .value(&format!(
                            "(at => [at.left, innerWidth - at.right])({shown}.getBoundingClientRect())"
                        ))
                        .await;
                    let sides = [&place[0], &place[1]].map(|side| side.as_f64().unwrap());
                    assert!(
                        sides[0] >= 0.0 && sides[1] >= 0.0,
                        "{width}: {chart}: {epoch}: {place}"
                    );
                    page.press(RIGHT).await;
                }
            }
            let found = page.value("document.documentElement.scrollWidth").await;
            assert_eq!(found, json!(width), "something is wider than the screen");
        }
        page
    });
}

const HOME: &str = "\u{E011}";
const RIGHT: &str = "\u{E014}";
