//! `sandbox`: builds the sandbox and becomes it, so that signals and the exit code are its own.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::build;
use crate::run::program;

/// Starts the sandbox with its own flags; returns only when it cannot.
pub fn sandbox(flags: Vec<OsString>) -> Result<()> {
    let binary = build::sandbox()?;
    let error = program(&binary).args(flags).exec();
    Err(error).with_context(|| format!("cannot start {}", binary.display()))
}
