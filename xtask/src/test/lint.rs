//! Suite `lint`: clippy on every face, rustdoc, `tsc --strict`, the freshness of generated files, and
//! the house's own rules (direction of dependencies, a lock file without addresses).

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Count;
use super::cases::Cases;
use crate::house::{self, FACES};
use crate::run::{cargo, program, run as execute};
use crate::{architecture, build, generate, install};

/// Folders whose `tsconfig.json` is checked.
const TYPED: [&str; 5] = ["pkg-template", "www", "edge", "tests", "examples"];

/// One case for each check.
pub fn run() -> Result<Count> {
    install::wasm_target()?;
    build::build()?;
    let mut cases = Cases::default();

    let warnings = ["--", "-D", "warnings"];
    let advice = "the lines above say what to change";
    cases.case("clippy", || execute(cargo().args(["clippy", "--workspace", "--all-targets"]).args(warnings), advice));
    let faces = FACES.iter().map(|face| format!("wasm-{}", face.name)).chain(["fetch".to_owned()]);
    for feature in faces {
        cases.case(&format!("clippy {feature}"), || {
            let target = ["--target", "wasm32-unknown-unknown", "--features", &feature];
            execute(cargo().args(["clippy", "--package", "konektor", "--lib"]).args(target).args(warnings), advice)
        });
    }
    cases.case("clippy of the wasm tests", || {
        let tests = ["--test", "wasm-node", "--test", "wasm-browser", "--test", "wasm-fetch", "--features", "fetch"];
        let target = ["--package", "konektor", "--target", "wasm32-unknown-unknown"];
        execute(cargo().arg("clippy").args(target).args(tests).args(warnings), advice)
    });
    cases.case("rustdoc", || {
        execute(
            cargo()
                .args(["doc", "--workspace", "--no-deps", "--features", "konektor/fetch"])
                .env("RUSTDOCFLAGS", "-D warnings"),
            advice,
        )
    });
    for folder in TYPED {
        let config = house::at(folder).join("tsconfig.json");
        if config.exists() {
            cases.case(&format!("tsc {folder}"), || {
                execute(program(house::node_tool("tsc")).arg("--project").arg(&config), advice)
            });
        }
    }
    cases.case("generated files are fresh", || generate::generate(true));
    cases.case("dependencies point inwards", dependencies_point_inwards);
    cases.case("the npm lock file records no addresses", lock_file_records_no_addresses);
    Ok(cases.count())
}

fn dependencies_point_inwards() -> Result<()> {
    let findings = architecture::check()?;
    for violation in &findings.violations {
        eprintln!("{violation}");
    }
    ensure!(findings.files > 0, "it read no files");
    ensure!(findings.violations.is_empty(), "{} imports point outwards", findings.violations.len());
    Ok(())
}

/// Addresses would tie an install to one registry.
fn lock_file_records_no_addresses() -> Result<()> {
    let lock: Value = serde_json::from_str(&fs::read_to_string(house::at("package-lock.json"))?)?;
    let packages = lock["packages"].as_object().context("package-lock.json has no packages")?;
    let with_address = packages
        .iter()
        .find(|(_, package)| package["resolved"].as_str().is_some_and(|address| address.contains("://")));
    if let Some((path, _)) = with_address {
        anyhow::bail!("{path} has one; npm reads `omit-lockfile-registry-resolved` from .npmrc");
    }
    Ok(())
}
