//! `edge check`: what must hold before the Worker is deployed.

use anyhow::Result;
use clap::Subcommand;

use crate::build;
use crate::run::{npm_script, run, step};

/// Commands about the deployable Worker.
#[derive(Subcommand)]
pub enum Command {
    /// Check the forms file and that the Worker can be bundled for a deploy
    Check,
}

/// Builds, then lets the edge check itself.
pub fn edge(command: Command) -> Result<()> {
    match command {
        Command::Check => {
            build::build()?;
            step("check the edge", || {
                run(&mut npm_script("konektor-edge", "check"), "the lines above say what is wrong")
            })
        }
    }
}
