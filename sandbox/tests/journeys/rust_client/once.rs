//! A lead is created once, whatever becomes of its POST, on servers of both kinds.

use std::time::Duration;

use konektor::client::{Client, Options};
use konektor::error::{Error, Kind};
use konektor::model::CreateLead;

use super::{client, client_at};
use crate::running::{KEY, Sandbox};

const SERVERS: [&[&str]; 3] =
    [&["--plan", "none"], &["--plan", "none", "--unique-codes"], &["--plan", "none", "--return-external-ref"]];

fn lead() -> CreateLead {
    CreateLead::default().first_name("Andi").external_ref("crm-1")
}

fn posts(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|request| request["method"] == "POST").count()
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_commit_leaves_one_lead() -> Result<(), Error> {
    for flags in SERVERS {
        for answer in ["cut", "malformed", "truncated", "html", "redirect", "status"] {
            let sandbox = Sandbox::start(flags);
            let status = if answer == "html" || answer == "status" { r#""status":502,"# } else { "" };
            let matching = r#""match":{"operation":"leads.create"}"#;
            sandbox.fault(&format!(r#"{{{matching},{status}"answer":"{answer}","commit":"yes"}}"#));

            let created = client(&sandbox).leads().create_once(&lead()).await?;

            let stored = sandbox.stored("");
            assert_eq!((stored.len(), &stored[0]["id"]), (1, &created.data.id.into()), "{answer} {flags:?}");
            assert_eq!(client(&sandbox).leads().create_once(&lead()).await?.data.id, stored[0]["id"]);
            assert_eq!(posts(&sandbox), 1, "{answer} {flags:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_commit_later_than_the_timeout_is_found() -> Result<(), Error> {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    sandbox.fault(r#"{"match":{"method":"POST"},"answer":"hang","commit":"late","lateMs":1500}"#);

    let created = client_at(&sandbox.address, Duration::from_secs(2)).leads().create_once(&lead()).await;

    // The POST has a second, the look-ups the other one: whether they see the lead is a matter of luck, and nothing else is.
    let stored = || sandbox.stored("");
    sandbox.until("the lead is stored", |state| state["leads"] == 1);
    if let Err(error) = created {
        assert_eq!(error.kind, Kind::OutcomeUnknown);
    }
    assert_eq!(client(&sandbox).leads().create_once(&lead()).await?.data.id, stored()[0]["id"]);
    assert_eq!((posts(&sandbox), stored().len()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn a_lead_that_never_shows_is_an_error_to_ask_again_with() -> Result<(), Error> {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    sandbox.fault(r#"{"match":{"method":"POST"},"answer":"cut"}"#);

    let hurried = client_at(&sandbox.address, Duration::from_secs(1));
    let error = hurried.leads().create_once(&lead()).await.expect_err("no lead");

    assert_eq!((error.code.as_str(), error.outcome_unknown), ("OUTCOME_UNKNOWN", true));
    assert_eq!(error.external_ref.as_deref(), Some("crm-1"));
    assert_eq!((posts(&sandbox), sandbox.stored("").len()), (1, 0));
    client(&sandbox).leads().create_once(&lead()).await?;
    assert_eq!(sandbox.stored("")[0]["uniqueCode"].as_str(), error.unique_code.as_deref());
    Ok(())
}

#[tokio::test]
async fn without_the_right_to_look_nothing_is_sent() {
    let sandbox = Sandbox::start(&["--key", "writer:agent.leads.write", "--key", KEY]);
    let writer = Options::with_key("writer").base_url(format!("http://{}", sandbox.address));

    let error = Client::native(writer).expect("a client").leads().create_once(&lead()).await.expect_err("no scope");

    assert_eq!((error.kind, posts(&sandbox)), (Kind::PermissionDenied, 0));
}

#[tokio::test]
async fn two_calls_at_once_make_one_lead_where_codes_are_unique() -> Result<(), Error> {
    let sandbox = Sandbox::start(&["--plan", "none", "--unique-codes"]);
    let client = client(&sandbox);

    let (lead, leads) = (lead(), client.leads());
    let (one, other) = tokio::join!(leads.create_once(&lead), leads.create_once(&lead));

    assert_eq!(one?.data.id, other?.data.id);
    assert_eq!(sandbox.stored("").len(), 1);
    Ok(())
}
