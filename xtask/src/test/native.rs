//! Suite `rust`: unit tests, journeys and documentation examples of the workspace, on this machine.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Count, results};
use crate::run::cargo;

/// All of `cargo test`, with all that a Rust program on this machine can have of the core.
pub fn run() -> Result<Count> {
    harness(cargo().args(["test", "--workspace", "--features", "konektor/native", "--no-fail-fast"]))
}

/// Runs a `cargo test`, shows what it prints, and counts. A command that fails without a failed case
/// (it does not compile) is one failure.
pub fn harness(command: &mut Command) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let mut printed = String::new();
    for line in BufReader::new(child.stdout.take().context("no stdout")?).lines() {
        let line = line?;
        eprintln!("{line}");
        printed.push_str(&line);
        printed.push('\n');
    }
    let succeeded = child.wait()?.success();
    let mut count = results::harness(&printed);
    if !succeeded && count.failed == 0 {
        count += Count::failure("cargo failed, though no case did; the lines above say why".to_owned());
    }
    Ok(count)
}
