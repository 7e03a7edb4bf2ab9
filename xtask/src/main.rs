//! `cargo xtask`: sets up what working on fitlab takes, serves and builds the page, and runs every check.

mod bench;
mod browser;
mod checks;
mod distribution;
mod mnist;
mod packages;
mod page;
mod problem;
mod process;
mod project;
mod toolchain;
mod tools;
mod vulkan;

use std::{env, process::ExitCode};

use problem::Result;

const HELP: &str = "\
cargo xtask <command>

  serve [arguments for trunk]  serve the page and print its address (--release, --port 9000, …)
  build                        leave the page in dist/, for any static host
  test                         run every check: format, lints, tests natively and in Chromium
  bench [--quick] [--rounds N] [--only TEXT]
                               measure fitlab beside its peers in Chromium; needs Node.js
  bench --page                 measure how alive the page stays while it trains
  mnist                        fill data/mnist/ from the folder named in MNIST_DIR, else from a mirror
  help                         print this

serve, build, bench and test first set up what is missing: the wasm target, trunk and wasm-bindgen;
bench and test also Chromium and its driver, test a software Vulkan driver.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", ..] => exit_code(page::serve(&arguments[1..])),
        ["build"] => exit_code(page::build()),
        ["bench", ..] => exit_code(bench::run_all(&arguments[1..])),
        ["mnist"] => exit_code(mnist::fill()),
        ["test"] => exit_code_if(checks::run_all()),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        unknown => {
            eprintln!("xtask: there is no command `{}`\n\n{HELP}", unknown.join(" "));
            ExitCode::FAILURE
        }
    }
}

fn exit_code(result: Result<()>) -> ExitCode {
    if let Err(problem) = &result {
        eprintln!("xtask: {problem}");
    }
    exit_code_if(result.is_ok())
}

fn exit_code_if(well: bool) -> ExitCode {
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
