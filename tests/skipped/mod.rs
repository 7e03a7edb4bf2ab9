//! Tests that cannot run here, and say so plainly.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::env;
use std::fs::OpenOptions;
use std::io::{Write, stderr};
use std::path::PathBuf;

/// Says so past the test harness, which would swallow it, and to `cargo xtask test`, whose summary repeats it.
pub fn skipped(test: &str, why: &str) {
    let text = format!("SKIPPED {test}: {why}\n");
    stderr().write_all(text.as_bytes()).unwrap();
    if let Some(list) = env::var_os("FITLAB_SKIPPED") {
        let mut list = OpenOptions::new().create(true).append(true).open(list).unwrap();
        list.write_all(text.as_bytes()).unwrap();
    }
}

/// The folder of MNIST's files, or `None` after saying that a test is skipped for want of it.
pub fn mnist_folder(test: &str) -> Option<PathBuf> {
    let folder = env::var_os("MNIST_DIR").map(PathBuf::from);
    if folder.is_none() {
        skipped(test, "MNIST_DIR names no folder with MNIST's files.");
    }
    folder
}
