//! Chromium and its driver, in which the page's tests run.

use std::{env, path::PathBuf};

use crate::{
    packages::{self, Need},
    problem::{Problem, Result},
    process::find_program,
};

const NEED: Need = Need {
    what: "Chromium and its driver",
    apt: &[&["chromium", "chromium-driver"], &["chromium-browser", "chromium-chromedriver"]],
    dnf: &["chromium", "chromedriver"],
    pacman: &["chromium"],
    brew: &["--cask", "google-chrome", "chromedriver"],
};

const CHROMIUM_NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where installers put the browser without putting it on the PATH.
const CHROMIUM_PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

const DRIVER_PLACES: [&str; 2] =
    ["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

#[derive(Clone, Debug)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// The browser that CHROMIUM and CHROMEDRIVER name, or the system's, installed if need be.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    packages::install(&NEED)?;
    let missing = || {
        Problem::new(
            "Chromium or its driver is still missing: install both, or name them in CHROMIUM and CHROMEDRIVER",
        )
    };
    find()?.ok_or_else(missing)
}

fn find() -> Result<Option<Browser>> {
    let chromium = locate("CHROMIUM", &CHROMIUM_NAMES, &CHROMIUM_PLACES)?;
    let driver = locate("CHROMEDRIVER", &["chromedriver"], &DRIVER_PLACES)?;
    Ok(chromium.zip(driver).map(|(chromium, driver)| Browser { chromium, driver }))
}

/// What the environment variable names, else what is on the PATH, else at a known place.
fn locate(variable: &str, names: &[&str], places: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(variable).map(PathBuf::from) {
        let wrong = || {
            Problem::new(format!(
                "{variable} names {}, which is no file: correct or unset it",
                named.display()
            ))
        };
        return if named.is_file() { Ok(Some(named)) } else { Err(wrong()) };
    }
    let on_path = names.iter().find_map(|name| find_program(name));
    let at_place = || places.iter().map(PathBuf::from).find(|path| path.is_file());
    Ok(on_path.or_else(at_place))
}
