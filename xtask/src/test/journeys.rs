//! The suites that are Node programs over built parts. Each one's set-up is here: what must be built,
//! packed or installed before its files run.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::cases::Cases;
use super::{Count, node};
use crate::run::cargo;
use crate::{build, install, package as pack};

/// The package against the sandbox, in Node.
pub fn package() -> Result<Count> {
    built()?;
    node::test("package", &["pkg-template"])
}

/// The packed tarball in throw-away consumers, and its types.
pub fn packaging() -> Result<Count> {
    built()?;
    pack::pack()?;
    install::chromium()?;
    node::test("packaging", &["tests/packaging", "tests/types", "examples"])
}

/// The edge in real workerd.
pub fn edge() -> Result<Count> {
    built()?;
    node::test("edge", &["tests/edge", "edge"])
}

/// No acknowledged lead is lost, none doubled.
pub fn faults() -> Result<Count> {
    built()?;
    node::test("faults", &["tests/faults"])
}

/// The widget in a real browser.
pub fn browser() -> Result<Count> {
    built()?;
    install::chromium()?;
    node::test("browser", &["tests/browser", "www"])
}

/// The README's first command, as a newcomer types it.
pub fn demo() -> Result<Count> {
    let mut cases = Cases::default();
    cases.case("`cargo xtask demo --once` prints the lead that the visitor sent", || {
        let output = cargo()
            .args(["xtask", "demo", "--once"])
            .stderr(std::process::Stdio::inherit())
            .output()
            .context("cannot start cargo")?;
        ensure!(output.status.success(), "it ended with {}", output.status);
        let printed = String::from_utf8(output.stdout)?;
        let last = printed.lines().last().unwrap_or_default();
        let lead: Value = serde_json::from_str(last).context("its last line is not JSON")?;
        for (field, wanted) in [("source", "ads"), ("adPlatform", "google")] {
            ensure!(lead[field] == wanted, "the lead's {field} is {}, not {wanted}", lead[field]);
        }
        let code = lead["uniqueCode"].as_str().unwrap_or_default();
        ensure!(code.starts_with("KNK-abc123-"), "the lead's uniqueCode is {code:?}");
        Ok(())
    });
    Ok(cases.count())
}

/// Everything that the journeys start.
fn built() -> Result<()> {
    build::build()?;
    build::sandbox()?;
    Ok(())
}
