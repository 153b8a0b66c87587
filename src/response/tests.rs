use super::*;
use crate::endpoint::operation;

fn checked(status: u16, body: &str) -> Result<(), Error> {
    let head =
        Head { status, request_id: Some("req_1".to_owned()), remaining: Some("3".to_owned()), ..Head::default() };
    check(&operation("leads.get").unwrap().answer, &head, body.as_bytes(), 0.0, Some(&Secret::new("knk_secret")))
}

#[test]
fn an_error_in_the_apis_envelope_keeps_its_code_message_and_details() {
    let body = r#"{"success":false,"error":{"code":"VALIDATION_ERROR","message":"Invalid request parameters",
        "details":{"firstName":"Required","email":"Invalid email","values":[1]}}}"#;
    let error = checked(400, body).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str(), error.message.as_str()),
        (Kind::Validation, "VALIDATION_ERROR", "Invalid request parameters")
    );
    let details: Vec<_> = error.details.iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
    assert_eq!(details, [("firstName", "Required"), ("email", "Invalid email"), ("values", "[1]")]);
    assert_eq!((error.status, error.request_id.as_deref()), (Some(400), Some("req_1")));
    assert_eq!(error.rate_limit.unwrap().remaining, Some(3.0));
    assert_eq!(error.excerpt, None);
}

#[test]
fn each_status_has_its_kind() {
    let kinds = [
        (400, Kind::Validation),
        (401, Kind::Authentication),
        (403, Kind::PermissionDenied),
        (404, Kind::NotFound),
        (429, Kind::RateLimit),
        (500, Kind::Server),
        (502, Kind::Server),
        (418, Kind::Api),
        (101, Kind::Api),
    ];
    for (status, kind) in kinds {
        let body = r#"{"success":false,"error":{"code":"NEW_CODE","message":"?","details":null}}"#;
        let error = checked(status, body).unwrap_err();
        assert_eq!((error.kind, error.code.as_str()), (kind, "NEW_CODE"));
    }
}

#[test]
fn a_page_of_a_proxy_is_told_by_status_request_id_and_a_short_excerpt() {
    let page = format!("<html>\n\t<h1>502   Bad Gateway</h1>\u{7} knk_secret {}</html>", "x".repeat(1000));
    let error = checked(502, &page).unwrap_err();
    assert_eq!((error.kind, error.code.as_str(), error.status), (Kind::Server, "HTTP_ERROR", Some(502)));
    let excerpt = error.excerpt.as_deref().unwrap();
    assert!(excerpt.starts_with("<html> <h1>502 Bad Gateway</h1> [redacted] xxx"), "{excerpt}");
    assert_eq!(excerpt.chars().count(), 200);
}

#[test]
fn the_key_is_cut_out_of_what_a_server_says() {
    let body = r#"{"success":false,"error":{"code":"UNAUTHORIZED","message":"Bad key knk_secret","details":{"key":"knk_secret"}}}"#;
    let error = checked(401, body).unwrap_err();
    assert!(!format!("{error:?} {error}").contains("knk_secret"));
    assert_eq!(error.message, "Bad key [redacted]");
    let cut_by_the_excerpt = format!("{}knk_secret", "x".repeat(195));
    assert!(!checked(500, &cut_by_the_excerpt).unwrap_err().excerpt.as_deref().unwrap().contains("knk_"));
}

#[test]
fn a_good_status_with_another_body_names_the_path_and_shows_no_data() {
    let error =
        checked(200, r#"{"success":true,"data":{"id":"lead_1","firstName":"Budi","phone":62812}}"#).unwrap_err();
    assert_eq!((error.kind, error.path.as_deref()), (Kind::ResponseShape, Some("data.phone")));
    assert!(!format!("{error:?}").contains("Budi"));
    for (body, path) in
        [("", ""), ("<html>", ""), (r#"{"success":true}"#, "data"), (r#"{"data":{"id":"le"#, "data.id"), ("[]", "")]
    {
        let error = checked(200, body).unwrap_err();
        assert_eq!(
            (error.kind, error.path.as_deref(), error.status),
            (Kind::ResponseShape, Some(path), Some(200)),
            "{body}"
        );
    }
    assert_eq!(checked(200, "<html>hello").unwrap_err().excerpt.as_deref(), Some("<html>hello"));
}

#[test]
fn a_date_to_come_back_at_is_measured_by_the_servers_clock() {
    let head = |retry: &str, date: Option<f64>| Head {
        retry_after: Some(retry.to_owned()),
        retry_date_ms: Some(90_000.0),
        date_ms: date,
        ..Head::default()
    };
    assert_eq!(head("5", None).retry_after_ms(0.0), Some(5_000.0));
    assert_eq!(head("Thu, 01 Jan 1970 00:01:30 GMT", Some(60_000.0)).retry_after_ms(7.0), Some(30_000.0));
    assert_eq!(head("Thu, 01 Jan 1970 00:01:30 GMT", None).retry_after_ms(80_000.0), Some(10_000.0));
    assert_eq!(head("Thu, 01 Jan 1970 00:01:30 GMT", None).retry_after_ms(100_000.0), None);
}

#[test]
fn a_request_of_no_operation_may_answer_any_json_or_nothing() {
    let answered = |status, body: &str| {
        check(Answer::UNKNOWN, &Head { status, ..Head::default() }, body.as_bytes(), 0.0, None)
            .map_err(|error| error.kind)
    };
    for body in ["", "[1,{\"a\":null}]", "true", "{\"success\":true,\"data\":[]}"] {
        assert_eq!(answered(200, body), Ok(()), "{body}");
    }
    assert_eq!(answered(204, ""), Ok(()));
    for body in ["<html>", "{\"a\":", " "] {
        assert_eq!(answered(200, body), Err(Kind::ResponseShape), "{body}");
    }
    assert_eq!(answered(404, ""), Err(Kind::NotFound));
}
