//! `test`: runs the suites, counts their cases, tells the failures once more, and ends with the sum. A suite that ran
//! nothing has failed, so that a check cannot stand green by checking nothing; a skipped case is told and counts as neither.

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

/// What may be asked of one suite beyond what it does on its own.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct Extent {
    /// With the suite `packaging`: all consumers, also those that take long; with `browsers`: fail where an engine is missing
    #[arg(long)]
    pub all: bool,
    /// With the suite `judges`: how many cases it compares with zod, 20 000 unless told
    #[arg(long)]
    pub cases: Option<NonZeroU32>,
}

/// How many cases passed and failed, and how many could or should not run here.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Count {
    /// Cases that held.
    pub passed: u32,
    /// Cases that did not, or that never ended.
    pub failed: u32,
    /// Cases that need what is not there, or what was not asked for.
    pub skipped: u32,
    /// What is known of those that failed: it is told again at the end, where a reader of half an hour's output begins.
    pub failures: Vec<String>,
}

impl Count {
    /// One failure, and why.
    fn failure(why: String) -> Self {
        Self { failed: 1, failures: vec![why], ..Self::default() }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }
}

struct Suite {
    name: &'static str,
    run: fn(Extent) -> Result<Count>,
}

/// The suite whose number of cases can be chosen.
const JUDGES: &str = "judges";
/// The suite that has more consumers than it visits on its own.
const PACKAGING: &str = "packaging";
/// The suite that visits the engines that can be had.
const BROWSERS: &str = "browsers";

/// In the order in which a developer wants to hear of a failure: quick ones first.
const SUITES: &[Suite] = &[
    Suite { name: "format", run: |_| format::run() },
    Suite { name: "rust", run: |_| native::run() },
    Suite { name: "lint", run: |_| lint::run() },
    Suite { name: "wasm", run: |_| wasm::run() },
    Suite { name: "package", run: |_| journeys::package() },
    Suite { name: JUDGES, run: |extent| journeys::judges(extent.cases) },
    Suite { name: PACKAGING, run: journeys::packaging },
    Suite { name: "edge", run: |_| journeys::edge() },
    Suite { name: "faults", run: |_| journeys::faults() },
    Suite { name: "browser", run: |_| journeys::browser() },
    Suite { name: BROWSERS, run: journeys::browsers },
    Suite { name: "size", run: |_| sizes::run() },
    Suite { name: "commands", run: |_| commands::run() },
    Suite { name: "fuzz", run: |_| fuzz::run() },
    Suite { name: "demo", run: |_| demo::run() },
];

/// Runs all suites or one; the last line on stdout is the sum.
pub fn test(only: Option<&str>, extent: Extent) -> ExitCode {
    if let Err(refusal) = possible(only, extent) {
        eprintln!("error: {refusal:#}");
        return ExitCode::FAILURE;
    }

    let mut total = Count::default();
    let mut lines = Vec::new();
    for suite in SUITES.iter().filter(|suite| only.is_none_or(|name| name == suite.name)) {
        eprintln!("\n━━ {} ━━", suite.name);
        let started = Instant::now();
        let count = judge(suite.name, (suite.run)(extent));
        let line = format!(
            "{:<10} {:>5} passed {:>5} failed {:>5} skipped {:>7.1} s",
            suite.name,
            count.passed,
            count.failed,
            count.skipped,
            started.elapsed().as_secs_f32()
        );
        eprintln!("{line}");
        lines.push(line);
        total += Count {
            failures: count.failures.iter().map(|failure| format!("{}: {failure}", suite.name)).collect(),
            ..count
        };
    }

    if total.failed > 0 {
        eprintln!("\n━━ what failed ━━\n{}", total.failures.join("\n"));
    }
    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether there is such a suite, and whether that much may be asked of it.
fn possible(only: Option<&str>, extent: Extent) -> Result<()> {
    let names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
    if let Some(name) = only
        && !names.contains(&name)
    {
        bail!("there is no suite `{name}`; the suites are {}", names.join(", "));
    }
    let options: [(bool, &str, &[&str]); 2] =
        [(extent.all, "--all", &[PACKAGING, BROWSERS]), (extent.cases.is_some(), "--cases", &[JUDGES])];
    for (asked, option, suites) in options {
        let commands = suites.iter().map(|suite| format!("`cargo xtask test {suite} {option}`"));
        ensure!(
            !asked || only.is_some_and(|only| suites.contains(&only)),
            "`{option}` is for one suite alone: {}",
            commands.collect::<Vec<_>>().join(" or ")
        );
    }
    Ok(())
}

/// A suite that could not be set up, or that ran nothing, counts as one failure.
fn judge(name: &str, result: Result<Count>) -> Count {
    let count = result.unwrap_or_else(|error| {
        let why = format!("the suite could not run: {error:#}");
        eprintln!("{name}: {why}");
        Count::failure(why)
    });
    if count.passed + count.failed == 0 {
        eprintln!("the suite `{name}` ran no cases");
        return Count { skipped: count.skipped, ..Count::failure("no case ran".to_owned()) };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_asked_of_the_one_suite_that_has_it() {
        let all = Extent { all: true, ..Extent::default() };
        let cases = Extent { cases: NonZeroU32::new(5), ..Extent::default() };

        assert!(possible(Some("packaging"), all).is_ok());
        assert!(possible(Some("browsers"), all).is_ok());
        assert!(possible(Some("judges"), cases).is_ok());
        for (only, extent) in
            [(Some("edge"), all), (Some("browser"), all), (None, all), (Some("packaging"), cases), (None, cases)]
        {
            assert!(possible(only, extent).is_err(), "{only:?} {extent:?}");
        }
    }

    #[test]
    fn a_suite_of_another_name_is_refused() {
        assert!(possible(Some("package"), Extent::default()).is_ok());
        assert!(possible(Some("packages"), Extent::default()).is_err());
    }

    #[test]
    fn a_suite_that_ran_no_cases_has_failed() {
        assert_eq!(judge("x", Ok(Count::default())).failed, 1);
    }

    #[test]
    fn a_suite_that_skipped_all_its_cases_has_failed() {
        let count = Count { skipped: 3, ..Count::default() };

        let judged = judge("x", Ok(count));
        assert_eq!((judged.passed, judged.failed, judged.skipped), (0, 1, 3));
    }

    #[test]
    fn a_suite_that_could_not_be_set_up_has_failed() {
        let judged = judge("x", Err(anyhow::anyhow!("no browser")));
        assert_eq!(judged.failed, 1);
        assert!(judged.failures[0].contains("no browser"), "{:?}", judged.failures);
    }
}
