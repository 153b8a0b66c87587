//! A file that an older sandbox wrote.

use std::path::PathBuf;

use crate::running::{LEADS, Sandbox};

/// What the sandbox wrote before conversions and tickets, and before it counted its schema's steps.
const OLDER: &str = include_str!("../../src/store/schema/1-leads.sql");

#[test]
fn a_file_of_the_older_schema_opens_with_its_leads_and_stays_open_to_the_next_start() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("older-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let connection = rusqlite::Connection::open(&file).expect("a file");
    connection.execute_batch(OLDER).expect("the older schema");
    let lead = "INSERT INTO leads (id, unique_code, first_name, status, priority, ad_platform, search_text, search_codes,
                created_at, updated_at, visible_at) VALUES ('lead_old', 'KNK-007', 'Budi', 'won', 'medium', 'meta', '', '', 1, 1, 0)";
    connection.execute(lead, []).expect("a lead");
    drop(connection);

    let path = file.display().to_string();
    for ticket in 1..=2 {
        let sandbox = Sandbox::start(&["--db", &path]);
        assert_eq!(sandbox.list("")["data"][0]["uniqueCode"], "KNK-007");
        let stored = sandbox.stored("id=lead_old");
        let state = if ticket == 1 { "none" } else { "pending" };
        assert_eq!(stored[0]["conversionSyncStatus"], state);
        sandbox.knob("PATCH", "/settings", r#"{"conversionSyncMs":3600000}"#);
        assert_eq!(sandbox.api("PATCH", &format!("{LEADS}/lead_old"), r#"{"status":"hot"}"#).status, 200);
        let answer = sandbox.api("POST", "/api/v2/agent/support/tickets", r#"{"subject":"Help","message":"x"}"#);
        assert_eq!(answer.status, 201);
        let tickets = sandbox.knob("GET", "/tickets", "")["tickets"].as_array().map(Vec::len);
        assert_eq!(tickets, Some(ticket));
    }
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{suffix}"));
    }
}
