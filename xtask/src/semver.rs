//! `semver`: whether the crate's public interface still keeps the promise of its version, judged by cargo-semver-checks against
//! an earlier state of this repository. On demand, before a release: the tool takes minutes to build, so no suite runs it.

use anyhow::{Context, Result, ensure};

use crate::install;
use crate::run::{cargo, output, program, run, step};

/// Compares with a revision, or else with the last release's tag.
pub fn semver(baseline: Option<String>) -> Result<()> {
    ensure!(
        install::on_path("cargo-semver-checks").is_some(),
        "cargo-semver-checks is not on the PATH; `cargo install cargo-semver-checks --locked` builds it, in some minutes"
    );
    let last_release = || output(program("git").args(["describe", "--tags", "--abbrev=0", "--match", "v*"]));
    let baseline = baseline
        .or_else(last_release)
        .context("no release has a tag yet; name what to compare with: `--baseline-rev REV`")?;
    step(&format!("compare with {baseline}"), || {
        run(
            cargo()
                .args(["semver-checks", "check-release", "--package", "konektor", "--baseline-rev", &baseline])
                // What a Rust program can use; the wasm features are the npm package's.
                .args(["--only-explicit-features", "--features", "native"]),
            "the lines above say what a user's program would trip over, and which version may do that",
        )
    })
}
