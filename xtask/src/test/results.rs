//! Reads how many cases ran out of what test programs print: `test result:` lines of cargo's harness
//! and of the wasm runner, and the totals of Node's TAP reporter.

use std::path::Path;

use super::Count;

/// Adds up the `test result:` lines.
pub fn harness(output: &str) -> Count {
    let mut count = Count::default();
    for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result:")) {
        let number = |unit: &str| {
            line.split([';', '.']).find_map(|part| part.trim().strip_suffix(unit)?.trim().parse().ok()).unwrap_or(0)
        };
        count += Count { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
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
    let empty = report
        .lines()
        .filter_map(|line| line.strip_prefix("ok ")?.split_once(" - "))
        .filter(|(_, name)| files.iter().any(|file| name.trim() == file.as_ref().to_string_lossy()))
        .count() as u32;
    Count {
        passed: total("pass ").saturating_sub(empty),
        failed: total("fail ") + total("cancelled ") + empty,
        skipped: total("skipped "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harness_s_lines_are_added_up() {
        let output = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      noise\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(harness(output), Count { passed: 15, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_cancelled_case_counts_as_failed() {
        let report =
            "TAP version 13\n# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n";
        assert_eq!(tap(report, &["a.mjs"]), Count { passed: 3, failed: 2, skipped: 0 });
    }

    #[test]
    fn a_skipped_case_has_not_passed() {
        let report = "ok 1 - a case\nok 2 - another # SKIP no browser\n# tests 2\n# pass 1\n# fail 0\n# skipped 1\n";
        assert_eq!(tap(report, &["a.mjs"]), Count { passed: 1, failed: 0, skipped: 1 });
    }

    #[test]
    fn a_file_without_cases_counts_as_failed() {
        let report = "ok 1 - tests/a.test.mjs\nok 2 - a case\n# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n";
        assert_eq!(tap(report, &["tests/a.test.mjs"]), Count { passed: 1, failed: 1, skipped: 0 });
    }
}
