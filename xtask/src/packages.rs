//! Asking the system's own package manager for what Cargo cannot build.

use std::{process::Command, sync::Once};

use crate::{
    problem::{Problem, Result},
    process::{find_program, output_of, run, say, succeeds},
};

/// Something to install and its packages' names, by package manager; none where it has none.
pub struct Need<'a> {
    pub what: &'a str,
    /// Tried in turn: Debian's and Ubuntu's names differ.
    pub apt: &'a [&'a [&'a str]],
    pub dnf: &'a [&'a str],
    pub pacman: &'a [&'a str],
    pub brew: &'a [&'a str],
}

impl Need<'_> {
    pub const NOTHING: Need<'static> =
        Need { what: "nothing", apt: &[], dnf: &[], pacman: &[], brew: &[] };
}

/// Installs the need, or says in one sentence what to install by hand.
pub fn install(need: &Need) -> Result<()> {
    let what = need.what;
    let by_hand = || {
        Problem::new(format!(
            "{what} could not be installed here: install {}",
            names_for_a_person(need)
        ))
    };
    let Some((manager, choices)) = manager_for(need) else { return Err(by_hand()) };
    let Some(rights) = rights_for(manager) else { return Err(by_hand()) };

    say(format!("installing {what} with {manager}"));
    refresh_once(manager, rights);
    for packages in choices {
        match run(command(manager, rights).args(install_arguments(manager)).args(packages)) {
            Ok(()) => return Ok(()),
            Err(problem) => say(problem.to_string()),
        }
    }
    Err(by_hand())
}

/// Whether apt is here; what only Debian's packages offer depends on it.
pub fn has_apt() -> bool {
    find_program("apt-get").is_some()
}

/// The first manager that is here and has packages for the need, and the choices it has.
fn manager_for<'a>(need: &Need<'a>) -> Option<(&'static str, Vec<&'a [&'a str]>)> {
    let managers = [
        ("apt-get", need.apt.to_vec()),
        ("dnf", vec![need.dnf]),
        ("pacman", vec![need.pacman]),
        ("brew", vec![need.brew]),
    ];
    let offers = |choices: &[&[&str]]| choices.iter().any(|packages| !packages.is_empty());
    managers
        .into_iter()
        .find(|(manager, choices)| offers(choices) && find_program(manager).is_some())
}

#[derive(Clone, Copy)]
enum Rights {
    Own,
    Sudo,
}

/// How the manager may be run without asking for a password; `None` where it may not.
fn rights_for(manager: &str) -> Option<Rights> {
    let is_root = || output_of(Command::new("id").arg("-u")).as_deref() == Some("0");
    if manager == "brew" || is_root() {
        Some(Rights::Own)
    } else {
        succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Rights::Sudo)
    }
}

fn command(manager: &str, rights: Rights) -> Command {
    let mut command = match rights {
        Rights::Own => Command::new("env"),
        Rights::Sudo => Command::new("sudo"),
    };
    if matches!(rights, Rights::Sudo) {
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", manager]);
    command
}

/// A fresh machine's package lists are empty. An outdated mirror among several is no reason to give up.
fn refresh_once(manager: &str, rights: Rights) {
    static REFRESHED: Once = Once::new();
    REFRESHED.call_once(|| {
        if manager == "apt-get"
            && let Err(problem) = run(command(manager, rights).args(["update", "-qq"]))
        {
            say(format!("{problem}; going on with the package lists as they are"));
        }
    });
}

/// Nothing is removed to make room: a conflict is the user's to decide.
fn install_arguments(manager: &str) -> &'static [&'static str] {
    match manager {
        "apt-get" => &[
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "--no-remove",
            "-o",
            "DPkg::Lock::Timeout=120",
        ],
        "dnf" => &["install", "-y", "-q"],
        "pacman" => &["-Sy", "--noconfirm", "--needed"],
        _ => &["install"],
    }
}

fn names_for_a_person(need: &Need) -> String {
    match need.apt.first() {
        Some(packages) => format!("{} (Debian's packages: {})", need.what, packages.join(" ")),
        None => need.what.to_owned(),
    }
}
