//! A software Vulkan driver, on which the native tests run the kernels whatever the graphics card.

use std::{fs, path::Path};

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

/// Only Linux needs one: macOS and Windows bring Metal and Direct3D 12 with a software adapter.
pub fn ensure() -> Result<()> {
    if !cfg!(target_os = "linux") || announced(|driver| driver.starts_with("lvp_icd")) {
        return Ok(());
    }
    packages::install(&NEED).or_else(|problem| {
        if !announced(|driver| driver.ends_with(".json")) {
            return Err(problem);
        }
        say(format!("{problem}; the native tests will use the Vulkan driver that is here"));
        Ok(())
    })
}

fn announced(wanted: fn(&str) -> bool) -> bool {
    let folders = ANNOUNCEMENTS.iter().filter_map(|folder| fs::read_dir(Path::new(folder)).ok());
    folders.flatten().flatten().any(|entry| wanted(&entry.file_name().to_string_lossy()))
}
