//! Where the project and the per-user cache lie, and what `Cargo.lock` asks for.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::problem::{Problem, Result, While};

/// The checkout: the folder above this crate's.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folder that `trunk build` leaves for a static host.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Leaves a file for the programs that this run starts.
pub fn leave(name: &str, text: &str) -> Result<PathBuf> {
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder).while_doing(format!("creating {}", folder.display()))?;
    let path = folder.join(name);
    fs::write(&path, text).while_doing(format!("writing {}", path.display()))?;
    Ok(path)
}

/// A folder of this user's, outside the checkout, for tools worth keeping between checkouts.
pub fn cache() -> Result<PathBuf> {
    let home = |below: &str| folder_from("HOME").map(|home| home.join(below));
    let base = if cfg!(windows) {
        folder_from("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Caches")
    } else {
        folder_from("XDG_CACHE_HOME").or_else(|| home(".cache"))
    };
    let missing = || {
        Problem::new(
            "no folder for tools is known: set HOME (on Windows LOCALAPPDATA) and run this again",
        )
    };
    base.map(|base| base.join("fitlab")).ok_or_else(missing)
}

/// The version of wasm-bindgen in the lock file: the tools of that name must be of exactly this one.
pub fn wasm_bindgen_version() -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).while_doing(format!("reading {}", path.display()))?;
    let missing = || {
        Problem::new(
            "Cargo.lock names no wasm-bindgen: run `cargo update --workspace` and try again",
        )
    };
    locked_version(&lock, "wasm-bindgen").map(str::to_owned).ok_or_else(missing)
}

/// The oldest Rust that the project states to compile with, if it states one.
pub fn oldest_rust() -> Option<(u32, u32)> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).ok()?;
    manifest.lines().find_map(|line| quoted_value(line, "rust-version")).and_then(minor_version)
}

/// The first two numbers of a version such as `1.96.0`.
pub fn minor_version(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn folder_from(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_absolute())
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| quoted_value(line, "name") == Some(package))?;
    lines.next().and_then(|line| quoted_value(line, "version"))
}

fn quoted_value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::{locked_version, minor_version};

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
"#;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-futures"), Some("0.4.80"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(minor_version("0.22.1"), minor_version("0.22.9"));
        assert!(minor_version("1.100.0") > minor_version("1.95"));
        assert_eq!(minor_version("nonsense"), None);
    }
}
