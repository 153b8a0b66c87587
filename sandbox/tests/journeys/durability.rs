//! What is on disk when the process is gone.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::running::{LEADS, Sandbox};

/// A database file that goes with the value.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn flags(&self) -> [String; 4] {
        ["--plan".into(), "none".into(), "--db".into(), self.0.join("leads.db").display().to_string()]
    }

    fn start(&self) -> Sandbox {
        Sandbox::start(&self.flags().each_ref().map(String::as_str))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_answered_lead_survives_kill_9_in_the_middle_of_writing() {
    let file = File::new("kill-9");
    let mut answered = Vec::new();
    for round in 0..3 {
        let mut sandbox = file.start();
        let sent = AtomicUsize::new(0);
        let pid = sandbox.child.id().to_string();
        let (sandbox_in_use, count) = (&sandbox, &sent);
        let acknowledged = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    scope.spawn(move || {
                        let mut acknowledged = Vec::new();
                        for number in 0.. {
                            let code = format!("r{round}w{writer}n{number}");
                            let lead = format!(r#"{{"firstName":"Andi","uniqueCode":"{code}"}}"#);
                            // The end of the server is the end of the round.
                            let Ok(answer) = sandbox_in_use.try_api("POST", LEADS, &lead) else { break };
                            assert_eq!(answer.status, 201);
                            acknowledged.push(code);
                            count.fetch_add(1, Ordering::SeqCst);
                        }
                        acknowledged
                    })
                })
                .collect();
            while count.load(Ordering::SeqCst) < 40 {
                std::thread::yield_now();
            }
            let killed = Command::new("kill").args(["-9", &pid]).status().expect("kill");
            assert!(killed.success());
            writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect::<Vec<_>>()
        });
        sandbox.child.wait().expect("it ended");
        assert!(acknowledged.len() >= 40);
        answered.extend(acknowledged);

        let again = file.start();
        let stored = again.stored("limit=10000");
        for code in &answered {
            let times = stored.iter().filter(|lead| lead["uniqueCode"] == code.as_str()).count();
            assert_eq!(times, 1, "{code} in round {round}");
        }
    }
}

#[test]
fn soft_deletion_and_changes_are_kept_and_a_file_with_leads_is_not_seeded() {
    let file = File::new("keep");
    let first = file.start();
    let ids: Vec<_> = ["Andi", "Dewi"]
        .iter()
        .map(|name| first.create(&format!(r#"{{"firstName":"{name}"}}"#))["id"].as_str().expect("an id").to_owned())
        .collect();
    first.api("PATCH", &format!("{LEADS}/{}", ids[0]), r#"{"status":"won"}"#);
    first.knob("DELETE", &format!("/leads/{}", ids[1]), "");
    drop(first);

    let flags = file.flags();
    let mut flags: Vec<_> = flags.iter().map(String::as_str).collect();
    flags.extend(["--leads", "50"]);
    let again = Sandbox::start(&flags);
    assert_eq!(again.list("")["pagination"]["total"], 1);
    assert_eq!(again.api("GET", &format!("{LEADS}/{}", ids[0]), "").data()["status"], "won");
    assert_eq!(again.create(r#"{"firstName":"Eko"}"#)["uniqueCode"], "KNK-003");
}

#[test]
fn it_ends_on_sigterm_and_on_sigint_even_with_a_client_waiting() {
    for signal in ["-TERM", "-INT"] {
        let mut sandbox = Sandbox::start(&[]);
        sandbox.fault(r#"{"answer":"hang"}"#);
        let mut waiting = sandbox.connection();
        std::io::Write::write_all(&mut waiting, sandbox.post(r#"{"firstName":"Andi"}"#).as_bytes()).expect("sent");
        sandbox.until("it came in", |state| state["requests"] == 1);
        let pid = sandbox.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill").success());
        assert!(sandbox.child.wait().expect("it ends").success(), "{signal}");
    }
}

#[test]
fn a_hundred_thousand_leads_are_seeded_and_found() {
    let sandbox = Sandbox::start(&["--leads", "100000"]);
    let page = sandbox.list("page=1000&limit=100&sortOrder=asc");
    assert_eq!(page["pagination"]["total"], 100_000);
    assert_eq!(page["data"][99]["uniqueCode"], "KNK-100000");
    assert_eq!(sandbox.listed("search=knk-54321", "uniqueCode"), ["KNK-54321"]);
}
