//! One test's page in a browser of its own.

use super::chromium::{Chrome, Driver, variable};
use super::site::Site;
use super::skipped::mnist_folder;
use fantoccini::{Client, Locator};
use fitlab::data::mnist::FILES;
use serde_json::{Value, json};
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// Two browsers at a time would train at half the speed, and their budgets would be noise.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Counts the browser's own WebGPU calls, whoever makes them.
const PROBE: &str = include_str!("../web/count_webgpu_calls.js");

/// What the page says of the training.
pub const STATUS: &str = "document.querySelector('[data-testid=status]').innerText";

/// The page, open.
pub struct Page {
    client: Client,
    pub site: Site,
}

/// Which data the host offers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The page alone.
    Bare,
    /// MNIST beside it.
    Mnist,
    /// Files of the right names that hold something else.
    SpoiltMnist,
}

/// Opens the page for `test`, and afterwards makes sure that nothing went wrong in passing.
pub fn on_the_page<T: Future<Output = Page>>(host: Host, test: impl FnOnce(Page) -> T) {
    let mnist = match host {
        Host::Bare => None,
        Host::SpoiltMnist => Some(spoilt_mnist()),
        Host::Mnist => match mnist_folder(thread::current().name().unwrap_or("a test")) {
            Some(folder) => Some(folder),
            None => return,
        },
    };
    // A test that failed while it held the lock has said so itself.
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let driver = Driver::start();
    let dist = PathBuf::from(variable("FITLAB_DIST"));
    let site = Site::serving(&dist, mnist.as_deref());
    runtime.block_on(async {
        let page = test(Page::open(&driver, site).await).await;
        let complaints = page.complaints().await;
        assert!(complaints.is_empty(), "the console complains: {complaints:#?}");
        page.client.close().await.unwrap();
    });
}

fn spoilt_mnist() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spoilt-mnist");
    fs::create_dir_all(&folder).unwrap();
    for file in FILES {
        fs::write(folder.join(file), "spoilt").unwrap();
    }
    folder
}

impl Page {
    async fn open(driver: &Driver, site: Site) -> Page {
        let page = Page { client: driver.browser().await, site };
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PROBE })).await;
        page.client.goto(&page.site.address()).await.unwrap();
        page.until("window.fitlab !== undefined", 30).await;
        page
    }

    /// Opens the same page again.
    pub async fn reload(&self) {
        self.client.refresh().await.unwrap();
        self.until("window.fitlab !== undefined", 30).await;
    }

    /// The value of an expression.
    pub async fn value(&self, expression: &str) -> Value {
        self.client.execute(&format!("return {expression};"), vec![]).await.unwrap()
    }

    /// What a promise resolves with, or the message it rejects with. `body` is that of an async
    /// function, in which `argument` is known.
    pub async fn promise(&self, body: &str, argument: Value) -> Result<Value, String> {
        let script = format!(
            "const [argument, done] = arguments;
             (async () => {{ {body} }})().then(
                 value => done({{ value: value ?? null }}), error => done({{ error: error.message ?? String(error) }}));"
        );
        let mut answer = self.client.execute_async(&script, vec![argument]).await.unwrap();
        match answer["error"].as_str() {
            None => Ok(answer["value"].take()),
            Some(error) => Err(error.into()),
        }
    }

    /// Waits until an expression is true.
    pub async fn until(&self, condition: &str, seconds: u64) {
        let start = Instant::now();
        while self.value(&format!("Boolean({condition})")).await != json!(true) {
            let waited = start.elapsed().as_secs();
            assert!(
                waited < seconds,
                "after {waited} s still not: {condition}\n{}",
                self.text("body").await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The text that a reader sees there.
    pub async fn text(&self, selector: &str) -> String {
        let found =
            self.value(&format!("document.querySelector({selector:?})?.innerText ?? ''")).await;
        found.as_str().unwrap_or_default().into()
    }

    /// Waits until the page's status begins so.
    pub async fn status_is(&self, beginning: &str, seconds: u64) {
        self.until(&format!("{STATUS}.startsWith({beginning:?})"), seconds).await;
    }

    pub async fn click(&self, selector: &str) {
        self.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// Replaces what stands in a field by what is typed, and leaves the field.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.client.find(Locator::Css(selector)).await.unwrap();
        // Which keys select all depends on the system.
        let select = "arguments[0].focus(); arguments[0].select();";
        self.client.execute(select, vec![json!(field)]).await.unwrap();
        const TAB: &str = "\u{E004}";
        field.send_keys(&format!("{text}{TAB}")).await.unwrap();
    }

    /// The same for one of the page's settings.
    pub async fn set(&self, setting: &str, text: &str) {
        self.fill(&format!("[data-testid='setting-{setting}']"), text).await;
    }

    /// Has the page's networks train on the GPU.
    pub async fn compute_on_the_gpu(&self) {
        self.click("[data-testid=more-settings]").await;
        let choose = "const backend = document.querySelector('[data-testid=setting-backend]');
            backend.value = 'webgpu';
            backend.dispatchEvent(new Event('change', { bubbles: true }));";
        self.promise(choose, Value::Null).await.unwrap();
    }

    /// Presses a key wherever the focus is.
    pub async fn press(&self, key: &str) {
        self.client.active_element().await.unwrap().send_keys(key).await.unwrap();
    }

    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.client.issue_cmd(Chrome::devtools(command, parameters)).await.unwrap()
    }

    /// Errors in the console. That files are looked for where they may be missing is none.
    pub async fn complaints(&self) -> Vec<Value> {
        let log = self.client.issue_cmd(Chrome::log()).await.unwrap();
        let entries = log.as_array().cloned().unwrap_or_default();
        let is_complaint =
            |entry: &Value| entry["level"] == "SEVERE" && entry["source"] != "network";
        entries.into_iter().filter(is_complaint).collect()
    }
}
