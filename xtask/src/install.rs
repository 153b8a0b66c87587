//! What must be on the machine before a step, and how it gets there: the wasm target by rustup, npm
//! packages by the lock file, schemathesis by its list of versions into an environment of its own, browsers, a C++ compiler
//! and Python's `venv` by the system's packages and only for what needs them. Nothing else is installed, and nothing when it
//! is there already.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::house;
use crate::run::{output, program, run, step};

const TARGET: &str = "wasm32-unknown-unknown";

/// The Rust target of the wasm binaries.
pub fn wasm_target() -> Result<()> {
    let libraries = output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if libraries.is_some_and(|path| fs::metadata(path).is_ok()) {
        return Ok(());
    }
    step("install the wasm target", || {
        run(
            program("rustup").args(["target", "add", TARGET]),
            "install rustup, or this toolchain's wasm32-unknown-unknown standard library",
        )
    })
}

/// The npm packages of the lock file.
pub fn npm_packages() -> Result<()> {
    let version =
        output(program("node").arg("--version")).context("Node.js is not on the PATH; install version 20 or newer")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|v| v.parse::<u32>().ok());
    ensure!(major >= Some(20), "Node.js {version} is too old; install version 20 or newer");
    as_locked("", "install the npm packages")
}

/// What the page's bench compares the widget with. It has a lock file of its own: nobody else needs these.
pub fn bench_peers() -> Result<()> {
    as_locked("benches/page/peers", "install the peers of the bench")
}

/// A folder's npm packages, in the versions of its lock file.
fn as_locked(folder: &str, title: &str) -> Result<()> {
    let folder = house::at(folder);
    if installed_as_locked(&folder) {
        return Ok(());
    }
    step(title, || {
        let mut install = program("npm");
        run(install.arg("ci").current_dir(&folder), "check the connection to the npm registry, then run it again")
    })
}

/// Whether each required package of the lock file is installed in its version. Optional ones are left
/// out: most of them are other platforms' binaries.
fn installed_as_locked(folder: &Path) -> bool {
    let read =
        |path: &str| -> Option<Value> { serde_json::from_str(&fs::read_to_string(folder.join(path)).ok()?).ok() };
    let (Some(wanted), Some(found)) = (read("package-lock.json"), read("node_modules/.package-lock.json")) else {
        return false;
    };
    let Some(packages) = wanted["packages"].as_object() else {
        return false;
    };
    packages.iter().filter(|(path, package)| path.contains("node_modules/") && package["optional"] != true).all(
        |(path, package)| {
            let same = found["packages"][path]["version"] == package["version"];
            same && fs::metadata(folder.join(path)).is_ok()
        },
    )
}

/// Chromium and its driver.
pub fn chromium() -> Result<()> {
    programs("Chromium", &["chromium", "chromedriver"], &["chromium", "chromium-driver"])
}

/// Firefox, in the version that is supported for long.
pub fn firefox() -> Result<()> {
    programs("Firefox", &["firefox-esr"], &["firefox-esr"])
}

/// WebKitGTK's driver, which brings a browser, and a display to draw on.
pub fn webkit() -> Result<()> {
    programs("WebKitGTK", &["WebKitWebDriver", "Xvfb"], &["webkit2gtk-driver", "xvfb"])
}

/// A C++ compiler, which libFuzzer is built with.
pub fn cpp_compiler() -> Result<()> {
    if std::env::var_os("CXX").is_some() {
        return Ok(());
    }
    programs("a C++ compiler", &["c++"], &["g++"])
}

/// Programs on the PATH; from the system's packages when one is missing.
fn programs(what: &str, names: &[&str], packages: &[&str]) -> Result<()> {
    let missing = || names.iter().copied().find(|name| on_path(name).is_none());
    if missing().is_none() {
        return Ok(());
    }
    step(&format!("install {what}"), || packages_of_the_system(packages))?;
    match missing() {
        Some(name) => bail!("`{name}` is still not on the PATH; install {what}"),
        None => Ok(()),
    }
}

/// The list of packages may be missing, or older than the archive that it is about; it is fetched only then.
fn packages_of_the_system(packages: &[&str]) -> Result<()> {
    apt_get(&["install", "-y"], packages).or_else(|_| {
        eprintln!("  once more, with a new list of packages");
        apt_get(&["update"], &[])?;
        apt_get(&["install", "-y"], packages)
    })
}

fn apt_get(command: &[&str], packages: &[&str]) -> Result<()> {
    run(
        program("apt-get")
            .args(command)
            .args(["--quiet=2", "--option=Dpkg::Use-Pty=0"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        "install it yourself so that it is on the PATH",
    )
}

/// schemathesis and what it is made of, in the versions of the list, in a virtual environment below the target folder.
pub fn schemathesis() -> Result<()> {
    let wanted = fs::read_to_string(house::at("tests/judges/openapi/requirements.txt"))?;
    let environment = house::target("schemathesis");
    // Written last, so that a half-made environment is made anew.
    let stamp = environment.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("install schemathesis", || {
        let python = || {
            let mut command = program("python3");
            command.args(["-m", "venv", "--clear"]).arg(&environment);
            command
        };
        if output(&mut python()).is_none() {
            packages_of_the_system(&["python3", "python3-venv"])?;
            run(&mut python(), "install Python 3.11 or newer with its module `venv`")?;
        }
        run(
            program(environment.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"])
                .arg("tests/judges/openapi/requirements.txt"),
            "check the connection to the Python package index and that `python3` is 3.11 or newer, then run it again",
        )?;
        fs::write(&stamp, &wanted).with_context(|| format!("writing {}", stamp.display()))
    })
}

/// Where a program lies.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
