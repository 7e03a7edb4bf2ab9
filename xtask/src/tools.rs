//! Trunk and wasm-bindgen's programs: taken from the PATH where they fit, else compiled once into the cache.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    problem::{Problem, Result},
    process::{output_of, program_file, run, say},
    project,
};

const TRUNK_VERSION: &str = "0.22.1";

/// A crate whose programs the project calls.
struct Tool {
    package: &'static str,
    version: String,
    programs: &'static [&'static str],
    features: &'static [&'static str],
    /// How well its code is optimised: less compiles sooner and runs slower.
    opt_level: &'static str,
    why: &'static str,
    /// Whether a version found on the PATH will do: below 1, those of one minor series fit one another.
    fits: fn(found: &str, wanted: &str) -> bool,
}

/// The folder to put before the PATH for `trunk`; `None` if the PATH has a fitting one.
pub fn ensure_trunk() -> Result<Option<PathBuf>> {
    ensure(&Tool {
        package: "trunk",
        version: TRUNK_VERSION.to_owned(),
        programs: &["trunk"],
        features: &["--no-default-features", "--features", "rustls"],
        opt_level: "0",
        why: "it builds and serves the page; this takes about four minutes on two cores, once",
        fits: |found, wanted| project::minor_version(found) == project::minor_version(wanted),
    })
}

/// The same for `wasm-bindgen` and its test runner, in exactly the lock file's version.
pub fn ensure_wasm_bindgen() -> Result<Option<PathBuf>> {
    ensure(&Tool {
        package: "wasm-bindgen-cli",
        version: project::wasm_bindgen_version()?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        features: &["--no-default-features"],
        opt_level: "1",
        why: "it joins the page's WebAssembly to JavaScript; this takes about two minutes, once",
        fits: |found, wanted| found == wanted,
    })
}

fn ensure(tool: &Tool) -> Result<Option<PathBuf>> {
    let on_path = |program: &&str| {
        version_of(Path::new(program)).is_some_and(|found| (tool.fits)(&found, &tool.version))
    };
    if tool.programs.iter().all(on_path) {
        return Ok(None);
    }
    let root = project::cache()?.join("tools").join(format!("{}-{}", tool.package, tool.version));
    let folder = root.join("bin");
    let in_cache = |program: &&str| {
        version_of(&folder.join(program_file(program))).as_ref() == Some(&tool.version)
    };
    if !tool.programs.iter().all(in_cache) {
        compile(tool, &root)?;
    }
    Ok(Some(folder))
}

/// With the versions its authors tried; without, where the registry here lacks one of them.
fn compile(tool: &Tool, root: &Path) -> Result<()> {
    say(format!("compiling {} {}: {}", tool.package, tool.version, tool.why));
    run(install(tool, root).arg("--locked"))
        .or_else(|problem| {
            say(format!("{problem}; trying newer versions of what it depends on"));
            run(&mut install(tool, root))
        })
        .map_err(|_| {
            let Tool { package, version, .. } = tool;
            Problem::new(format!(
                "{package} {version} could not be compiled: install it so that its programs are on PATH"
            ))
        })
}

fn install(tool: &Tool, root: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["install", tool.package, "--version", &tool.version, "--force", "--root"])
        .arg(root);
    // The stated minimum Rust version is newer than what these tools compile with.
    cargo.arg("--ignore-rust-version").args(tool.features);
    // Their own release settings take more than twice as long to compile.
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level);
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256");
    cargo.env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    cargo
}

/// The version a program states, as in `trunk 0.22.1`.
fn version_of(program: &Path) -> Option<String> {
    let line = output_of(Command::new(program).arg("--version"))?;
    line.split_whitespace().nth(1).map(str::to_owned)
}
