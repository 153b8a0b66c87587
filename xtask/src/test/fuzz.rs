//! Suite `fuzz`: each target of fuzz/ for its share of a minute. libfuzzer-sys links libFuzzer in and the
//! coverage comes from the compiler's own pass, so a stable toolchain will do.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use super::Count;
use super::cases::Cases;
use crate::house;
use crate::install;
use crate::run::{self, cargo, output, program, step};

/// Seconds for all targets together.
const SECONDS: usize = 60;

const FLAGS: [&str; 8] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
];

/// One case for each target.
pub fn run() -> Result<Count> {
    let targets: Vec<String> = house::files("fuzz/fuzz_targets", |name| name.ends_with(".rs"))
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    if targets.is_empty() {
        return Ok(Count::default());
    }
    install::cpp_compiler()?;
    // Named, so that the flags are not given to build scripts too.
    let host = output(program("rustc").args(["--print", "host-tuple"])).context("cannot ask rustc")?;
    let folder = house::target("fuzz");
    step("build the fuzz targets", || {
        run::run(
            cargo()
                .args(["build", "--release", "--bins", "--locked"])
                .args(["--manifest-path", "fuzz/Cargo.toml", "--target", &host])
                .arg("--target-dir")
                .arg(&folder)
                .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")),
            "the lines above say what is wrong",
        )
    })?;

    let mut cases = Cases::default();
    let seconds = (SECONDS / targets.len()).max(1);
    for target in &targets {
        let binary = folder.join(&host).join("release").join(target);
        cases.case(&format!("{target} for {seconds} s"), || fuzz(target, &binary, seconds));
    }
    Ok(cases.count())
}

fn fuzz(target: &str, binary: &Path, seconds: usize) -> Result<()> {
    let corpus = house::target("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus)?;
    let found = house::target("fuzz/found");
    fs::create_dir_all(&found)?;
    let mut command = program(binary);
    command.arg(format!("-max_total_time={seconds}"));
    command.args(["-timeout=5", "-max_len=65536", "-print_final_stats=1", "-verbosity=0"]);
    command.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    command.arg(corpus);
    let seeds = house::at("fuzz/seeds").join(target);
    if seeds.is_dir() {
        command.arg(seeds);
    }
    let output = command.stdout(Stdio::null()).output().context("cannot start the target")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        eprint!("{said}");
    }
    ensure!(output.status.success(), "an input breaks it; it lies in {}", found.display());
    let runs = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok())
        .unwrap_or(0u64);
    ensure!(runs > 0, "it executed nothing");
    eprintln!("  {target}: {runs} inputs");
    Ok(())
}
