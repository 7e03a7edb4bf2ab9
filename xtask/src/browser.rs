//! Chromium and its driver, in which the page's tests run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    packages::{self, Need},
    problem::{Problem, Result, While},
    process::{find_program, output_of},
    project,
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

/// What helps on every system.
const BY_HAND: &str = "unpack Chrome for Testing and the chromedriver beside it \
    (https://googlechromelabs.github.io/chrome-for-testing) and name both in CHROMIUM and CHROMEDRIVER";

#[derive(Clone, Debug)]
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// A file like `webdriver.json` that also names the browser: its driver knows but the usual places.
    pub fn capabilities(&self) -> Result<PathBuf> {
        let path = project::root().join("webdriver.json");
        let text = fs::read_to_string(&path).while_doing(format!("reading {}", path.display()))?;
        project::leave("webdriver.json", &with_binary(&text, &self.chromium))
    }
}

/// A path is quoted in JSON as it is in Rust.
fn with_binary(capabilities: &str, chromium: &Path) -> String {
    let options = "\"goog:chromeOptions\": {";
    capabilities.replace(options, &format!("{options}\n    \"binary\": {chromium:?},"))
}

/// The browser that CHROMIUM and CHROMEDRIVER name, or the system's, installed if need be.
pub fn ensure() -> Result<Browser> {
    let (chromium, driver) = find()?;
    if let (Some(chromium), Some(driver)) = (&chromium, &driver) {
        return pair(chromium, driver);
    }
    // Homebrew refuses to install over a Chrome that came otherwise.
    let brew: &[&str] = if chromium.is_some() { &["--cask", "chromedriver"] } else { NEED.brew };
    let installed = packages::install(&Need { brew, ..NEED });
    if let (Some(chromium), Some(driver)) = find()? {
        return pair(&chromium, &driver);
    }
    let cause = installed.err().map_or_else(
        || "of Chromium and its driver one is still missing or does not run".to_owned(),
        |problem| problem.to_string(),
    );
    Err(Problem::new(format!("{cause}; or {BY_HAND}")))
}

/// A browser and a driver that are here and run.
fn find() -> Result<(Option<Program>, Option<Program>)> {
    let chromium = locate("CHROMIUM", &CHROMIUM_NAMES, &CHROMIUM_PLACES)?;
    let driver = locate("CHROMEDRIVER", &["chromedriver"], &DRIVER_PLACES)?;
    Ok((chromium, driver))
}

/// A driver refuses browsers of any other version than its own.
fn pair(chromium: &Program, driver: &Program) -> Result<Browser> {
    if let (Some(of_browser), Some(of_driver)) = (chromium.version, driver.version)
        && of_browser != of_driver
    {
        return Err(Problem::new(format!(
            "{} is of version {of_browser}, but {} of version {of_driver}: install a pair of one version, or {BY_HAND}",
            chromium.path.display(),
            driver.path.display(),
        )));
    }
    Ok(Browser { chromium: chromium.path.clone(), driver: driver.path.clone() })
}

struct Program {
    path: PathBuf,
    /// The first number of its version; of Chrome on Windows not known, as it tells none.
    version: Option<u32>,
}

impl Program {
    /// `None` where it does not run: without snap, Ubuntu's packages hold but scripts that say so.
    fn at(path: PathBuf) -> Option<Self> {
        if cfg!(windows) && !path.ends_with("chromedriver.exe") {
            return path.is_file().then_some(Self { path, version: None });
        }
        let told = output_of(Command::new(&path).arg("--version"))?;
        let version = Some(version_in(&told)?);
        Some(Self { path, version })
    }
}

/// The first number of the version in a line such as `Chromium 156.0.7827.0 built on Debian`.
fn version_in(told: &str) -> Option<u32> {
    told.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

/// What the environment variable names, else what runs of what is on the PATH or at a known place.
fn locate(variable: &str, names: &[&str], places: &[&str]) -> Result<Option<Program>> {
    if let Some(named) = env::var_os(variable).map(PathBuf::from) {
        let wrong = || {
            Problem::new(format!(
                "{variable} names {}, which is no program that tells its version: correct or unset it",
                named.display()
            ))
        };
        return Program::at(named.clone()).map(Some).ok_or_else(wrong);
    }
    let on_path = names.iter().filter_map(|name| find_program(name));
    let at_place = places.iter().map(PathBuf::from).filter(|path| path.is_file());
    Ok(on_path.chain(at_place).find_map(Program::at))
}

#[cfg(test)]
mod tests {
    use super::{version_in, with_binary};
    use std::path::Path;

    #[test]
    fn the_browser_is_named_among_its_options() {
        let named = with_binary(include_str!("../../webdriver.json"), Path::new(r"C:\a b\chrome"));
        assert!(named.contains(r#""binary": "C:\\a b\\chrome","#), "{named}");
    }

    #[test]
    fn a_version_is_the_first_word_with_a_point() {
        let chromium = "Chromium 156.0.7827.0 built on Debian GNU/Linux 12 (bookworm)";
        assert_eq!(version_in(chromium), Some(156));
        assert_eq!(version_in("ChromeDriver 99.0.4844.51 (d537ec02474b)"), Some(99));
        assert_eq!(version_in("Please install it with:\n\nsnap install chromium"), None);
    }
}
