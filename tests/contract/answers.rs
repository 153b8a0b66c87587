//! What the document shows as answers.

use konektor::endpoint::{Answer, operation};
use konektor::error::{Code, Kind};
use konektor::model::{
    AdPlatform, AnalyticsQuery, ConversionStatusQuery, CreateLead, CreateTicket, FailureBody, LeadPriority, LeadSource,
    LeadStatus, ListLeads, UpdateLead,
};
use konektor::schema;
use konektor::validate::response;
use serde_json::Value;

use crate::golden;
use crate::server::asked;

/// The `data` of an example.
fn data(example: &str) -> Value {
    serde_json::from_str::<Value>(example).unwrap()["data"].take()
}

/// A model as JSON, where whole numbers are written without a fraction as in the examples.
fn written(model: &impl serde::Serialize) -> Value {
    fn whole(value: &mut Value) {
        match value {
            Value::Number(number) => {
                if let Some(float) = number.as_f64().filter(|float| float.fract() == 0.0) {
                    *value = Value::from(float as i64);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(whole),
            Value::Object(members) => members.values_mut().for_each(whole),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(model).unwrap();
    whole(&mut value);
    value
}

#[test]
fn each_answer_passes_its_operation_s_table() {
    for (name, example) in [
        ("leads.list", golden!("leads.list")),
        ("leads.get", golden!("leads.get")),
        ("leads.create", golden!("leads.create")),
        ("leads.update", golden!("leads.update")),
        ("analytics.summary", golden!("analytics.summary")),
        ("analytics.funnel", golden!("analytics.funnel")),
        ("analytics.campaigns", golden!("analytics.campaigns")),
        ("conversions.status", golden!("conversions.status")),
        ("conversions.pending", golden!("conversions.pending")),
        ("workspace.get", golden!("workspace.get")),
        ("support.createTicket", golden!("support.createTicket")),
    ] {
        let Answer::Json(kind) = &operation(name).unwrap().answer else { panic!("{name} answers JSON") };
        assert_eq!(response(example.as_bytes(), kind), Ok(()), "{name}");
        let broken = example.replace("\"success\": true,\n\"data\"", "\"other\"");
        assert!(response(broken.as_bytes(), kind).is_err(), "{name} without its data");
    }
    for example in [golden!("error"), golden!("validation-error")] {
        const FAILURE: &schema::Kind = &schema::Kind::Object(FailureBody::SCHEMA);
        assert_eq!(response(example.as_bytes(), FAILURE), Ok(()));
    }
}

/// Each operation's fields that are always there, as `path: key`.
#[test]
fn an_answer_without_what_is_always_there_is_another_shape() {
    for (name, example, keys) in [
        ("leads.get", golden!("leads.get"), &["id"][..]),
        ("leads.list", golden!("leads.list"), &["id"]),
        (
            "analytics.summary",
            golden!("analytics.summary"),
            &["totalLeads", "newLeads", "contactedLeads", "totalConversions", "totalConversionValue"],
        ),
        ("analytics.funnel", golden!("analytics.funnel"), &["status", "count", "percentage"]),
        ("analytics.campaigns", golden!("analytics.campaigns"), &["leads", "conversions", "conversionValue"]),
        ("conversions.status", golden!("conversions.status"), &["pending", "synced", "partial", "failed", "none"]),
        ("conversions.pending", golden!("conversions.pending"), &["leadId", "conversionSyncStatus"]),
        ("support.createTicket", golden!("support.createTicket"), &["ticketId"]),
    ] {
        let Answer::Json(kind) = &operation(name).unwrap().answer else { panic!("{name} answers JSON") };
        for key in keys {
            let broken = example.replace(&format!("\"{key}\":"), "\"other\":");
            let shape = response(broken.as_bytes(), kind).expect_err(&format!("{name} without {key}"));
            assert!(shape.message.contains("received nothing") || shape.message.contains("duplicate"), "{shape:?}");
        }
    }
}

#[test]
fn the_other_operations_keep_every_value() {
    let query = AnalyticsQuery::default();
    let (summary, _) =
        asked(200, golden!("analytics.summary"), async |client| client.analytics().summary(&query).await);
    assert_eq!(written(&summary.unwrap().data), data(golden!("analytics.summary")));
    let (funnel, _) = asked(200, golden!("analytics.funnel"), async |client| client.analytics().funnel(&query).await);
    let funnel = funnel.unwrap().data;
    assert_eq!(written(&funnel), data(golden!("analytics.funnel")));
    assert_eq!((&funnel[0].status, funnel[0].percentage), (&LeadStatus::New, 26.92));
    let (campaigns, _) =
        asked(200, golden!("analytics.campaigns"), async |client| client.analytics().campaigns(&query).await);
    assert_eq!(written(&campaigns.unwrap().data), data(golden!("analytics.campaigns")));
    let (status, _) = asked(200, golden!("conversions.status"), async |client| {
        client.conversions().status(&ConversionStatusQuery::default()).await
    });
    assert_eq!(written(&status.unwrap().data), data(golden!("conversions.status")));
    let (pending, _) = asked(200, golden!("conversions.pending"), async |client| client.conversions().pending().await);
    let pending = pending.unwrap().data;
    assert_eq!(written(&pending), data(golden!("conversions.pending")));
    assert_eq!(pending[0].last_conversion_sync_at, Some(None));
    let (workspace, _) = asked(200, golden!("workspace.get"), async |client| client.workspace().await);
    assert_eq!(written(&workspace.unwrap().data), data(golden!("workspace.get")));
    let (ticket, _) = asked(200, golden!("support.createTicket"), async |client| {
        client.support().create_ticket(&CreateTicket::default().subject("Help").message("me")).await
    });
    assert_eq!(written(&ticket.unwrap().data), data(golden!("support.createTicket")));
}

#[test]
fn a_page_of_leads_keeps_every_value() {
    let (reply, _) = asked(200, golden!("leads.list"), async |client| client.leads().list(&ListLeads::default()).await);
    let page = reply.unwrap().data;
    assert_eq!(written(&page.items), data(golden!("leads.list")));
    let pagination = serde_json::from_str::<Value>(golden!("leads.list")).unwrap()["pagination"].take();
    assert_eq!(written(&page.pagination), pagination);
    assert_eq!(page.pagination.total, Some(42));
}

#[test]
fn a_lead_keeps_every_value() {
    let (reply, _) = asked(200, golden!("leads.get"), async |client| client.leads().get("lead_abc123").await);
    let lead = reply.unwrap().data;
    assert_eq!(written(&lead), data(golden!("leads.get")));
    assert_eq!(lead.id, "lead_abc123");
    assert_eq!(lead.status, Some(LeadStatus::New));
    assert_eq!(lead.priority, Some(Some(LeadPriority::Medium)));
    assert_eq!(lead.source, Some(Some(LeadSource::Ads)));
    assert_eq!(lead.ad_platform, Some(Some(AdPlatform::Meta)));
    assert_eq!(lead.estimated_value, Some(Some(5_000_000.0)));
    assert_eq!(lead.notes, Some(None), "null is not absent");
    assert_eq!(lead.external_ref, None, "absent is not null");
}

#[test]
fn a_created_and_an_updated_lead_keep_every_value() {
    let lead = CreateLead::default().first_name("Andi");
    let (reply, _) = asked(201, golden!("leads.create"), async |client| client.leads().create(&lead).await);
    assert_eq!(written(&reply.unwrap().data), data(golden!("leads.create")));

    let change = UpdateLead::default().status(LeadStatus::Contacted);
    let (reply, _) =
        asked(200, golden!("leads.update"), async |client| client.leads().update("lead_xyz789", &change).await);
    assert_eq!(written(&reply.unwrap().data), data(golden!("leads.update")));
}

#[test]
fn every_answer_comes_with_its_rate_limit_and_request_id() {
    let (reply, _) = asked(200, golden!("leads.get"), async |client| client.leads().get("lead_abc123").await);
    let reply = reply.unwrap();
    let limit = reply.rate_limit.unwrap();
    assert_eq!((limit.limit, limit.remaining, limit.reset), (Some(200.0), Some(199.0), Some(1_737_000_060.0)));
    assert_eq!(reply.request_id.as_deref(), Some("8f14e45f-ceea-4e7a-9c3b-6f2d1d1c0001"));
}

#[test]
fn a_validation_error_tells_each_field_s_message() {
    let lead = CreateLead::default().first_name("Andi");
    let (reply, _) = asked(400, golden!("validation-error"), async |client| client.leads().create(&lead).await);
    let error = reply.unwrap_err();
    assert_eq!((error.kind, &error.code, error.status), (Kind::Validation, &Code::ValidationError, Some(400)));
    assert_eq!(error.message, "Invalid request parameters");
    let details = [("firstName", "Required"), ("email", "Invalid email")];
    assert_eq!(error.details, details.map(|(field, message)| (field.to_owned(), message.to_owned())));
    assert_eq!(error.request_id.as_deref(), Some("8f14e45f-ceea-4e7a-9c3b-6f2d1d1c0001"));
    assert!(!error.outcome_unknown);
}

#[test]
fn an_error_s_code_and_message_are_the_server_s() {
    let (reply, _) = asked(404, golden!("error"), async |client| client.leads().get("lead_abc123").await);
    let error = reply.unwrap_err();
    assert_eq!((error.kind, error.code.as_str()), (Kind::NotFound, "ERROR_CODE"));
    assert_eq!(error.message, "Human-readable description");
    assert!(error.details.is_empty());
}
