//! Where rustup cannot fetch the wasm target: a toolchain made from Debian's Rust packages.
//!
//! They hold a compiler and the standard library's source. The library is compiled for the browser
//! once, into a folder of this user's that looks like a toolchain and leaves the packages as they are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    packages::{self, Need},
    problem::{Problem, Result, While},
    process::{find_program, output_of, run, run_silently, say, succeeds},
    project,
    toolchain::{TARGET, drop_outer_flags},
};

const NAME: &str = "fitlab-wasm";
const COMPILER: &str = "/usr/bin/rustc";
const RUSTLIB: &str = "/usr/lib/rustlib";
const SOURCE: &str = "/usr/lib/rustlib/src";
const BUILD_STD: &str = "-Zbuild-std=std,panic_abort,proc_macro,test";
const EMPTY_CRATE: &str = "\
[workspace]

[package]
name = \"empty\"
version = \"0.0.0\"
edition = \"2021\"
";

const RUST: Need = Need {
    what: "the distribution's Rust with its source",
    apt: &[&["rustc-web", "cargo-web", "rust-web-src"], &["rustc", "cargo", "rust-src"]],
    ..Need::NOTHING
};

const CLIPPY: Need = Need {
    what: "the distribution's clippy",
    apt: &[&["rust-web-clippy"], &["rust-clippy"]],
    ..Need::NOTHING
};

/// The toolchain's name, if it was made before by the compiler that is installed now.
pub fn ready_toolchain() -> Option<&'static str> {
    let compiler = Compiler::installed()?;
    let folder = folder().ok()?;
    let made_by = fs::read_to_string(mark(&folder)).ok()?;
    (made_by == compiler.description && is_linked()).then_some(NAME)
}

/// Installs the packages, compiles the standard library and makes rustup know the result by its name.
pub fn make_toolchain() -> Result<&'static str> {
    let remedy = format!("run `rustup target add {TARGET}` where rustup can reach its server");
    if !cfg!(target_os = "linux") || !packages::has_apt() || find_program("rustup").is_none() {
        return Err(Problem::new(format!("the {TARGET} target is missing: {remedy}")));
    }
    make().map_err(|problem| Problem::new(format!("{problem}; or {remedy}")))?;
    Ok(NAME)
}

/// The linter of the packages' compiler: another version's cannot read what this one compiled.
pub fn ensure_clippy(toolchain: &str) -> Result<()> {
    if succeeds(
        Command::new("cargo").args(["clippy", "--version"]).env("RUSTUP_TOOLCHAIN", toolchain),
    ) {
        return Ok(());
    }
    packages::install(&CLIPPY)
}

fn make() -> Result<()> {
    say("compiling Rust's standard library for the page from the distribution's packages instead");
    if Compiler::installed().is_none_or(|compiler| !compiler.has_source()) {
        packages::install(&RUST)?;
    }
    let compiler = Compiler::installed().ok_or_else(|| {
        Problem::new(format!("{COMPILER} of the distribution's Rust cannot be run"))
    })?;
    compiler.check_age()?;
    let linker = ensure_linker(&compiler)?;
    let folder = folder()?;
    lay_out(&folder, compiler.field("host")?, &linker)?;
    compile_standard_library(&folder)?;
    run(Command::new("rustup").args(["toolchain", "link", NAME]).arg(&folder))?;
    write(&mark(&folder), &compiler.description)
}

/// The packages' compiler, as it describes itself.
struct Compiler {
    description: String,
}

impl Compiler {
    fn installed() -> Option<Self> {
        output_of(Command::new(COMPILER).arg("-vV")).map(|description| Self { description })
    }

    fn field(&self, name: &str) -> Result<&str> {
        field(&self.description, name)
            .ok_or_else(|| Problem::new(format!("`{COMPILER} -vV` names no {name}")))
    }

    fn check_age(&self) -> Result<()> {
        let release = self.field("release")?;
        match project::oldest_rust() {
            Some(oldest) if project::minor_version(release) < Some(oldest) => {
                let (major, minor) = oldest;
                let text =
                    format!("the distribution's Rust is {release}, older than {major}.{minor}");
                Err(Problem::new(text))
            }
            _ => Ok(()),
        }
    }

    fn has_source(&self) -> bool {
        Path::new(SOURCE).join("rust/library/Cargo.lock").is_file()
    }
}

fn field<'a>(description: &'a str, name: &str) -> Option<&'a str> {
    description.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn folder() -> Result<PathBuf> {
    Ok(project::cache()?.join("toolchains").join(NAME))
}

/// Written last, so that a toolchain left half made is made again.
fn mark(folder: &Path) -> PathBuf {
    folder.join("made-by")
}

fn is_linked() -> bool {
    succeeds(Command::new("rustc").arg("--version").env("RUSTUP_TOOLCHAIN", NAME))
}

/// The linker of the compiler's own LLVM version.
fn ensure_linker(compiler: &Compiler) -> Result<PathBuf> {
    let version = compiler.field("LLVM version")?;
    let package = format!("lld-{}", version.split('.').next().unwrap_or(version));
    let linker = Path::new("/usr/bin").join(&package);
    if !linker.is_file() {
        let need = Need { what: "LLVM's linker", apt: &[&[&package]], ..Need::NOTHING };
        packages::install(&need)?;
    }
    Ok(linker)
}

/// A toolchain's folders, with links to what the packages hold.
fn lay_out(folder: &Path, host: &str, linker: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).while_doing(format!("clearing {}", folder.display()))?;
    }
    let libraries = folder.join("lib/rustlib");
    let of_host = libraries.join(host);
    for needed in [folder.join("bin"), of_host.join("bin"), target_libraries(folder)] {
        create_folder(&needed)?;
    }
    link(&Path::new(RUSTLIB).join(host).join("lib"), &of_host.join("lib"))?;
    link(linker, &of_host.join("bin/rust-lld"))?;
    link(Path::new(SOURCE), &libraries.join("src"))?;
    wrap_programs(folder)
}

/// The packages' programs look for libraries beside themselves unless told where.
fn wrap_programs(folder: &Path) -> Result<()> {
    let quoted = format!("'{}'", folder.display().to_string().replace('\'', r"'\''"));
    let scripts = [
        ("rustc", format!("exec /usr/bin/rustc --sysroot {quoted} \"$@\"")),
        ("rustdoc", format!("exec /usr/bin/rustdoc --sysroot {quoted} \"$@\"")),
        ("cargo", "exec /usr/bin/cargo \"$@\"".to_owned()),
        ("cargo-clippy", format!("SYSROOT={quoted} exec /usr/bin/cargo-clippy \"$@\"")),
    ];
    for (name, line) in scripts {
        let path = folder.join("bin").join(name);
        write(&path, &format!("#!/bin/sh\n{line}\n"))?;
        run_silently(Command::new("chmod").arg("+x").arg(&path))?;
    }
    Ok(())
}

/// Compiles an empty crate and with it the library, whose files are then moved to their place.
fn compile_standard_library(folder: &Path) -> Result<()> {
    let build = folder.join("build");
    create_folder(&build.join("src"))?;
    write(&build.join("Cargo.toml"), EMPTY_CRATE)?;
    write(&build.join("src/lib.rs"), "#![no_std]\n")?;
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo.current_dir(&build).args(["build", "--release", "--target", TARGET, BUILD_STD]);
    // Only a compiler told that it is a nightly one builds its own library; nothing else is told so.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // The page's link-time optimisation needs the library as bitcode too.
    drop_outer_flags(&mut cargo);
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.env("RUSTC", folder.join("bin/rustc")).env("CARGO_TARGET_DIR", build.join("target"));
    run(&mut cargo)?;
    move_libraries(&build.join("target").join(TARGET).join("release/deps"), folder)?;
    fs::remove_dir_all(&build).while_doing(format!("removing {}", build.display()))
}

fn move_libraries(built: &Path, folder: &Path) -> Result<()> {
    let reading = || format!("reading {}", built.display());
    for entry in fs::read_dir(built).while_doing(reading())? {
        let path = entry.while_doing(reading())?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            let place = target_libraries(folder).join(name);
            fs::rename(&path, &place).while_doing(format!("moving {name}"))?;
        }
    }
    Ok(())
}

fn target_libraries(folder: &Path) -> PathBuf {
    folder.join("lib/rustlib").join(TARGET).join("lib")
}

fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).while_doing(format!("creating {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).while_doing(format!("writing {}", path.display()))
}

fn link(target: &Path, place: &Path) -> Result<()> {
    run_silently(Command::new("ln").arg("-s").args([target, place]))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_compiler_s_description_is_read_by_field() {
        let description = "rustc 1.96.0\nhost: x86_64-unknown-linux-gnu\nLLVM version: 22.1.8";
        assert_eq!(field(description, "host"), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(field(description, "LLVM version"), Some("22.1.8"));
        assert_eq!(field(description, "release"), None);
    }
}
