//! Cases that are commands or checks of our own: each is run, told, and counted.

use std::time::Instant;

use anyhow::Result;

use super::Count;

/// A running count of named checks.
#[derive(Default)]
pub struct Cases(Count);

impl Cases {
    /// Runs one check; a failure is told and counted, and the next one runs all the same.
    pub fn case(&mut self, name: &str, check: impl FnOnce() -> Result<()>) {
        let started = Instant::now();
        match check() {
            Ok(()) => {
                self.0.passed += 1;
                eprintln!("ok      {name} ({:.1} s)", started.elapsed().as_secs_f32());
            }
            Err(error) => {
                eprintln!("FAILED  {name}: {error:#}");
                self.0 += Count::failure(format!("{name}: {error:#}"));
            }
        }
    }

    /// What was counted.
    pub fn count(self) -> Count {
        self.0
    }
}
