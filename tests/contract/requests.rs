//! What the document shows as requests: its two bodies, and the four `curl` commands around them.

use konektor::model::{
    AdPlatform, AnalyticsQuery, CreateLead, CreateTicket, FailureBody, LeadSource, LeadStatus, ListLeads,
    TicketPriority, Timeframe, UpdateLead,
};
use konektor::validate::{UnknownFields, request};
use serde_json::Value;

use crate::golden;
use crate::server::asked;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn each_body_passes_its_model_s_table() {
    let create = golden!("leads.create.request").as_bytes();
    assert_eq!(request(create, CreateLead::SCHEMA, UnknownFields::Refuse), Ok(()));
    let update = golden!("leads.update.request").as_bytes();
    assert_eq!(request(update, UpdateLead::SCHEMA, UnknownFields::Refuse), Ok(()));
}

/// The server's own answer to this body stands in the document: ours says the same, without a request.
#[test]
fn a_body_is_refused_in_the_words_of_the_server() {
    let theirs: FailureBody = serde_json::from_str(golden!("validation-error")).unwrap();
    let theirs = serde_json::to_value(&theirs).unwrap()["error"]["details"].take();
    let invalid = request(br#"{"email":"andi"}"#, CreateLead::SCHEMA, UnknownFields::Refuse).unwrap_err();
    let ours = invalid.issues.iter().map(|issue| (issue.field.clone(), Value::from(issue.message())));
    assert_eq!(Value::Object(ours.collect()), theirs);
}

#[test]
fn a_list_is_asked_for_as_documented() {
    let query = ListLeads::default().status(LeadStatus::New).limit(10);
    let (_, sent) = asked(200, golden!("leads.list"), async |client| client.leads().list(&query).await);
    assert_eq!((sent.method, sent.body.as_str()), ("GET", ""));
    let (path, query) = sent.url.split_once('?').unwrap();
    assert_eq!(path, "https://konektor.id/api/v2/agent/leads");
    let mut parameters: Vec<_> = query.split('&').collect();
    parameters.sort_unstable();
    assert_eq!(parameters, ["limit=10", "status=new"]);
    assert_eq!(sent.header("authorization"), Some("Bearer YOUR_KEY"));
}

#[test]
fn a_lead_is_asked_for_as_documented() {
    let (_, sent) = asked(200, golden!("leads.get"), async |client| client.leads().get("lead_abc123").await);
    assert_eq!((sent.method, sent.body.as_str()), ("GET", ""));
    assert_eq!(sent.url, "https://konektor.id/api/v2/agent/leads/lead_abc123");
    assert_eq!(sent.header("authorization"), Some("Bearer YOUR_KEY"));
}

#[test]
fn a_lead_is_created_as_documented() {
    let lead = CreateLead::default()
        .first_name("Andi")
        .email("andi@example.com")
        .status(LeadStatus::New)
        .source(LeadSource::Ads)
        .ad_platform(AdPlatform::Meta);
    let (reply, sent) = asked(201, golden!("leads.create"), async |client| client.leads().create(&lead).await);
    assert!(reply.is_ok());
    assert_eq!((sent.method, sent.url.as_str()), ("POST", "https://konektor.id/api/v2/agent/leads"));
    assert_eq!(json(&sent.body), json(golden!("leads.create.request")));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    let read: CreateLead = serde_json::from_str(golden!("leads.create.request")).unwrap();
    assert_eq!(read, lead);
}

#[test]
fn a_lead_is_updated_as_documented() {
    let change = UpdateLead::default().status(LeadStatus::Contacted).notes("Called via WhatsApp".to_owned());
    let (reply, sent) =
        asked(200, golden!("leads.update"), async |client| client.leads().update("lead_xyz789", &change).await);
    assert!(reply.is_ok());
    assert_eq!((sent.method, sent.url.as_str()), ("PATCH", "https://konektor.id/api/v2/agent/leads/lead_xyz789"));
    assert_eq!(json(&sent.body), json(golden!("leads.update.request")));
    let read: UpdateLead = serde_json::from_str(golden!("leads.update.request")).unwrap();
    assert_eq!(read, change);
}

#[test]
fn a_ticket_is_sent_as_the_document_shows_it() {
    let ticket = CreateTicket::default()
        .subject("Tracking pixel not firing")
        .message("Our Meta pixel events stopped syncing since yesterday. Workspace ID: ws_abc123.")
        .priority(TicketPriority::High);
    let (_, sent) = asked(200, golden!("support.createTicket"), async |client| {
        client.support().create_ticket(&ticket).await.unwrap();
    });
    assert_eq!((sent.method, sent.url.as_str()), ("POST", "https://konektor.id/api/v2/agent/support/tickets"));
    assert_eq!(sent.body, golden!("support.createTicket.request").trim_end());
}

#[test]
fn analytics_are_asked_for_as_the_document_shows() {
    let query = AnalyticsQuery::default().timeframe(Timeframe::Last7Days);
    let (_, sent) = asked(200, golden!("analytics.summary"), async |client| {
        client.analytics().summary(&query).await.unwrap();
    });
    assert_eq!(sent.url, "https://konektor.id/api/v2/agent/analytics/summary?timeframe=last_7_days");
}
