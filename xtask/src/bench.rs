//! `bench`: comparisons that print tables and never fail on time.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};
use clap::Subcommand;

use crate::run::program;
use crate::{build, house, install};

/// What can be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// The edge's acceptance beside a Worker that only writes a row; `--memory` watches its memory instead
    #[command(disable_help_flag = true)]
    Edge {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<OsString>,
    },
    /// What a form costs a landing page: HTML alone, the widget, and what others would use
    #[command(disable_help_flag = true)]
    Page {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<OsString>,
    },
}

/// Builds what is measured, then becomes what measures it; returns only when it cannot.
pub fn bench(bench: Bench) -> Result<()> {
    build::build()?;
    let (door, flags) = match bench {
        Bench::Edge { flags } => ("benches/edge/bench.mjs", flags),
        Bench::Page { flags } => {
            install::bench_peers()?;
            install::chromium()?;
            ("benches/page/bench.mjs", flags)
        }
    };
    let error = program("node").arg(house::at(door)).args(flags).exec();
    Err(error).context("cannot start node")
}
