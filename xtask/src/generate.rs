//! `generate`: writes the files that come from Rust's tables and lists, and says with `--check` whether the
//! committed ones are what would be written.

mod api;
mod attribution;
mod formats;
mod intake;
mod json;
mod json_schema;
mod met;
mod openapi;
mod prose;
mod reference;
mod request_schemas;
mod typescript;

use std::fs;

use anyhow::{Context, Result, bail};
use konektor::document::Failing;
use konektor::error::Code;

use crate::house;

const MODELS: &str = "pkg-template/src/generated/models.ts";
const OPERATIONS: &str = "pkg-template/src/generated/operations.ts";
const REQUEST_SCHEMAS: &str = "pkg-template/src/generated/json-schemas.ts";
const OPENAPI: &str = "docs/openapi.json";
const API: &str = "docs/reference/api.md";
const ATTRIBUTION: &str = "www/src/generated/attribution.ts";
const AGREEMENT: &str = "www/src/generated/agreement.ts";
const INTAKE: &str = "www/src/generated/intake.ts";

/// Writes or compares.
pub fn generate(check: bool) -> Result<()> {
    for (path, wanted) in files()? {
        place(&path, &wanted, check)?;
    }
    // Last, since it reads what was just written.
    place(API, &api::page()?, check)
}

fn place(path: &str, wanted: &str, check: bool) -> Result<()> {
    let file = house::at(path);
    if check {
        let found = fs::read_to_string(&file).unwrap_or_default();
        if found != wanted {
            bail!("{path} is not what its sources say; run `cargo xtask generate` and commit it");
        }
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, wanted).with_context(|| format!("writing {path}"))?;
    eprintln!("{path} is written");
    Ok(())
}

/// Paths and what belongs there.
fn files() -> Result<Vec<(String, String)>> {
    let single = [
        (MODELS, typescript::models()),
        (OPERATIONS, typescript::operations()),
        (REQUEST_SCHEMAS, request_schemas::module()),
        (OPENAPI, openapi::document()?),
        (ATTRIBUTION, attribution::rules()),
        (AGREEMENT, attribution::agreement()),
        (INTAKE, intake::limits()),
    ];
    Ok(single.into_iter().map(|(path, text)| (path.to_owned(), text)).chain(reference::pages()).collect())
}

/// What an error of the API means, as a sentence without its status.
fn meaning(failing: &Failing) -> String {
    let position = Code::VALUES.values.iter().position(|value| *value == failing.code.as_str());
    let doc = prose::markdown(position.and_then(|at| Code::VALUES.meanings.get(at)).copied().unwrap_or_default());
    let text = doc.strip_prefix(&format!("{}: ", failing.status)).unwrap_or(&doc);
    text.chars().enumerate().flat_map(|(at, it)| if at == 0 { it.to_uppercase().collect() } else { vec![it] }).collect()
}
