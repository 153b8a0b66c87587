//! Suite `size`: one case for each budget.

use anyhow::Result;

use super::Count;
use super::cases::Cases;
use crate::{build, size};

/// Builds and measures.
pub fn run() -> Result<Count> {
    build::build()?;
    let (figures, summary) = size::measure()?;
    let mut cases = Cases::default();
    for figure in figures {
        cases.case(figure.name, || figure.check());
    }
    eprintln!("{summary}");
    Ok(cases.count())
}
