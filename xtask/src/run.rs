//! Running other programs: what is being done is shown as it starts, how long it took as it ends,
//! and a failure says what to do about it. Output of the programs goes to stderr, so that a
//! command's own answer on stdout stays clean.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::house;

/// A program started in the workspace's root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(house::root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A script of an npm workspace.
pub fn npm_script(workspace: &str, script: &str) -> Command {
    let mut command = program("npm");
    command.args(["run", "--silent", script, "--workspace", workspace]);
    command
}

/// Announces `title`, does the work, and says how long it took.
pub fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {title} …");
    let started = Instant::now();
    let result = work();
    let seconds = started.elapsed().as_secs_f32();
    match &result {
        Ok(_) => eprintln!("  {title}: done in {seconds:.1} s"),
        Err(_) => eprintln!("  {title}: failed after {seconds:.1} s"),
    }
    result
}

/// Runs to the end; a failure names the program and says what to do.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status =
        command.stdout(Stdio::from(io::stderr())).status().with_context(|| format!("cannot start {name}; {advice}"))?;
    if !status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        bail!("`{name} {}` ended with {status}; {advice}", arguments.join(" "));
    }
    Ok(())
}

/// What a program prints, when it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
