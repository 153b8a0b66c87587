//! Reads how many cases ran out of what test programs print: `test result:` lines of cargo's harness
//! and of the wasm runner, and the totals of Node's TAP reporter.

use std::path::Path;

use super::Count;

/// Of a failure that Node reports, so many lines are told again; the stack that follows them is seldom ours.
const TOLD_LINES: usize = 24;

/// Adds up the `test result:` lines.
pub fn harness(output: &str) -> Count {
    let mut count = Count::default();
    for line in output.lines().map(str::trim) {
        if let Some((failed, "FAILED" | "FAIL")) = line.strip_prefix("test ").and_then(|case| case.split_once(" ... "))
        {
            count.failures.push(failed.to_owned());
        }
        let Some(result) = line.strip_prefix("test result:") else { continue };
        let number = |unit: &str| {
            result.split([';', '.']).find_map(|part| part.trim().strip_suffix(unit)?.trim().parse().ok()).unwrap_or(0)
        };
        count.passed += number("passed");
        count.failed += number("failed");
        count.skipped += number("ignored");
    }
    count
}

/// The totals at the end of a TAP report. A file in which nothing ran is reported by Node as one
/// passing test of the file's own name: here it is a failure.
pub fn tap(report: &str, files: &[impl AsRef<Path>]) -> Count {
    let total = |name: &str| -> u32 {
        let lines = report.lines().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(name));
        lines.filter_map(|number| number.trim().parse().ok()).next_back().unwrap_or(0)
    };
    let empty: Vec<_> = report
        .lines()
        .filter_map(|line| line.strip_prefix("ok ")?.split_once(" - "))
        .map(|(_, name)| name.trim())
        .filter(|name| files.iter().any(|file| *name == file.as_ref().to_string_lossy()))
        .map(|name| format!("{name}: no case ran"))
        .collect();
    let none = u32::try_from(empty.len()).unwrap_or(u32::MAX);
    Count {
        passed: total("pass ").saturating_sub(none),
        failed: total("fail ") + total("cancelled ") + none,
        skipped: total("skipped "),
        failures: tap_failures(report).chain(empty).collect(),
    }
}

/// Each failed case with what Node says of it, without the cases that failed only since one within them did.
fn tap_failures(report: &str) -> impl Iterator<Item = String> {
    let lines: Vec<_> = report.lines().collect();
    let begins = |line: &str| line.trim_start().starts_with("not ok ") && !line.ends_with("# TODO");
    let starts: Vec<_> = (0..lines.len()).filter(|&at| begins(lines[at])).collect();
    starts.into_iter().filter_map(move |at| {
        let case: Vec<_> = lines[at..].iter().take_while(|line| line.trim() != "...").copied().collect();
        let within = case.iter().any(|line| line.trim() == "failureType: 'subtestsFailed'");
        (!within).then(|| case[..case.len().min(TOLD_LINES)].join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: &Count) -> (u32, u32, u32) {
        (count.passed, count.failed, count.skipped)
    }

    #[test]
    fn the_harness_s_failures_are_named() {
        let output = "test phone::tests::digits ... ok\ntest phone::tests::letters ... FAILED\n\
                      test phones ... FAIL\n";
        assert_eq!(harness(output).failures, ["phone::tests::letters", "phones"]);
    }

    #[test]
    fn a_failed_case_is_told_with_its_place_and_its_error_and_the_case_around_it_is_not() {
        let report = "    not ok 1 - inner\n      ---\n      location: 'a.mjs:3:1'\n      error: 'one'\n      ...\n\
                      not ok 1 - outer\n  ---\n  failureType: 'subtestsFailed'\n  ...\nok 2 - fine\n  ---\n  ...\n\
                      not ok 3 - later # TODO\n  ---\n  ...\n";
        assert_eq!(
            tap(report, &["a.mjs"]).failures,
            ["    not ok 1 - inner\n      ---\n      location: 'a.mjs:3:1'\n      error: 'one'"]
        );
    }

    #[test]
    fn the_harness_s_lines_are_added_up() {
        let output = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      noise\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(numbers(&harness(output)), (15, 2, 1));
    }

    #[test]
    fn a_cancelled_case_counts_as_failed() {
        let report =
            "TAP version 13\n# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n";
        assert_eq!(numbers(&tap(report, &["a.mjs"])), (3, 2, 0));
    }

    #[test]
    fn a_skipped_case_has_not_passed() {
        let report = "ok 1 - a case\nok 2 - another # SKIP no browser\n# tests 2\n# pass 1\n# fail 0\n# skipped 1\n";
        assert_eq!(numbers(&tap(report, &["a.mjs"])), (1, 0, 1));
    }

    #[test]
    fn a_file_without_cases_counts_as_failed() {
        let report = "ok 1 - tests/a.test.mjs\nok 2 - a case\n# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n";
        assert_eq!(numbers(&tap(report, &["tests/a.test.mjs"])), (1, 1, 0));
    }
}
