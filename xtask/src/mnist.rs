//! MNIST's four files in `data/mnist/`: from a folder or a mirror, and only if their checksums are right.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest, Sha256};

use crate::{
    problem::{Problem, Result, While},
    process::{find_program, run_silently, say},
    project,
};

/// In the format of `sha256sum`; the page and the tests check with the same file.
const SUMS: &str = include_str!("../../data/mnist.sha256");

const MIRRORS: [&str; 2] = [
    "https://cdn.jsdelivr.net/gh/fgnt/mnist@master",
    "https://raw.githubusercontent.com/fgnt/mnist/master",
];

/// A file as it is published, and the SHA-256 of its bytes in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Published {
    name: &'static str,
    sum: &'static str,
}

/// Where the files end up; the page is served with this folder.
pub fn folder() -> PathBuf {
    project::root().join("data/mnist")
}

/// Fills the folder with what is missing from it, and leaves only whole, right files there.
pub fn fill() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder).while_doing(format!("creating {}", folder.display()))?;
    let missing = missing_from(&folder)?;
    if !missing.is_empty() {
        match env::var_os("MNIST_DIR").map(PathBuf::from) {
            Some(source) => copy(&missing, &source, &folder)?,
            None => download(&missing, &folder)?,
        }
    }
    say(format!("{} holds MNIST, its checksums right", folder.display()));
    Ok(())
}

/// The same for who can do without; who names a folder, though, wants what is in it.
pub fn fill_if_possible() -> Result<()> {
    match fill() {
        Err(problem) if env::var_os("MNIST_DIR").is_some() => {
            Err(Problem::new(format!("MNIST_DIR is of no use, {problem}: correct or unset it")))
        }
        Err(problem) => {
            say(format!("going on without MNIST, on the project's own digits ({problem})"));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The folder, if all files are there.
pub fn complete_folder() -> Option<PathBuf> {
    let folder = folder();
    published(SUMS).all(|file| folder.join(file.name).is_file()).then_some(folder)
}

fn published(sums: &'static str) -> impl Iterator<Item = Published> {
    let entries = sums.lines().filter_map(|line| line.split_once(char::is_whitespace));
    let files =
        entries.map(|(sum, name)| Published { sum, name: name.trim_start_matches([' ', '*']) });
    files.filter(|file| file.name.ends_with(".gz"))
}

fn missing_from(folder: &Path) -> Result<Vec<Published>> {
    let mut missing = Vec::new();
    for file in published(SUMS) {
        let path = folder.join(file.name);
        if !path.is_file() {
            missing.push(file);
        } else if let Err(problem) = check(&path, file) {
            say(format!("{problem}; removing it"));
            fs::remove_file(&path).while_doing(format!("removing {}", path.display()))?;
            missing.push(file);
        }
    }
    Ok(missing)
}

fn copy(files: &[Published], source: &Path, folder: &Path) -> Result<()> {
    say(format!("copying MNIST from MNIST_DIR, {}", source.display()));
    for &file in files {
        let from = source.join(file.name);
        place(file, folder, |part| {
            let bytes = fs::read(&from).while_doing(format!("reading {}", from.display()))?;
            fs::write(part, bytes).while_doing(format!("writing {}", part.display()))
        })?;
    }
    Ok(())
}

/// From the first mirror that has everything that is still missing.
fn download(files: &[Published], folder: &Path) -> Result<()> {
    for mirror in MIRRORS {
        say(format!("downloading MNIST (11 MB) from {mirror}"));
        let fetch_one = |&file: &Published| {
            let there = folder.join(file.name);
            if there.is_file() && check(&there, file).is_ok() {
                return Ok(());
            }
            let address = format!("{mirror}/{}", file.name);
            place(file, folder, |part| fetch(&address, part))
        };
        match files.iter().try_for_each(fetch_one) {
            Ok(()) => return Ok(()),
            Err(problem) => say(problem.to_string()),
        }
    }
    Err(Problem::new(
        "no mirror could be read: name a folder that holds MNIST's .gz files in MNIST_DIR",
    ))
}

fn fetch(address: &str, part: &Path) -> Result<()> {
    let mut downloader = downloader(address, part)?;
    run_silently(&mut downloader)
        .map_err(|_| Problem::new(format!("{address} could not be fetched")))
}

fn downloader(address: &str, part: &Path) -> Result<Command> {
    if find_program("curl").is_some() {
        let mut curl = Command::new("curl");
        curl.args(["--fail", "--location", "--silent", "--show-error"]);
        curl.args(["--connect-timeout", "10", "--max-time", "300", "--output"]).arg(part);
        curl.arg(address);
        Ok(curl)
    } else if find_program("wget").is_some() {
        let mut wget = Command::new("wget");
        wget.args(["--quiet", "--timeout=10", "--tries=1", "-O"]).arg(part).arg(address);
        Ok(wget)
    } else {
        Err(Problem::new("downloading needs curl or wget: install one of them"))
    }
}

/// Lets `write` make the file under another name, which becomes its own only if the checksum is right.
fn place(file: Published, folder: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let part = folder.join(format!("{}.part", file.name));
    let whole = folder.join(file.name);
    let renamed = write(&part).and_then(|()| check(&part, file)).and_then(|()| {
        fs::rename(&part, &whole).while_doing(format!("naming {}", whole.display()))
    });
    if renamed.is_err() && part.exists() {
        fs::remove_file(&part).while_doing(format!("removing {}", part.display()))?;
    }
    renamed
}

fn check(path: &Path, file: Published) -> Result<()> {
    let bytes = fs::read(path).while_doing(format!("reading {}", path.display()))?;
    let found = hexadecimal(&Sha256::digest(&bytes));
    if found == file.sum {
        return Ok(());
    }
    let Published { name, sum } = file;
    Err(Problem::new(format!("{name} is refused: its SHA-256 is {found}, not {sum}")))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: Published = Published {
        name: "empty.gz",
        sum: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    };

    fn scratch(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("fitlab-xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn sums_are_read_for_the_compressed_files_only() {
        let sums = "ab12  images.gz\ncd34 *labels.gz\nef56  images\n";
        let names: Vec<_> = published(sums).map(|file| (file.sum, file.name)).collect();
        assert_eq!(names, [("ab12", "images.gz"), ("cd34", "labels.gz")]);
    }

    #[test]
    fn the_project_s_sums_name_four_files() {
        assert_eq!(published(SUMS).filter(|file| file.sum.len() == 64).count(), 4);
    }

    #[test]
    fn a_right_file_gets_its_name_and_leaves_no_other() {
        let folder = scratch("right");
        place(EMPTY, &folder, |part| fs::write(part, b"").while_doing("writing")).unwrap();
        assert!(folder.join(EMPTY.name).is_file());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_wrong_file_is_refused_and_nothing_of_it_remains() {
        let folder = scratch("wrong");
        let problem =
            place(EMPTY, &folder, |part| fs::write(part, b"x").while_doing("writing")).unwrap_err();
        assert!(problem.to_string().contains("empty.gz is refused"), "{problem}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::remove_dir_all(folder).unwrap();
    }
}
