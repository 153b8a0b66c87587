//! The page of the npm package's methods. `xtask/api.mjs` prints it, because it takes TypeScript's own compiler to say what the
//! package exports; here it is given the operations' table.

use std::io::Write as _;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use konektor::endpoint::OPERATIONS;

use super::json::Json;
use crate::run::program;
use crate::{house, install};

/// `docs/reference/api.md`.
pub fn page() -> Result<String> {
    install::npm_packages()?;
    let operations: Json = OPERATIONS
        .iter()
        .map(|it| Json::object().with("name", it.name).with("method", it.method).with("path", it.path))
        .collect();
    let mut node = program("node")
        .arg(house::at("xtask/api.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start node; install version 20 or newer")?;
    // It reads all of stdin before it writes. Dropped, stdin ends.
    node.stdin.take().context("no stdin")?.write_all(operations.pretty().as_bytes())?;
    let printed = node.wait_with_output()?;
    ensure!(printed.status.success(), "xtask/api.mjs ended with {}; the lines above say why", printed.status);
    Ok(String::from_utf8(printed.stdout)?)
}
