//! `generate`: writes the files that come from the schema tables, and says with `--check` whether the
//! committed ones are what would be written.

mod typescript;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::house;

const MODELS: &str = "pkg-template/src/generated/models.ts";

/// Writes or compares.
pub fn generate(check: bool) -> Result<()> {
    let wanted = typescript::models();
    let file = house::at(MODELS);
    if check {
        let found = fs::read_to_string(&file).unwrap_or_default();
        if found != wanted {
            bail!("{MODELS} is not what the tables say; run `cargo xtask generate` and commit it");
        }
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, wanted).with_context(|| format!("writing {MODELS}"))?;
    eprintln!("{MODELS} is written");
    Ok(())
}
