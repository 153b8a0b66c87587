use super::*;
use crate::model::Lead;
use serde_json::json;

const LEAD: &Kind = &Kind::Object(Lead::SCHEMA);
const LEADS: &Kind = &Kind::Array(LEAD);

fn fault(body: &serde_json::Value, kind: &'static Kind) -> String {
    response(body.to_string().as_bytes(), kind)
        .map_or_else(|shape| format!("{}: {}", shape.path, shape.message), |()| String::new())
}

#[test]
fn every_field_but_the_id_may_be_absent() {
    assert_eq!(fault(&json!({"id": "lead_1"}), LEAD), "");
    assert_eq!(fault(&json!({"firstName": "Andi"}), LEAD), "id: expected string, received nothing");
}

#[test]
fn unknown_fields_and_values_pass() {
    let news = json!({"id": "lead_1", "status": "delighted", "adPlatform": "threads", "score": {"a": [1, null]}, "assignedTo": "not a uuid"});
    assert_eq!(fault(&news, LEAD), "");
    let lead: Lead = serde_json::from_value(news).unwrap();
    assert_eq!(lead.status.unwrap().as_str(), "delighted");
    assert_eq!(lead.extra["score"], json!({"a": [1, null]}));
}

#[test]
fn absent_and_null_are_told_apart() {
    let lead: Lead = serde_json::from_value(json!({"id": "lead_1", "notes": null})).unwrap();
    assert_eq!((lead.notes, lead.email), (Some(None), None));
}

#[test]
fn a_wrong_type_names_its_path() {
    let page = json!([{"id": "lead_1"}, {"id": "lead_2", "createdAt": 5}]);
    assert_eq!(fault(&page, LEADS), "[1].createdAt: expected string, received number");
    assert_eq!(
        fault(&json!([{"id": "lead_1", "estimatedValue": "5"}]), LEADS),
        "[0].estimatedValue: expected number, received string"
    );
    assert_eq!(fault(&json!({"id": null}), LEAD), "id: expected string, received null");
    assert_eq!(fault(&json!("<html>"), LEADS), ": expected array, received string");
}

#[test]
fn what_is_not_json_is_a_fault_with_its_place() {
    for (body, message) in [
        (&b""[..], "not JSON: unexpected end at byte 0"),
        (b"<html>", "not JSON: expected a value at byte 0"),
        (b"{\"id\":\"a\"", "not JSON: unexpected end at byte 9"),
        (b"{\"id\":\"a\",\"id\":\"a\"}", "not JSON: duplicate key at byte 10"),
    ] {
        assert_eq!(response(body, LEAD).unwrap_err().message, message);
    }
}

#[test]
fn one_name_cut_inside_an_emoji_does_not_hide_a_page() {
    assert_eq!(response(br#"[{"id":"a","firstName":"Budi \ud83d"},{"id":"b","notes":"\u0000"}]"#, LEADS), Ok(()));
    assert_eq!(response(b"[{\"id\":\"a\",\"firstName\":\"Budi \xF0\x9F\"}]", LEADS), Ok(()));
}
