//! Running other programs: said on the terminal before they start, and judged by their exit status.

use std::{
    env, io,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::problem::{Problem, Result};

/// One plain line on what is being done and why.
pub fn say(text: impl AsRef<str>) {
    println!("xtask: {}", text.as_ref());
}

/// Runs a program with the terminal as its output.
pub fn run(command: &mut Command) -> Result<()> {
    announce(command);
    run_silently(command)
}

/// The same without saying so, for what is too small to mention.
pub fn run_silently(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status();
    judge(command, status)
}

/// The same as [`run`], for what may hang: the program is ended after `limit`.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    announce(command);
    let spawned = command.stdin(Stdio::null()).spawn();
    let status = match spawned.and_then(|mut child| wait_within(limit, &mut child)) {
        Ok(Some(status)) => Ok(status),
        Ok(None) => {
            let seconds = limit.as_secs();
            return Err(Problem::new(format!(
                "`{}` did not end within {seconds} seconds",
                line_of(command)
            )));
        }
        Err(cause) => Err(cause),
    };
    judge(command, status)
}

/// Becomes the program where the system can, so that what ends this process ends that one.
pub fn become_program(command: &mut Command) -> Result<()> {
    announce(command);
    #[cfg(unix)]
    {
        let cause = std::os::unix::process::CommandExt::exec(command);
        judge(command, Err(cause))
    }
    #[cfg(not(unix))]
    {
        let status = command.status();
        judge(command, status)
    }
}

/// What a program prints on its standard output, if it can be run and ends well.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be run and ends well; what it prints is not shown.
pub fn succeeds(command: &mut Command) -> bool {
    output_of(command).is_some()
}

/// Where a program lies on the PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let file = program_file(name);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// The file name a program has on this system.
pub fn program_file(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

fn announce(command: &Command) {
    println!("$ {}", line_of(command));
}

fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn judge(command: &Command, status: io::Result<ExitStatus>) -> Result<()> {
    let line = line_of(command);
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Problem::new(format!("`{line}` ended with {status}"))),
        Err(cause) => Err(Problem::new(format!("`{line}` could not be run: {cause}"))),
    }
}

fn wait_within(limit: Duration, child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
