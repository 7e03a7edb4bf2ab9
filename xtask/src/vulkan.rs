//! A software Vulkan driver, on which the native tests run the kernels whatever the graphics card. Who would have them
//! run on the card calls `cargo test`, or names its driver in `VK_DRIVER_FILES`.

use std::{env, fs, path::PathBuf, process::Command};

use crate::{
    packages::{self, Need},
    problem::Result,
    process::say,
};

const NEED: Need = Need {
    what: "lavapipe, Mesa's software Vulkan driver",
    apt: &[&["mesa-vulkan-drivers"]],
    dnf: &["mesa-vulkan-drivers"],
    pacman: &["vulkan-swrast", "vulkan-icd-loader"],
    brew: &[],
};

/// Where drivers announce themselves to Vulkan's loader.
const ANNOUNCEMENTS: [&str; 3] =
    ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d"];

/// How Vulkan's loader is told of the only drivers to take; older ones know the second name.
const ONLY: [&str; 2] = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];

/// Only Linux needs one: macOS and Windows bring Metal and Direct3D 12 with a software adapter.
pub fn ensure() -> Result<()> {
    if !cfg!(target_os = "linux") || !announced("lvp_icd").is_empty() {
        return Ok(());
    }
    packages::install(&NEED).or_else(|problem| {
        if announced("").is_empty() {
            return Err(problem);
        }
        say(format!("{problem}; the native tests will use the Vulkan driver that is here"));
        Ok(())
    })
}

/// Has a command see no other driver, if this one is here and the user has not chosen.
pub fn select(command: &mut Command) {
    let files = announced("lvp_icd");
    if files.is_empty() || ONLY.iter().any(|variable| env::var_os(variable).is_some()) {
        return;
    }
    // One for each kind of processor: the loader takes the one that fits.
    if let Ok(files) = env::join_paths(files) {
        command.envs(ONLY.map(|variable| (variable, &files)));
    }
}

/// The announcements whose names begin so.
fn announced(beginning: &str) -> Vec<PathBuf> {
    let entries = ANNOUNCEMENTS.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let is_wanted = |name: &str| name.starts_with(beginning) && name.ends_with(".json");
    let wanted = entries.flatten().filter(|entry| is_wanted(&entry.file_name().to_string_lossy()));
    wanted.map(|entry| entry.path()).collect()
}
