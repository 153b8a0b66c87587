//! Every developer command of konektor: `cargo xtask <command>`.
//!
//! This file decides which command was asked for; each command is a module of its own.
//! What a command needs first (the wasm target, npm packages, a browser) is the business of `install`.

mod architecture;
mod bench;
mod build;
mod demo;
mod edge;
mod generate;
mod house;
mod install;
mod package;
mod processes;
mod run;
mod sandbox;
mod semver;
mod size;
mod soak;
mod test;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Every developer command of konektor")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start sandbox, edge and landing page on loopback and print their addresses
    Demo {
        /// Send one lead through all of it in a headless browser, print it as JSON, and end
        #[arg(long)]
        once: bool,
        /// The landing page's port; edge and sandbox take the next two
        #[arg(long)]
        port: Option<u16>,
    },
    /// Run every suite, or the one named
    Test {
        /// One of the suites' names; without it, all of them
        suite: Option<String>,
        #[command(flatten)]
        extent: test::Extent,
    },
    /// Build the wasm binaries, the npm package, the widget and the edge
    Build,
    /// Pack the npm package into target/npm/
    Package,
    /// Measure what users download, and fail above the budgets
    Size {
        /// Print the figures as JSON on the last line
        #[arg(long)]
        json: bool,
    },
    /// Mix visitors, faults and power cuts by a seeded schedule, then count what came in and what came out
    Soak(soak::Extent),
    /// Start the sandbox; its own flags follow
    #[command(disable_help_flag = true)]
    Sandbox {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<OsString>,
    },
    /// Commands about the deployable Worker
    Edge {
        #[command(subcommand)]
        command: edge::Command,
    },
    /// Compare with a limit or with peers; prints tables and never fails on time
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Write the TypeScript models from the schema tables
    Generate {
        /// Change nothing; fail when the committed file is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Compare the crate's public interface with an earlier one's (needs cargo-semver-checks)
    Semver {
        /// A commit or a tag; without it, the last release
        #[arg(long)]
        baseline_rev: Option<String>,
    },
    /// Run a wasm test binary (cargo calls this)
    #[command(hide = true, disable_help_flag = true)]
    WasmTestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run a program that ends when its starter does (the demo calls this)
    #[command(hide = true, disable_help_flag = true)]
    Guard {
        starter: i32,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        program: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    house::ourselves();
    let result = match Arguments::parse().command {
        Command::Demo { once, port } => demo::demo(once, port),
        Command::Test { suite, extent } => return test::test(suite.as_deref(), extent),
        Command::Build => build::build(),
        Command::Package => package::package().map(|tarball| println!("{}", tarball.display())),
        Command::Size { json } => size::size(json),
        Command::Soak(extent) => soak::soak(extent),
        Command::Sandbox { flags } => sandbox::sandbox(flags),
        Command::Edge { command } => edge::edge(command),
        Command::Bench { bench } => bench::bench(bench),
        Command::Generate { check } => generate::generate(check),
        Command::Semver { baseline_rev } => semver::semver(baseline_rev),
        Command::WasmTestRunner { arguments } => test::wasm::run_binary(arguments),
        Command::Guard { starter, program } => processes::guard(starter, &program),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
