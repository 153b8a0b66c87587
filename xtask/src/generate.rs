//! `generate`: writes what comes from the schema tables.

use anyhow::Result;

/// TODO
pub fn generate(_check: bool) -> Result<()> {
    anyhow::bail!("not yet")
}
