//! `size`: what users download, in bytes after Brotli at its best quality, against the budgets.
//!
//! The client is what `import { Konektor } from "konektor"` costs in a production bundle: the JavaScript
//! that is needed to start plus the wasm file. Chunks that load only when something went wrong, or with the first
//! call of a rare operation, are printed, not counted. The widget's eager part is what a page pays before anyone touches the form.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::build;
use crate::house;
use crate::run::{program, run, step};

const CLIENT_BUDGET: usize = 30_000;
const WIDGET_EAGER_BUDGET: usize = 4_200;
const WIDGET_BUDGET: usize = 20_480;

/// Files of the widget that its default form in Indonesian never asks for.
const WIDGET_OPTIONAL: [&str; 7] = ["english", "children", "-calls-", "-datalayer-", "consent-mode", "agreed", "plain"];

/// One measured figure and what it may be.
pub struct Figure {
    /// What is measured.
    pub name: &'static str,
    /// Bytes after Brotli.
    pub bytes: usize,
    /// The most it may be.
    pub budget: usize,
}

impl Figure {
    /// Fails above the budget, saying by how much.
    pub fn check(&self) -> Result<()> {
        let Self { name, bytes, budget } = self;
        ensure!(bytes <= budget, "{name} is {bytes} B, {} B above its budget of {budget} B", bytes - budget);
        Ok(())
    }
}

/// Builds, prints all figures, fails above a budget.
pub fn size(as_json: bool) -> Result<()> {
    build::build()?;
    let (figures, summary) = measure()?;
    if as_json {
        println!("{summary}");
    }
    let over: Vec<_> = figures.iter().filter_map(|figure| figure.check().err()).collect();
    if let Some(first) = over.first() {
        for error in &over {
            eprintln!("{error}");
        }
        bail!("{} of {} budgets are exceeded, the first: {first}", over.len(), figures.len());
    }
    Ok(())
}

/// Measures what is built; answers the budgeted figures and the summary for machines.
pub fn measure() -> Result<(Vec<Figure>, String)> {
    step("measure sizes", || {
        let (js, wasm) = client()?;
        let (eager, total) = widget()?;
        let figures = vec![
            Figure { name: "client, wasm + JavaScript", bytes: wasm + js, budget: CLIENT_BUDGET },
            Figure { name: "widget, before interaction", bytes: eager, budget: WIDGET_EAGER_BUDGET },
            Figure { name: "widget, all of it", bytes: total, budget: WIDGET_BUDGET },
        ];
        for Figure { name, bytes, budget } in &figures {
            eprintln!("  {name:<32} {bytes:>6} B of {budget:>6} B");
        }
        // Spelled out, because the order of the figures is part of the format.
        let summary = format!(
            r#"{{"client":{{"wasm":{wasm},"js":{js},"total":{}}},"widget":{{"eager":{eager},"total":{total}}}}}"#,
            wasm + js
        );
        Ok((figures, summary))
    })
}

/// The client's JavaScript and wasm, as a production bundle downloads them.
fn client() -> Result<(usize, usize)> {
    let folder = house::target("size");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let entry = folder.join("app.mjs");
    fs::write(&entry, "import { Konektor } from \"konektor\";\nglobalThis.konektor = new Konektor({});\n")?;
    let split = bundle(&entry, &folder.join("production"), "production,browser")?;
    bundle(&entry, &folder.join("inlined"), "browser,development")?;

    let start = split.join("app.js");
    let needed = static_imports(&split, &start)?;
    let js = needed.iter().map(|file| compressed(file)).sum::<Result<usize>>()?;
    let wasm = compressed(&house::at("pkg-template/wasm/client/konektor_bg.wasm"))?;
    eprintln!("  client JavaScript                {js:>6} B");
    eprintln!("  client wasm                      {wasm:>6} B");

    let lazy = scripts(&split)?.into_iter().filter(|file| !needed.contains(file));
    for file in lazy {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let when = if name.starts_with("inline") {
            "when the wasm file did not arrive"
        } else {
            "by the first call that needs it"
        };
        eprintln!("  (not counted: {name}, {} B, fetched only {when})", compressed(&file)?);
    }
    let inlined = scripts(&folder.join("inlined"))?;
    let inlined = inlined.iter().map(|file| compressed(file)).sum::<Result<usize>>()?;
    eprintln!(
        "  (not counted: {inlined} B is the bundle with the wasm inlined, for tools without the `production` condition)"
    );
    Ok((js, wasm))
}

fn bundle(entry: &Path, folder: &Path, conditions: &str) -> Result<PathBuf> {
    run(
        program(house::node_tool("esbuild"))
            .arg(entry)
            .args(["--bundle", "--minify", "--splitting", "--format=esm", "--target=es2022"])
            .args(["--platform=browser", "--log-level=warning"])
            .arg(format!("--conditions={conditions}"))
            .arg(format!("--metafile={}", folder.join("meta.json").display()))
            .arg(format!("--outdir={}", folder.display())),
        "the package does not bundle; the lines above say why",
    )?;
    Ok(folder.to_owned())
}

/// A chunk and all that it imports before it runs, by the bundler's own account.
fn static_imports(folder: &Path, start: &Path) -> Result<BTreeSet<PathBuf>> {
    let meta: Value = serde_json::from_str(&fs::read_to_string(folder.join("meta.json"))?)?;
    let outputs = meta["outputs"].as_object().context("esbuild wrote no metafile")?;
    let mut needed = BTreeSet::new();
    let mut open = vec![start.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    while let Some(name) = open.pop() {
        if !needed.insert(folder.join(&name)) {
            continue;
        }
        let (_, chunk) = outputs
            .iter()
            .find(|(path, _)| Path::new(path).file_name().is_some_and(|file| file == name.as_str()))
            .with_context(|| format!("esbuild's metafile has no {name}"))?;
        for import in chunk["imports"].as_array().into_iter().flatten() {
            if import["kind"] == "import-statement"
                && let Some(file) = import["path"].as_str().and_then(|path| Path::new(path).file_name())
            {
                open.push(file.to_string_lossy().into_owned());
            }
        }
    }
    Ok(needed)
}

/// The widget's eager part, and all that the default form in Indonesian downloads.
fn widget() -> Result<(usize, usize)> {
    let folder = house::at("www/dist");
    let eager = compressed(&folder.join("konektor-form.js"))?;
    let mut total = eager;
    for file in shipped(&folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The eager part, which is there twice: once under a name that lasts.
        if name.starts_with("konektor-form") {
            continue;
        }
        let bytes = compressed(&file)?;
        if WIDGET_OPTIONAL.iter().any(|part| name.contains(part)) {
            eprintln!("  (not counted: {name}, {bytes} B, an option of the widget)");
        } else {
            eprintln!("  widget {name:<25} {bytes:>6} B");
            total += bytes;
        }
    }
    eprintln!("  widget konektor-form.js          {eager:>6} B");
    Ok((eager, total))
}

fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(shipped(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "js")).collect())
}

/// Files that a browser can ask for.
fn shipped(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} is not built", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ["js", "css", "wasm"].iter().any(|e| ending == *e)));
    files.sort();
    Ok(files)
}

/// A file's size after Brotli, quality 11, window 22: what a CDN serves.
fn compressed(file: &Path) -> Result<usize> {
    let bytes = fs::read(file).with_context(|| format!("{} is not built", file.display()))?;
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut out, &params)?;
    Ok(out.len())
}
