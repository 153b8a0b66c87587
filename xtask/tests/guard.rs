//! The demo's processes end with the demo, even when it could not say good-bye.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_guarded_program_ends_when_its_starter_is_killed() {
    // Given a starter that tells its guarded program's id and then waits for it.
    let script = format!("{:?} guard $$ -- sleep 600 & echo $!; wait", env!("CARGO_BIN_EXE_xtask"));
    let mut starter = Command::new("sh").args(["-c", &script]).stdout(Stdio::piped()).spawn().expect("a shell starts");
    let mut line = String::new();
    BufReader::new(starter.stdout.take().expect("its stdout")).read_line(&mut line).expect("a line");
    let name = format!("/proc/{}/comm", line.trim());
    until("the program runs", || std::fs::read_to_string(&name).is_ok_and(|name| name.trim() == "sleep"));

    // When the starter is killed without a chance to end anything.
    starter.kill().expect("it is there");
    starter.wait().expect("it ends");

    // Then the program ends too.
    until("the program is gone", || !Path::new(&name).exists());
}

#[test]
fn a_program_whose_starter_is_gone_already_is_not_started() {
    let status = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["guard", "1", "--", "sh", "-c", "exit 0"])
        .stderr(Stdio::null())
        .status()
        .expect("it starts");
    assert!(!status.success());
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
