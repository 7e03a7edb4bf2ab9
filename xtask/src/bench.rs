//! The benchmarks in the browser: fitlab beside its peers, and how alive the page stays.

use std::{fs, path::PathBuf, process::Command, time::SystemTime};

use crate::{
    browser, page,
    problem::{Problem, Result},
    process::{find_program, run, say, succeeds},
    project,
};

const PAGE: &str = "--page";

/// Builds the page and measures it; `arguments` are the benchmark's own, after an optional `--page`.
pub fn run_all(arguments: &[String]) -> Result<()> {
    let node = node()?;
    let browser = browser::ensure()?;
    install_packages()?;
    page::build()?;
    let (page, others): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| *argument == PAGE);
    let script = if page.is_empty() { "browser.mjs" } else { "page.mjs" };
    let mut command = Command::new(node);
    command.current_dir(folder()).arg(script).args(others).env("CHROMIUM", browser.chromium);
    run(&mut command)
}

fn folder() -> PathBuf {
    project::root().join("bench")
}

fn node() -> Result<PathBuf> {
    let missing = || {
        Problem::new("node is not on PATH: install Node.js 18.3 or later, which brings npm along")
    };
    find_program("node").ok_or_else(missing)
}

/// The peers and the browser's remote control, in exactly the lock file's versions.
fn install_packages() -> Result<()> {
    if packages_are_current() {
        return Ok(());
    }
    if !succeeds(npm().arg("--version")) {
        return Err(Problem::new("npm cannot be run: install it beside Node.js"));
    }
    say("installing the peers into bench/node_modules");
    let mut npm = npm();
    npm.current_dir(folder()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(&mut npm).map_err(|problem| {
        Problem::new(format!(
            "{problem}: the peers come from npm, whose registry must be reachable"
        ))
    })
}

/// On Windows npm is a script, which only the shell runs.
fn npm() -> Command {
    if cfg!(windows) {
        let mut shell = Command::new("cmd");
        shell.args(["/C", "npm"]);
        shell
    } else {
        Command::new("npm")
    }
}

/// Whether npm installed them after the lock file was last changed.
fn packages_are_current() -> bool {
    let changed = |file: &str| -> Option<SystemTime> {
        fs::metadata(folder().join(file)).and_then(|metadata| metadata.modified()).ok()
    };
    let installed = changed("node_modules/.package-lock.json");
    installed.is_some() && installed >= changed("package-lock.json")
}
