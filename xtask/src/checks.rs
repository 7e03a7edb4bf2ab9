//! Every check of the project, one after another, and a summary of them all.

use std::{
    env, fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    browser::{self, Browser},
    mnist,
    page::{self, PageTools},
    problem::{Problem, Result},
    process::{run, say},
    project,
    toolchain::{self, TARGET, WasmToolchain},
    tools, vulkan,
};

/// A check: its name, and what it is, once what it needs is there.
struct Stage {
    name: &'static str,
    check: fn(&Setup) -> Result<()>,
}

const STAGES: [Stage; 7] = [
    Stage { name: "format", check: format },
    Stage { name: "lints, native", check: native_lints },
    Stage { name: "lints, browser", check: browser_lints },
    Stage { name: "tests, native", check: native_tests },
    Stage { name: "tests, browser", check: browser_tests },
    Stage { name: "release build", check: release_build },
    Stage { name: "tests, built page", check: page_tests },
];

/// How long the tests of one file may take in the browser, whose graphics card may be imitated.
const BROWSER_TEST_SECONDS: &str = "900";

/// Names the file that says how the browser's driver is to start the browser.
const CAPABILITIES: &str = "WASM_BINDGEN_TEST_WEBDRIVER_JSON";

/// What the stages need, each present or not on its own, so that one lack fails only the stages it concerns.
struct Setup {
    rustfmt: Result<()>,
    clippy: Result<()>,
    vulkan: Result<()>,
    browser: Result<Browser>,
    toolchain: Result<WasmToolchain>,
    wasm_clippy: Result<()>,
    wasm_bindgen: Result<Option<PathBuf>>,
    trunk: Result<Option<PathBuf>>,
    mnist: Result<()>,
    /// Where tests that cannot run here say so.
    skip_list: Result<PathBuf>,
}

impl Setup {
    /// What takes seconds comes before what takes minutes.
    fn ensure() -> Self {
        let rustfmt = toolchain::ensure_component("rustfmt", "fmt");
        let clippy = toolchain::ensure_component("clippy", "clippy");
        let vulkan = vulkan::ensure();
        let browser = browser::ensure();
        let toolchain = toolchain::ensure_wasm();
        let wasm_clippy = toolchain.clone().and_then(|it| toolchain::ensure_wasm_clippy(&it));
        let wasm_bindgen = tools::ensure_wasm_bindgen();
        let trunk = tools::ensure_trunk();
        let mnist = mnist::fill_if_possible();
        let skip_list = project::leave("skipped", "");
        Self {
            rustfmt,
            clippy,
            vulkan,
            browser,
            toolchain,
            wasm_clippy,
            wasm_bindgen,
            trunk,
            mnist,
            skip_list,
        }
    }
}

/// Runs every stage, also after one has failed, and says whether all passed.
pub fn run_all() -> bool {
    let start = Instant::now();
    let setup = Setup::ensure();
    say(format!("set-up took {}", seconds(start.elapsed())));
    let outcomes: Vec<_> = STAGES.iter().map(|stage| run_stage(stage, &setup)).collect();
    let skipped = setup.skip_list.ok().and_then(|list| fs::read_to_string(list).ok());
    summarise(&outcomes, &skipped.unwrap_or_default())
}

struct Outcome {
    name: &'static str,
    result: Result<()>,
    took: Duration,
}

fn run_stage(stage: &Stage, setup: &Setup) -> Outcome {
    println!();
    say(stage.name);
    let start = Instant::now();
    let result = (stage.check)(setup);
    if let Err(problem) = &result {
        say(format!("{} failed: {problem}", stage.name));
    }
    Outcome { name: stage.name, result, took: start.elapsed() }
}

/// `skipped` has a line for each test that could not run.
fn summarise(outcomes: &[Outcome], skipped: &str) -> bool {
    println!();
    for Outcome { name, result, took } in outcomes {
        let took = seconds(*took);
        match result {
            Ok(()) => println!("passed  {took:>9}  {name}"),
            Err(problem) => println!("FAILED  {took:>9}  {name}: {problem}"),
        }
    }
    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    print!("{skipped}");
    let (passed, skipped) = (outcomes.len() - failed, skipped.lines().count());
    println!("{passed} passed, {failed} failed; tests skipped: {skipped}");
    failed == 0
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn format(setup: &Setup) -> Result<()> {
    setup.rustfmt.clone()?;
    run(&mut native_cargo(&["fmt", "--all", "--check"]))
}

fn native_lints(setup: &Setup) -> Result<()> {
    setup.clippy.clone()?;
    run(&mut native_cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn browser_lints(setup: &Setup) -> Result<()> {
    setup.wasm_clippy.clone()?;
    let mut cargo = PageTools::new(setup.toolchain.clone()?, []).command("cargo")?;
    cargo.args(["clippy", "--target", TARGET, "--package", "fitlab", "--all-targets"]);
    cargo.args(["--", "-D", "warnings"]);
    run(&mut cargo)
}

fn native_tests(setup: &Setup) -> Result<()> {
    let mut cargo = native_cargo(&["test", "--workspace", "--no-fail-fast"]);
    vulkan::select(&mut cargo);
    tell_tests(&mut cargo, setup)?;
    let result = run(&mut cargo).map_err(|problem| match &setup.vulkan {
        Ok(()) => problem,
        // Most tests need no adapter; those that do have said that they found none.
        Err(lack) => Problem::new(format!("{problem}; {lack}")),
    });
    // What was to be tested on MNIST was not.
    result.and(setup.mnist.clone())
}

fn browser_tests(setup: &Setup) -> Result<()> {
    let browser = setup.browser.clone()?;
    let tools = PageTools::new(setup.toolchain.clone()?, [setup.wasm_bindgen.clone()?]);
    let mut cargo = tools.command("cargo")?;
    cargo.args(["test", "--target", TARGET, "--package", "fitlab", "--tests"]);
    if env::var_os(CAPABILITIES).is_none() {
        cargo.env(CAPABILITIES, browser.capabilities()?);
    }
    cargo.env("CHROMEDRIVER", browser.driver);
    // Also for tests that do not say where they run.
    cargo.env("WASM_BINDGEN_USE_BROWSER", "1");
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TEST_SECONDS);
    run(&mut cargo)
}

fn release_build(setup: &Setup) -> Result<()> {
    page::remove_old()?;
    let folders = [setup.wasm_bindgen.clone()?, setup.trunk.clone()?];
    PageTools::new(setup.toolchain.clone()?, folders).release_build()
}

fn page_tests(setup: &Setup) -> Result<()> {
    let browser = setup.browser.clone()?;
    if !project::dist().join("index.html").is_file() {
        return Err(Problem::new("the release build left no page to test"));
    }
    let mut cargo = native_cargo(&["test", "--package", "fitlab", "--test", "page"]);
    cargo.args(["--", "--include-ignored", "--nocapture"]);
    cargo.env("FITLAB_DIST", project::dist());
    cargo.env("CHROMEDRIVER", browser.driver).env("CHROMIUM", browser.chromium);
    tell_tests(&mut cargo, setup)?;
    run(&mut cargo).and(setup.mnist.clone())
}

fn native_cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(project::root()).args(arguments);
    cargo
}

/// In variables: where MNIST lies, and where to say which tests are skipped.
fn tell_tests(cargo: &mut Command, setup: &Setup) -> Result<()> {
    cargo.env("FITLAB_SKIPPED", setup.skip_list.clone()?);
    match mnist::complete_folder() {
        Some(folder) => cargo.env("MNIST_DIR", folder),
        None => cargo.env_remove("MNIST_DIR"),
    };
    Ok(())
}
