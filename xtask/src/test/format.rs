//! Suite `format`: rustfmt and Biome, which lints as well.

use anyhow::Result;

use super::Count;
use super::cases::Cases;
use crate::house;
use crate::install;
use crate::run::{self, cargo, program};

/// One case for each tool.
pub fn run() -> Result<Count> {
    install::npm_packages()?;
    let mut cases = Cases::default();
    cases.case("rustfmt", || run::run(cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`"));
    // A workspace of its own, which `--all` does not reach.
    cases.case("rustfmt of fuzz/", || {
        let check = ["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"];
        run::run(cargo().args(check), "run `cargo fmt --manifest-path fuzz/Cargo.toml`")
    });
    cases.case("biome", || {
        run::run(
            program(house::node_tool("biome")).args(["check", "--error-on-warnings"]),
            "run `npx biome check --write`",
        )
    });
    Ok(cases.count())
}
