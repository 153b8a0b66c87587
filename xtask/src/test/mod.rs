//! `test`: runs the suites, counts their cases, and ends with the sum. A suite that ran nothing has
//! failed, so that a check cannot stand green by checking nothing.

mod cases;
mod commands;
mod demo;
mod format;
mod fuzz;
mod journeys;
mod lint;
mod native;
mod node;
mod results;
mod sizes;
pub mod wasm;

use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail, ensure};

/// How many cases passed and failed.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Count {
    /// Cases that held.
    pub passed: u32,
    /// Cases that did not, or could not be run.
    pub failed: u32,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

struct Suite {
    name: &'static str,
    run: fn() -> Result<Count>,
}

/// The suite whose number of cases can be chosen.
const JUDGES: &str = "judges";

/// In the order in which a developer wants to hear of a failure: quick ones first.
const SUITES: &[Suite] = &[
    Suite { name: "format", run: format::run },
    Suite { name: "rust", run: native::run },
    Suite { name: "lint", run: lint::run },
    Suite { name: "wasm", run: wasm::run },
    Suite { name: "package", run: journeys::package },
    Suite { name: JUDGES, run: || journeys::judges(None) },
    Suite { name: "packaging", run: journeys::packaging },
    Suite { name: "edge", run: journeys::edge },
    Suite { name: "faults", run: journeys::faults },
    Suite { name: "browser", run: journeys::browser },
    Suite { name: "size", run: sizes::run },
    Suite { name: "commands", run: commands::run },
    Suite { name: "fuzz", run: fuzz::run },
    Suite { name: "demo", run: demo::run },
];

/// Runs all suites or one, the judges with as many cases as wished; the last line on stdout is the sum.
pub fn test(only: Option<&str>, cases: Option<NonZeroU32>) -> ExitCode {
    if let Err(refusal) = possible(only, cases) {
        eprintln!("error: {refusal:#}");
        return ExitCode::FAILURE;
    }

    let mut total = Count::default();
    let mut lines = Vec::new();
    for suite in SUITES.iter().filter(|suite| only.is_none_or(|name| name == suite.name)) {
        eprintln!("\n━━ {} ━━", suite.name);
        let started = Instant::now();
        let result = if cases.is_some() { journeys::judges(cases) } else { (suite.run)() };
        let count = judge(suite.name, result);
        let line = format!(
            "{:<10} {:>5} passed {:>5} failed {:>7.1} s",
            suite.name,
            count.passed,
            count.failed,
            started.elapsed().as_secs_f32()
        );
        eprintln!("{line}");
        lines.push(line);
        total += count;
    }

    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether there is such a suite, and whether its number of cases can be chosen.
fn possible(only: Option<&str>, cases: Option<NonZeroU32>) -> Result<()> {
    let names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
    if let Some(name) = only
        && !names.contains(&name)
    {
        bail!("there is no suite `{name}`; the suites are {}", names.join(", "));
    }
    ensure!(
        cases.is_none() || only == Some(JUDGES),
        "`--cases` is for the suite `{JUDGES}` alone: cargo xtask test {JUDGES} --cases 200000"
    );
    Ok(())
}

/// A suite that could not be set up, or that ran nothing, counts as one failure.
fn judge(name: &str, result: Result<Count>) -> Count {
    let count = result.unwrap_or_else(|error| {
        eprintln!("the suite `{name}` could not run: {error:#}");
        Count { passed: 0, failed: 1 }
    });
    if count == Count::default() {
        eprintln!("the suite `{name}` ran no cases");
        return Count { passed: 0, failed: 1 };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_that_ran_no_cases_has_failed() {
        assert_eq!(judge("x", Ok(Count::default())), Count { passed: 0, failed: 1 });
    }

    #[test]
    fn a_suite_that_could_not_be_set_up_has_failed() {
        assert_eq!(judge("x", Err(anyhow::anyhow!("no browser"))), Count { passed: 0, failed: 1 });
    }

    #[test]
    fn only_the_judges_are_told_how_many_cases() {
        let some = NonZeroU32::new(5);
        assert!(possible(Some("judges"), some).is_ok());
        assert!(possible(Some("format"), some).is_err());
        assert!(possible(None, some).is_err());
        assert!(possible(None, None).is_ok());
        assert!(possible(Some("juges"), None).is_err());
    }
}
