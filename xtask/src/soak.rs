//! `soak`: builds what a soak needs and becomes it, so that its progress, its one line and its exit code are its own.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::run::program;
use crate::{build, house};

/// How long a soak is, and which.
#[derive(clap::Args)]
pub struct Extent {
    /// The same seed replays the same schedule
    #[arg(long)]
    seed: u32,
    /// How long visitors, faults and power cuts go on; everything is delivered afterwards
    #[arg(long)]
    minutes: f64,
    /// Print the schedule and end
    #[arg(long)]
    plan_only: bool,
}

/// Starts the soak; returns only when it cannot.
pub fn soak(Extent { seed, minutes, plan_only }: Extent) -> Result<()> {
    if !plan_only {
        build::build()?;
        build::sandbox()?;
    }
    let mut command = program("node");
    command.arg(house::at("tests/faults/soak/soak.mjs"));
    command.args(["--seed", &seed.to_string(), "--minutes", &minutes.to_string()]);
    let error = command.args(plan_only.then_some("--plan-only")).exec();
    Err(error).context("cannot start node; install version 20 or newer")
}
