//! Suite `lint`: clippy on every face, rustdoc, `tsc --strict`, the freshness of generated files, and
//! the house's own rules (direction of dependencies, lock files without addresses).

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Count;
use super::cases::Cases;
use crate::house::{self, FACES};
use crate::run::{cargo, output, program, run as execute};
use crate::{architecture, build, generate, install};

/// Folders whose `tsconfig.json` is checked.
const TYPED: [&str; 6] = ["pkg-template", "www", "edge", "tests", "examples", "benches"];

/// What the published crate holds besides `src/`: what cargo itself adds, and what people are owed.
const CARGO_S_OWN: [&str; 4] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];
const OWED: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// One case for each check.
pub fn run() -> Result<Count> {
    install::wasm_target()?;
    build::build()?;
    let mut cases = Cases::default();

    let warnings = ["--", "-D", "warnings"];
    let advice = "the lines above say what to change";
    cases.case("clippy", || {
        let native = ["--workspace", "--all-targets", "--features", "konektor/native"];
        execute(cargo().arg("clippy").args(native).args(warnings), advice)
    });
    cases.case("clippy without features", || {
        execute(cargo().args(["clippy", "--package", "konektor", "--lib"]).args(warnings), advice)
    });
    let faces = FACES.iter().map(|face| format!("wasm-{}", face.name)).chain(["fetch".to_owned()]);
    for feature in faces {
        cases.case(&format!("clippy {feature}"), || {
            let target = ["--target", "wasm32-unknown-unknown", "--features", &feature];
            execute(cargo().args(["clippy", "--package", "konektor", "--lib"]).args(target).args(warnings), advice)
        });
    }
    cases.case("clippy of the wasm tests", || {
        let tests = ["wasm-node", "wasm-browser", "wasm-fetch-node", "wasm-fetch-browser"];
        let target = ["--package", "konektor", "--target", "wasm32-unknown-unknown", "--features", "fetch"];
        execute(
            cargo().arg("clippy").args(target).args(tests.map(|test| ["--test", test]).concat()).args(warnings),
            advice,
        )
    });
    cases.case("rustdoc", || {
        let native = ["--workspace", "--no-deps", "--features", "konektor/native"];
        execute(cargo().arg("doc").args(native).env("RUSTDOCFLAGS", "-D warnings"), advice)
    });
    cases.case("rustdoc without features", || {
        let bare = ["--package", "konektor", "--no-deps"];
        execute(cargo().arg("doc").args(bare).env("RUSTDOCFLAGS", "-D warnings"), advice)
    });
    cases.case("the crate packages, with its sources and nothing else", the_crate_packages);
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
    cases.case("the npm lock files record no addresses", lock_files_record_no_addresses);
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

/// cargo builds what it packs, from the packed files alone.
fn the_crate_packages() -> Result<()> {
    let package = ["package", "--package", "konektor", "--allow-dirty"];
    let listed =
        output(cargo().args(package).arg("--list")).context("`cargo package --list` failed; run it to see why")?;
    let known = |file: &str| file.starts_with("src/") || CARGO_S_OWN.contains(&file) || OWED.contains(&file);
    let stray: Vec<_> = listed.lines().filter(|file| !known(file)).collect();
    ensure!(stray.is_empty(), "it would publish {}", stray.join(", "));
    for file in OWED {
        ensure!(listed.lines().any(|line| line == file), "it would not publish {file}");
    }
    execute(cargo().args(package).arg("--quiet"), "the lines above say what it lacks")
}

/// Addresses would tie an install to one registry.
fn lock_files_record_no_addresses() -> Result<()> {
    for file in ["package-lock.json", "benches/page/peers/package-lock.json"] {
        let lock: Value = serde_json::from_str(&fs::read_to_string(house::at(file))?)?;
        let packages = lock["packages"].as_object().with_context(|| format!("{file} has no packages"))?;
        let with_address = packages
            .iter()
            .find(|(_, package)| package["resolved"].as_str().is_some_and(|address| address.contains("://")));
        if let Some((path, _)) = with_address {
            anyhow::bail!("{file}: {path} has one; npm reads `omit-lockfile-registry-resolved` from .npmrc");
        }
    }
    Ok(())
}
