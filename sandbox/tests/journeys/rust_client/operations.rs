//! The operations of the typed client, and what becomes of refusals.

use std::time::Duration;

use konektor::client::{Client, FindLead, Options};
use konektor::error::{Error, Kind};
use konektor::model::{
    AnalyticsQuery, Clear, ConversionStatusQuery, CreateLead, CreateTicket, LeadSource, LeadStatus, ListLeads,
    UpdateLead,
};
use konektor::transport::Transport;

use super::{client, client_at};
use crate::running::{KEY, Sandbox};

#[tokio::test]
async fn each_operation_reaches_the_api() -> Result<(), Error> {
    let sandbox = Sandbox::start(&["--leads", "3"]);
    let client = client(&sandbox);

    let lead = CreateLead::default().first_name("Andi").phone("+6281234567890").source(LeadSource::Ads).notes("Ask");
    let created = client.leads().create(&lead).await?;
    assert!(created.request_id.is_some());
    assert_eq!(created.rate_limit.unwrap_or_default().limit, Some(200.0));
    let id = created.data.id;
    let updated = client.leads().update(&id, &UpdateLead::default().status(LeadStatus::Won).notes(Clear)).await?;
    assert_eq!((updated.data.status, updated.data.notes), (Some(LeadStatus::Won), Some(None)));
    assert_eq!(client.leads().get(&id).await?.data.first_name.as_deref(), Some("Andi"));
    let found = client.leads().find(FindLead::Phone("+62 812-3456-7890")).await?.data;
    assert_eq!(found.map(|lead| lead.id), Some(id));

    let all_time = AnalyticsQuery::default().timeframe("all_time");
    assert_eq!(client.analytics().summary(&all_time).await?.data.total_leads, 4.0);
    assert_eq!(client.analytics().funnel(&all_time).await?.data.iter().map(|step| step.count).sum::<f64>(), 4.0);
    client.analytics().campaigns(&all_time).await?;
    client.conversions().status(&ConversionStatusQuery::default()).await?;
    client.conversions().pending().await?;
    assert_eq!(client.workspace().await?.data.timezone.flatten().as_deref(), Some("Asia/Jakarta"));
    let ticket = CreateTicket::default().subject("Tracking").message("It does not.");
    assert!(client.support().create_ticket(&ticket).await?.data.ticket_ref.is_some());
    assert!(client.skill().await?.contains("Konektor"));
    let custom = client.request("GET", "/api/v2/agent/leads?limit=1", None::<&()>).await?;
    assert_eq!(custom.data["pagination"]["total"], 4);
    Ok(())
}

#[tokio::test]
async fn all_leads_of_all_pages_come_once_each() -> Result<(), Error> {
    let sandbox = Sandbox::start(&["--leads", "25", "--plan", "none"]);
    let mut leads = client(&sandbox).leads().all(&ListLeads::default().limit(10));

    let mut ids = Vec::new();
    while let Some(lead) = leads.next().await? {
        ids.push(lead.id);
    }

    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), sandbox.requests().len()), (25, 3));
    Ok(())
}

#[tokio::test]
async fn refusals_come_with_all_that_is_known() {
    let sandbox = Sandbox::start(&["--key", "reader:agent.leads.read"]);
    let reader = Options::with_key("reader").base_url(format!("http://{}", sandbox.address));
    let reader = Client::native(reader).expect("a client");

    let forbidden = reader.workspace().await.expect_err("no scope");
    assert_eq!((forbidden.kind, forbidden.status), (Kind::PermissionDenied, Some(403)));
    assert!(forbidden.request_id.is_some() && forbidden.rate_limit.is_some());
    let missing = reader.leads().get("lead_none").await.expect_err("no lead");
    assert_eq!((missing.kind, missing.code.as_str()), (Kind::NotFound, "NOT_FOUND"));
}

#[tokio::test]
async fn a_read_is_tried_again_and_a_redirect_not_followed() {
    let sandbox = Sandbox::start(&[]);
    let client = client(&sandbox);
    sandbox.fault(r#"{"status":503,"retryAfter":"0"}"#);
    sandbox.fault(r#"{"answer":"cut"}"#);

    assert!(client.leads().list(&ListLeads::default()).await.is_ok());
    assert_eq!(sandbox.requests().len(), 3);

    let elsewhere = Sandbox::start(&[]);
    let location = format!("http://{}/api/v2/agent/workspace", elsewhere.address);
    sandbox.fault(&format!(r#"{{"answer":"redirect","location":"{location}"}}"#));
    let error = client.workspace().await.expect_err("a redirect");
    assert_eq!(error.code.as_str(), "REDIRECT_REFUSED");
    assert!(elsewhere.requests().is_empty(), "the key has not travelled on");
}

#[tokio::test]
async fn a_date_to_wait_for_is_read() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.fault(r#"{"status":429,"retryAfter":"Thu, 16 Jan 2025 08:02:00 GMT"}"#);

    let error = client(&sandbox).workspace().await.expect_err("beyond the deadline");

    assert_eq!((error.kind, error.retry_after, error.attempts), (Kind::RateLimit, Some(120.0), 1));
}

/// A program may be generic over the transport, and still spawn.
async fn in_a_task<T: Transport + 'static>(client: Client<T>) -> Result<f64, Error> {
    let task = tokio::spawn(async move {
        let mut leads = client.leads().all(&ListLeads::default());
        let first = leads.next().await?.map_or_else(String::new, |lead| lead.id);
        client.leads().create_once(&CreateLead::default().first_name("Andi").external_ref(first)).await?;
        client.leads().find(FindLead::UniqueCode("KNK-1")).await?;
        Ok(client.analytics().summary(&AnalyticsQuery::default()).await?.data.total_leads)
    });
    task.await.expect("no panic")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_spawned_and_share_one_client() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    let client = client_at(&sandbox.address, Duration::from_secs(20));
    let tasks: Vec<_> = (0..20).map(|_| tokio::spawn(in_a_task(client.clone()))).collect();
    for task in tasks {
        assert!(task.await.expect("no panic").is_ok());
    }
}

#[test]
fn a_proxy_is_not_told_the_key_of_a_server_on_the_loopback() {
    let sandbox = Sandbox::start(&[]);
    let output = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "rust_client::operations::asked_through_the_environment_s_proxy"])
        .envs([("HTTP_PROXY", "http://127.0.0.1:9"), ("http_proxy", "http://127.0.0.1:9")])
        .env("KONEKTOR_API_KEY", KEY)
        .env("SANDBOX", &sandbox.address)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(sandbox.requests().len(), 1);
}

#[tokio::test]
#[ignore = "a_proxy_is_not_told_the_key_of_a_server_on_the_loopback runs it with an environment"]
async fn asked_through_the_environment_s_proxy() {
    let address = std::env::var("SANDBOX").expect("the address");
    assert!(client_at(&address, Duration::from_secs(20)).workspace().await.is_ok());
    assert!(Client::from_env().is_ok());
}
