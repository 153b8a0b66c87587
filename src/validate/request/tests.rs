use super::*;
use crate::model::{AnalyticsQuery, ConversionStatusQuery, CreateLead, CreateTicket, ListLeads, UpdateLead};
use proptest::prelude::*;
use serde_json::{Value, json};

fn issues(body: &[u8], schema: &'static Schema) -> Vec<(String, String)> {
    match request(body, schema, UnknownFields::Refuse) {
        Ok(()) => Vec::new(),
        Err(invalid) => invalid.issues.iter().map(|issue| (issue.field.clone(), issue.message())).collect(),
    }
}

/// The only message about `body`, as `field: message`.
fn message(body: &Value, schema: &'static Schema) -> String {
    let found = issues(body.to_string().as_bytes(), schema);
    found.iter().map(|(field, message)| format!("{field}: {message}")).collect::<Vec<_>>().join("; ")
}

fn create(body: Value) -> String {
    message(&body, CreateLead::SCHEMA)
}

fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = json!({"firstName": "Andi"});
    body[field] = value.into();
    body
}

#[test]
fn the_example_of_the_api_document_is_valid() {
    let body = json!({"firstName":"Andi","email":"andi@example.com","status":"new","source":"ads","adPlatform":"meta"});
    assert_eq!(create(body), "");
}

#[test]
fn the_validation_error_of_the_api_document_is_answered_word_for_word() {
    assert_eq!(create(json!({"email": "andi"})), "email: Invalid email; firstName: Required");
}

#[test]
fn every_length_holds_at_its_edge() {
    for (field, max) in [
        ("firstName", 100),
        ("lastName", 100),
        ("phone", 20),
        ("notes", 5000),
        ("uniqueCode", 100),
        ("externalRef", 150),
    ] {
        let too_long = format!("{field}: String must contain at most {max} character(s)");
        assert_eq!(create(with(field, "x".repeat(max))), "");
        assert_eq!(create(with(field, "x".repeat(max + 1))), too_long);
        // An emoji is two units, a letter with an accent one.
        assert_eq!(create(with(field, "😀".repeat(max / 2))), "");
        assert_eq!(
            create(with(field, "😀".repeat(max / 2) + "x")),
            if max % 2 == 0 { too_long } else { String::new() }
        );
        assert_eq!(create(with(field, "é".repeat(max))), "");
    }
    assert_eq!(create(with("firstName", "")), "firstName: String must contain at least 1 character(s)");
    assert_eq!(create(with("lastName", "")), "");
}

#[test]
fn a_list_has_its_edges_too() {
    let list = |body: Value| message(&body, ListLeads::SCHEMA);
    assert_eq!(list(json!({"limit": 0})), "limit: Number must be greater than or equal to 1");
    assert_eq!(list(json!({"limit": 1})), "");
    assert_eq!(list(json!({"limit": 100})), "");
    assert_eq!(list(json!({"limit": 101})), "limit: Number must be less than or equal to 100");
    assert_eq!(list(json!({"limit": 1.5})), "limit: Expected integer, received float");
    assert_eq!(list(json!({"limit": "10"})), "limit: Expected number, received string");
    assert_eq!(list(json!({"page": 0})), "page: Number must be greater than or equal to 1");
    assert_eq!(list(json!({"page": 4_000_000_000_u32})), "");
    assert_eq!(list(json!({"search": "x".repeat(200)})), "");
    assert_eq!(list(json!({"search": "x".repeat(201)})), "search: String must contain at most 200 character(s)");
    assert_eq!(list(json!({"createdFrom": "2025-01-15", "createdTo": "2025-01-15T10:30:00+07:00"})), "");
    assert_eq!(list(json!({"createdFrom": "15/01/2025"})), "createdFrom: Invalid datetime");
    assert_eq!(list(json!({"assignedTo": "me"})), "assignedTo: Invalid uuid");
    assert_eq!(list(json!({"sortBy": "name"})), "sortBy: Invalid enum value. Expected 'createdAt' | 'updatedAt'");
}

#[test]
fn a_ticket_has_its_edges_and_an_open_priority() {
    let ticket = |field: &str, value: String| {
        let mut body = json!({"subject": "Help", "message": "me"});
        body[field] = value.into();
        message(&body, CreateTicket::SCHEMA)
    };
    for (field, min, max) in [("subject", 3, 180), ("message", 1, 10_000)] {
        assert_eq!(ticket(field, "x".repeat(min)), "");
        assert_eq!(ticket(field, "x".repeat(max)), "");
        let (least, most) = ("String must contain at least", "String must contain at most");
        assert_eq!(ticket(field, "x".repeat(min - 1)), format!("{field}: {least} {min} character(s)"));
        assert_eq!(ticket(field, "x".repeat(max + 1)), format!("{field}: {most} {max} character(s)"));
    }
    assert_eq!(ticket("priority", "whatever comes".to_owned()), "");
    assert_eq!(ticket("priority", String::new()), "priority: String must contain at least 1 character(s)");
    assert_eq!(message(&json!({}), CreateTicket::SCHEMA), "subject: Required; message: Required");
}

#[test]
fn a_span_of_time_is_a_documented_preset_or_two_dates() {
    let query = |body: Value| message(&body, ConversionStatusQuery::SCHEMA);
    assert_eq!(
        query(json!({"timeframe": "all_time", "from": "2025-01-01", "to": "2025-01-15T00:00:00Z", "platform": "meta"})),
        ""
    );
    assert!(
        query(json!({"timeframe": "yesterday"}))
            .starts_with("timeframe: Invalid enum value. Expected 'today' | 'last_7_days'")
    );
    assert_eq!(query(json!({"from": "January"})), "from: Invalid datetime");
    assert!(query(json!({"platform": "myspace"})).starts_with("platform: Invalid enum value."));
    assert_eq!(message(&json!({"platform": "meta"}), AnalyticsQuery::SCHEMA), "platform: unknown field `platform`");
}

#[test]
fn a_value_of_another_type_is_named_by_its_type_and_never_repeated() {
    assert_eq!(create(with("phone", 62812)), "phone: Expected string, received number");
    assert_eq!(create(with("notes", Value::Null)), "notes: Expected string, received null");
    assert_eq!(create(with("estimatedValue", "5000000")), "estimatedValue: Expected number, received string");
    assert_eq!(create(with("email", json!({"a": [1]}))), "email: Expected string, received object");
    assert_eq!(create(with("priority", 1)), "priority: Expected 'low' | 'medium' | 'high' | 'urgent', received number");
    assert!(!create(with("status", "secret-value")).contains("secret"));
    assert_eq!(create(json!(["firstName"])), ": Expected object, received array");
}

#[test]
fn null_clears_the_seven_fields_that_may_be_empty() {
    let clearable = ["lastName", "email", "phone", "notes", "assignedTo", "estimatedValue", "actualValue"];
    for field in UpdateLead::SCHEMA.fields {
        let refused = message(&json!({ field.name: null }), UpdateLead::SCHEMA);
        assert_eq!(refused.is_empty(), clearable.contains(&field.name), "{refused}");
    }
    assert_eq!(message(&json!({}), UpdateLead::SCHEMA), "");
}

#[test]
fn unknown_fields_are_refused_by_name_or_passed_over() {
    let body = json!({"fristName": "Andi", "colour": 1});
    assert_eq!(
        create(body),
        "colour: unknown field `colour`; fristName: unknown field `fristName`, did you mean `firstName`?; firstName: Required"
    );
    let ignored = request(br#"{"firstName":"A","colour":{"a":[1]}}"#, CreateLead::SCHEMA, UnknownFields::Ignore);
    assert_eq!(ignored, Ok(()));
    assert_eq!(create(with("__proto__", 1)), "__proto__: unknown field `__proto__`");
}

#[test]
fn a_key_that_is_there_twice_is_refused_by_name() {
    let found = issues(br#"{"firstName":"A","firstName":"B"}"#, CreateLead::SCHEMA);
    assert_eq!(found, [("firstName".to_owned(), "duplicate field `firstName`".to_owned())]);
    let escaped = issues(br#"{"firstName":"A","first\u004eame":"B"}"#, CreateLead::SCHEMA);
    assert_eq!(escaped, found);
}

#[test]
fn what_is_not_json_says_where() {
    for (body, field, expected) in [
        (&b""[..], "", "Invalid JSON: unexpected end at byte 0"),
        (b"{\"firstName\":", "firstName", "Invalid JSON: unexpected end at byte 13"),
        (b"{\"estimatedValue\":1e999}", "estimatedValue", "Invalid JSON: number out of range at byte 18"),
        (b"{\"firstName\":\"\\ud83d\"}", "firstName", "Invalid JSON: half of a surrogate pair at byte 14"),
        (b"{\"firstName\":\"A\",\"\\ud83d\":1}", "", "Invalid JSON: half of a surrogate pair at byte 18"),
        (b"{\"firstName\":\"\xFF\"}", "", "Invalid JSON: not UTF-8 at byte 14"),
        (b"{} x", "", "Invalid JSON: trailing characters at byte 3"),
    ] {
        assert_eq!(issues(body, CreateLead::SCHEMA), [(field.to_owned(), expected.to_owned())]);
    }
    let deep = format!("{{\"notes\":{}", "[".repeat(10_000));
    assert!(issues(deep.as_bytes(), CreateLead::SCHEMA)[0].1.contains("nested too deeply"));
}

#[test]
fn a_string_of_a_megabyte_is_one_issue() {
    let body = with("notes", "😀".repeat(250_000));
    assert_eq!(create(body), "notes: String must contain at most 5000 character(s)");
}

proptest! {
    #[test]
    fn what_the_typed_model_writes_is_judged_like_any_body(name in "\\PC{0,120}", value in any::<f64>(), status in "[a-z]{3,9}") {
        let mut lead = CreateLead::default().first_name(name.clone()).status(status.as_str());
        if value.is_finite() {
            lead = lead.estimated_value(value);
        }
        let body = serde_json::to_vec(&lead).unwrap();
        let expected = (1..=100).contains(&name.encode_utf16().count())
            && crate::model::LeadStatus::VALUES.values.contains(&status.as_str());
        prop_assert_eq!(issues(&body, CreateLead::SCHEMA).is_empty(), expected);
        prop_assert_eq!(serde_json::from_slice::<CreateLead>(&body).unwrap(), lead);
    }
}
