//! Suite `wasm`: the wasm faces under wasm-bindgen-test, in Node and in headless Chromium. The runner
//! is xtask itself, through the library of wasm-bindgen-cli, so its version is wasm-bindgen's own.

use std::ffi::OsString;
use std::iter;

use anyhow::{Context, Result};

use super::{Count, native};
use crate::house;
use crate::install;
use crate::run::cargo;

/// A test file of tests/wasm/ and the feature it is about.
const TARGETS: [(&str, &str); 2] = [("node", "wasm-edge"), ("web", "wasm-edge")];

/// Every test file.
pub fn run() -> Result<Count> {
    install::wasm_target()?;
    install::chromium()?;
    let mut count = Count::default();
    for (test, feature) in TARGETS {
        count += one(test, feature)?;
    }
    Ok(count)
}

fn one(test: &str, feature: &str) -> Result<Count> {
    let ours = std::env::current_exe()?;
    let runner = format!("target.wasm32-unknown-unknown.runner = [{:?}, \"wasm-test-runner\"]", ours.to_string_lossy());
    let driver = install::on_path("chromedriver").context("`chromedriver` is not on the PATH")?;
    native::harness(
        cargo()
            .args(["test", "--package", "konektor", "--target", "wasm32-unknown-unknown"])
            .args(["--features", feature, "--test", test])
            .args(["--config", &runner])
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", house::at("xtask/webdriver.json"))
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .env_remove("NO_HEADLESS"),
    )
}

/// What cargo calls for each test binary.
pub fn run_binary(arguments: Vec<OsString>) -> Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(
        iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments),
    )
}
