//! The page: what compiling it takes, its static folder, and a server for it.

use std::{env, fs, path::PathBuf, process::Command};

use crate::{
    mnist,
    problem::{Result, While},
    process::{become_program, run, say},
    project,
    toolchain::{self, WasmToolchain},
    tools,
};

/// The compiler and the folders of tools with which commands for the browser run.
pub struct PageTools {
    toolchain: WasmToolchain,
    folders: Vec<PathBuf>,
}

impl PageTools {
    pub fn new(
        toolchain: WasmToolchain,
        folders: impl IntoIterator<Item = Option<PathBuf>>,
    ) -> Self {
        Self { toolchain, folders: folders.into_iter().flatten().collect() }
    }

    fn ensure() -> Result<Self> {
        let toolchain = toolchain::ensure_wasm()?;
        Ok(Self::new(toolchain, [tools::ensure_wasm_bindgen()?, tools::ensure_trunk()?]))
    }

    /// A program that finds the tools before whatever else is on the PATH.
    pub fn command(&self, program: &str) -> Result<Command> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&path));
        let path = env::join_paths(folders).while_doing("putting the tools on PATH")?;
        let mut command = Command::new(program);
        command.current_dir(project::root()).env("PATH", path);
        self.toolchain.select(&mut command);
        toolchain::drop_outer_flags(&mut command);
        Ok(command)
    }

    pub fn release_build(&self) -> Result<()> {
        run(self.command("trunk")?.args(["build", "--release"]))
    }
}

/// Before a build and all that it needs: where that fails no older page is left to be taken for the new one.
pub fn remove_old() -> Result<()> {
    let dist = project::dist();
    if dist.exists() {
        fs::remove_dir_all(&dist).while_doing(format!("removing {}", dist.display()))?;
    }
    Ok(())
}

/// Serves the page and rebuilds it when its sources change; `arguments` are trunk's own.
pub fn serve(arguments: &[String]) -> Result<()> {
    let tools = PageTools::ensure()?;
    mnist::fill_if_possible()?;
    say("starting trunk: it builds the page, then prints the address to open; Ctrl-C ends it");
    become_program(tools.command("trunk")?.arg("serve").args(arguments))
}

/// Leaves the page in `dist/`, for any static host.
pub fn build() -> Result<()> {
    remove_old()?;
    let tools = PageTools::ensure()?;
    mnist::fill_if_possible()?;
    tools.release_build()?;
    say(format!("{} is the page: any static host can serve it", project::dist().display()));
    Ok(())
}
