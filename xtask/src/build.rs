//! `build`: the three wasm binaries, then what esbuild makes of them in the npm workspaces.
//! A binary whose Rust did not change is not bound and optimised again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow};

use crate::house::{self, FACES, Face};
use crate::install;
use crate::run::{cargo, npm_script, program, run, step};

/// What every engine we promise understands. rustc's own default also has reference types and
/// multi-value, which older Safari and in-app browsers refuse; a binary that names them in its
/// features would get them from wasm-bindgen.
const LINKER_FEATURES: &str = "bulk-memory,mutable-globals,nontrapping-fptoint,sign-ext";
const WASM_OPT_FEATURES: [&str; 4] =
    ["--enable-bulk-memory", "--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext"];

/// Builds all that runs in JavaScript's world.
pub fn build() -> Result<()> {
    let _lock = lock()?;
    binaries()?;
    for (workspace, what) in [("konektor", "npm package"), ("konektor-www", "widget"), ("konektor-edge", "edge")] {
        step(&format!("build the {what}"), || {
            run(&mut npm_script(workspace, "build"), "the lines above say what is wrong")
        })?;
    }
    Ok(())
}

/// Builds the three wasm binaries alone.
pub fn faces() -> Result<()> {
    let _lock = lock()?;
    binaries()
}

/// Two builds at once would take each other's half-written files. The lock ends with the value.
fn lock() -> Result<fs::File> {
    fs::create_dir_all(house::target(""))?;
    let lock = fs::File::create(house::target("build.lock"))?;
    lock.lock().context("waiting for another build to end")?;
    Ok(lock)
}

fn binaries() -> Result<()> {
    install::wasm_target()?;
    install::npm_packages()?;
    for face in &FACES {
        step(&format!("build the wasm binary `{}`", face.name), || wasm(face))?;
    }
    Ok(())
}

/// Builds the sandbox and answers where its binary lies.
pub fn sandbox() -> Result<PathBuf> {
    step("build the sandbox", || {
        run(cargo().args(["build", "--package", "konektor-sandbox"]), "the compiler's lines above say what is wrong")
    })?;
    Ok(house::target("debug/konektor-sandbox"))
}

fn wasm(face: &Face) -> Result<()> {
    // A target folder for each: the crate's file name does not depend on its features, so in one
    // folder cargo would take one face's file for another's.
    let target = house::target("faces").join(face.name);
    run(
        cargo()
            .args(["rustc", "--package", "konektor", "--lib", "--crate-type", "cdylib"])
            .args(["--profile", "wasm", "--target", "wasm32-unknown-unknown"])
            .arg(format!("--features=wasm-{}", face.name))
            .arg("--target-dir")
            .arg(&target)
            .arg("--")
            .arg(format!("-Clink-arg=--features={LINKER_FEATURES}"))
            .arg("-Clink-arg=--no-check-features")
            // wasm-bindgen asks which features there are when it is compiled, and would import what
            // its command line only replaces where reference types are on.
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Ctarget-feature=-reference-types,-multivalue"),
        "the compiler's lines above say what is wrong",
    )?;

    let linked = target.join("wasm32-unknown-unknown/wasm/konektor.wasm");
    let folder = house::at("pkg-template/wasm").join(face.name);
    let module = format!("{}_bg.wasm", face.file);
    let finished = changed(&folder.join(&module));
    if finished > changed(&linked) && finished > changed(house::ourselves()) {
        return Ok(());
    }

    let bound = target.join("bound");
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args([
        "wasm-bindgen".as_ref(),
        linked.as_os_str(),
        "--target=web".as_ref(),
        // Each loader hands its module over; a default path would send bundlers after a file.
        "--omit-default-module-path".as_ref(),
        // After a trap the package makes a new instance (pkg-template/src/wasm.ts).
        "--experimental-reset-state-function".as_ref(),
        "--out-name".as_ref(),
        face.file.as_ref(),
        "--out-dir".as_ref(),
        bound.as_os_str(),
    ])
    .map_err(|error| anyhow!("wasm-bindgen cannot read {}: {error:#}", linked.display()))?;

    fs::create_dir_all(&folder)?;
    for ending in [".js", ".d.ts", "_bg.wasm.d.ts"] {
        let name = format!("{}{ending}", face.file);
        fs::copy(bound.join(&name), folder.join(&name)).with_context(|| format!("copying {name}"))?;
    }
    // Last, because its age says whether all of this is up to date.
    optimise(&bound.join(&module), &folder.join(&module))
}

fn optimise(from: &Path, to: &Path) -> Result<()> {
    run(
        program(house::node_tool("wasm-opt"))
            .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"])
            .arg("--strip-target-features")
            .args(WASM_OPT_FEATURES)
            .arg(from)
            .arg("--output")
            .arg(to),
        "run `npm ci`",
    )
}

/// When a file was last written; a missing one is older than all others.
fn changed(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}
