//! The suites that are Node programs over built parts. Each one's set-up is here: what must be built,
//! packed or installed before its files run.

use std::num::NonZeroU32;

use anyhow::Result;

use super::{Count, Extent, node};
use crate::{build, install, package as pack};

/// The package against the sandbox, in Node; the guide, which is run; the core's grammar against Node's.
pub fn package() -> Result<Count> {
    built()?;
    node::test("package", &["tests/package", "tests/contract", "tests/guide", "pkg-template"])
}

/// The packed tarball in throw-away consumers, and its types.
pub fn packaging(extent: Extent) -> Result<Count> {
    built()?;
    pack::pack()?;
    install::chromium()?;
    further_browsers(false)?;
    let all = if extent.all { "1" } else { "" };
    let environment = [("KONEKTOR_TEST_ALL", all.to_owned())];
    node::test_with("packaging", &["tests/packaging", "tests/types", "examples"], &environment)
}

/// The edge in real workerd.
pub fn edge() -> Result<Count> {
    built()?;
    node::test("edge", &["tests/edge", "edge"])
}

/// Judges that are not ours; each decides on as many cases as it is told to, or as it sees fit.
pub fn judges(cases: Option<NonZeroU32>) -> Result<Count> {
    built()?;
    install::schemathesis()?;
    let environment = cases.map(|cases| ("KONEKTOR_JUDGES_CASES", cases.to_string()));
    node::test_with("judges", &["tests/judges"], environment.as_slice())
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

/// The widget's main journeys in Chromium, and in further engines where they can be had; with `all` they must be.
pub fn browsers(extent: Extent) -> Result<Count> {
    built()?;
    install::chromium()?;
    further_browsers(extent.all)?;
    node::test("browsers", &["tests/engines"])
}

/// Firefox and WebKitGTK. Where one cannot be installed its cases are skipped, unless it is `required`.
fn further_browsers(required: bool) -> Result<()> {
    for (browser, installed) in [("Firefox", install::firefox()), ("WebKitGTK", install::webkit())] {
        match installed {
            Err(error) if required => return Err(error.context(format!("{browser} cannot be installed"))),
            Err(error) => eprintln!("{browser} cannot be installed, so its cases are skipped: {error:#}"),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Everything that the journeys start.
fn built() -> Result<()> {
    build::build()?;
    build::sandbox()?;
    Ok(())
}
