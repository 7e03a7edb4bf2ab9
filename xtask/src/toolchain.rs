//! Rust for the browser: the `wasm32-unknown-unknown` target, and the formatter and linter beside it.

use std::{fs, process::Command, time::Duration};

use crate::{
    distribution,
    problem::{Problem, Result},
    process::{output_of, run_within, say, succeeds},
};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Long enough for a slow line, short enough for a machine without one.
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(180);

/// Which toolchain compiles for the browser.
#[derive(Clone, Debug)]
pub enum WasmToolchain {
    /// The one in use anyway.
    Usual,
    /// One that rustup knows by this name.
    Named(&'static str),
}

impl WasmToolchain {
    /// Makes a command, and whatever it starts, build with this toolchain.
    pub fn select(&self, command: &mut Command) {
        if let Self::Named(name) = self {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
    }
}

/// The toolchain in use with its wasm target added, else one made from the distribution's packages.
pub fn ensure_wasm() -> Result<WasmToolchain> {
    if usual_has_target() {
        return Ok(WasmToolchain::Usual);
    }
    if let Some(ready) = distribution::ready_toolchain() {
        return Ok(WasmToolchain::Named(ready));
    }
    say(format!("adding the {TARGET} target: the page is compiled for it"));
    match rustup(["target", "add", TARGET]) {
        Ok(()) if usual_has_target() => return Ok(WasmToolchain::Usual),
        Ok(()) => say("rustup added it to another toolchain than the one in use"),
        Err(problem) => say(problem.to_string()),
    }
    distribution::make_toolchain().map(WasmToolchain::Named)
}

/// Flags for the compiler that a user's environment holds would take the place of the project's own.
pub fn drop_outer_flags(command: &mut Command) {
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
}

/// `cargo fmt` and `cargo clippy`, which rustup's minimal profile leaves out.
pub fn ensure_component(name: &'static str, subcommand: &str) -> Result<()> {
    if succeeds(Command::new("cargo").args([subcommand, "--version"])) {
        return Ok(());
    }
    say(format!("adding {name}: `cargo {subcommand}` is one of the checks"));
    rustup(["component", "add", name]).map_err(|problem| {
        Problem::new(format!("{problem}: install {name} beside the Rust compiler"))
    })
}

/// `cargo clippy` of the toolchain that compiles for the browser.
pub fn ensure_wasm_clippy(toolchain: &WasmToolchain) -> Result<()> {
    match toolchain {
        WasmToolchain::Usual => ensure_component("clippy", "clippy"),
        WasmToolchain::Named(name) => distribution::ensure_clippy(name),
    }
}

fn rustup(arguments: [&str; 3]) -> Result<()> {
    let mut rustup = Command::new("rustup");
    // Without a network it fails, which is foreseen: its sentence is enough.
    run_within(DOWNLOAD_LIMIT, rustup.args(arguments).env("RUST_BACKTRACE", "0"))
}

fn usual_has_target() -> bool {
    let folder =
        output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Some(Ok(entries)) = folder.map(fs::read_dir) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
