//! Runs JavaScript tests under `node --test`, shown as they go and counted from a TAP report.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Count, results};
use crate::house;
use crate::run::program;

/// A case that takes longer than this hangs.
const CASE_TIMEOUT_MS: u32 = 300_000;

/// Runs the `*.test.mjs` files below the folders, one file after the other: many start browsers and
/// servers, and two cores are soon full.
pub fn test(suite: &str, folders: &[&str]) -> Result<Count> {
    test_with(suite, folders, &[])
}

/// The same with variables of the environment, by which a suite is told what it should do.
pub fn test_with(suite: &str, folders: &[&str], environment: &[(&str, String)]) -> Result<Count> {
    let files: Vec<PathBuf> =
        folders.iter().flat_map(|folder| house::files(folder, |name| name.ends_with(".test.mjs"))).collect();
    if files.is_empty() {
        eprintln!("no *.test.mjs in {}", folders.join(", "));
        return Ok(Count::default());
    }
    let folder = house::target("tap");
    fs::create_dir_all(&folder)?;
    let report = folder.join(format!("{suite}.tap"));
    let _ = fs::remove_file(&report);
    let succeeded = program("node")
        .args(["--test", "--test-concurrency=1"])
        .arg(format!("--test-timeout={CASE_TIMEOUT_MS}"))
        .args(["--test-reporter=spec", "--test-reporter-destination=stderr", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(&files)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .status()
        .context("cannot start node; install version 20 or newer")?
        .success();
    let mut count = results::tap(&fs::read_to_string(&report).unwrap_or_default(), &files);
    if !succeeded && count.failed == 0 {
        count += Count::failure("node failed, though no case did; the lines above say why".to_owned());
    }
    Ok(count)
}
