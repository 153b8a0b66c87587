//! Suite `wasm`: the wasm faces under wasm-bindgen-test, in Node and in headless Chromium. The runner
//! is xtask itself, through the library of wasm-bindgen-cli, so its version is wasm-bindgen's own.

use std::ffi::OsString;
use std::iter;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Count, native};
use crate::run::{cargo, output};
use crate::{build, house, install};

/// Every test of tests/wasm/.
pub fn run() -> Result<Count> {
    build::faces()?;
    install::chromium()?;
    let mut count = Count::default();
    for (test, features) in targets()? {
        let ran = one(&test, &features)?;
        if ran == Count::default() {
            let why = format!("`{test}` ended without a result");
            eprintln!("{why}");
            count += Count::failure(why);
        }
        count += ran;
    }
    Ok(count)
}

/// The tests of tests/wasm/ and the features that Cargo.toml says they require.
fn targets() -> Result<Vec<(String, String)>> {
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))
        .context("`cargo metadata` failed; run it to see why")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let folder = house::at("tests/wasm");
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let targets = packages.flat_map(|package| package["targets"].as_array().into_iter().flatten());
    let tests = targets.filter_map(|target| {
        let source = target["src_path"].as_str()?;
        let features = target["required-features"].as_array().into_iter().flatten();
        let features: Vec<_> = features.filter_map(Value::as_str).collect();
        let ours = target["kind"][0] == "test" && Path::new(source).starts_with(&folder);
        ours.then(|| Some((target["name"].as_str()?.to_owned(), features.join(","))))?
    });
    Ok(tests.collect())
}

fn one(test: &str, features: &str) -> Result<Count> {
    let ours = house::ourselves();
    let runner = format!("target.wasm32-unknown-unknown.runner = [{:?}, \"wasm-test-runner\"]", ours.to_string_lossy());
    let driver = install::on_path("chromedriver").context("`chromedriver` is not on the PATH")?;
    native::harness(
        cargo()
            .args(["test", "--package", "konektor", "--target", "wasm32-unknown-unknown"])
            .args(["--features", features, "--test", test])
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
