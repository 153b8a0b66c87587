//! Commits that happen after the client was told nothing.

use std::io::Write;

use crate::running::Sandbox;

const LEAD: &str = r#"{"firstName":"Andi","externalRef":"kf_1"}"#;

#[test]
fn a_late_commit_happens_after_the_answer_was_cut() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"answer":"cut","commit":"late","lateMs":3000}"#);
    assert_eq!(sandbox.raw(&sandbox.post(LEAD)), "");
    sandbox.until("the commit waits", |state| state["waiting"] == 1);
    assert!(sandbox.stored("").is_empty());
    assert_eq!(sandbox.requests()[0]["committed"], false);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":3000}"#);
    sandbox.until("the lead is stored", |state| state["leads"] == 1);
    assert_eq!(sandbox.stored("externalRef=kf_1")[0]["createdAt"], "2025-01-16T08:00:03.000Z");
    sandbox.until("the log says so", |_| sandbox.requests()[0]["committed"] == true);
    assert_eq!(sandbox.requests()[0]["outcome"], "cut");
}

#[test]
fn a_late_commit_happens_after_the_client_gave_up_waiting() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"answer":"hang","commit":"late","lateMs":3000}"#);
    let mut connection = sandbox.connection();
    connection.write_all(sandbox.post(LEAD).as_bytes()).expect("sent");
    sandbox.until("the commit waits", |state| state["waiting"] == 1);
    assert_eq!(sandbox.requests()[0]["outcome"], "hung");
    drop(connection);
    sandbox.knob("POST", "/clock", r#"{"advanceMs":3000}"#);
    sandbox.until("the lead is stored", |state| state["leads"] == 1);
}

#[test]
fn a_reset_drops_what_was_still_to_be_committed() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"answer":"cut","commit":"late","lateMs":3000}"#);
    sandbox.raw(&sandbox.post(LEAD));
    sandbox.until("the commit waits", |state| state["waiting"] == 1);
    sandbox.knob("POST", "/reset", "");
    sandbox.knob("POST", "/clock", r#"{"advanceMs":86400000}"#);
    sandbox.until("nothing waits any more", |state| state["waiting"] == 0);
    // What would have been committed is ahead of this one in the queue for the database.
    sandbox.create(r#"{"firstName":"Marker"}"#);
    let stored = sandbox.stored("");
    assert_eq!((stored.len(), &stored[0]["firstName"]), (1, &"Marker".into()));
}
