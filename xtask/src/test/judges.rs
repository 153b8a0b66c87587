//! Suite `judges`: programs that are not ours hold what we say against what we do.

use anyhow::Result;

use super::{Count, node};
use crate::{build, install};

/// The OpenAPI document before Redocly, openapi-typescript, ajv and schemathesis.
pub fn run() -> Result<Count> {
    build::build()?;
    build::sandbox()?;
    install::schemathesis()?;
    node::test("judges", &["tests/judges"])
}
