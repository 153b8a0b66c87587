use super::*;
use crate::endpoint::operation;

fn target(base_url: &str) -> Target {
    Target { base_url: base_url.to_owned(), api_key: Some(Secret::new("knk_secret")), headers: Vec::new() }
}

fn built(name: &str, id: &str, input: Option<&str>) -> Result<Request, Error> {
    build(operation(name).unwrap(), &target("https://konektor.id"), id, input.map(str::as_bytes))
}

#[test]
fn a_list_becomes_a_query() {
    let request = built("leads.list", "", Some(r#"{"status":"new","limit":10,"search":"Budi & Ani+é"}"#)).unwrap();
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.url,
        "https://konektor.id/api/v2/agent/leads?status=new&limit=10&search=Budi%20%26%20Ani%2B%C3%A9"
    );
    assert!(!request.has_body);
    assert_eq!(built("leads.list", "", None).unwrap().url, "https://konektor.id/api/v2/agent/leads");
}

fn custom(method: &str, path: &str) -> Result<Request, Error> {
    build_custom(method, path, &target("https://konektor.id/"), method != "GET")
}

#[test]
fn a_request_of_no_operation_goes_where_it_says_with_the_key() {
    let request = custom("PUT", "/api/v2/agent/tags/a%20%C3%A9?dry=1&at=..").unwrap();
    assert_eq!(
        (request.method, request.url.as_str()),
        ("PUT", "https://konektor.id/api/v2/agent/tags/a%20%C3%A9?dry=1&at=..")
    );
    let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["accept", "content-type", "authorization"]);
    assert!(!custom("GET", "/").unwrap().has_body);
}

#[test]
fn a_request_of_no_operation_stays_below_the_base_url() {
    for path in [
        "",
        "tags",
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/a/../b",
        "/a/..",
        "/a/%2e%2E/b",
        "/./a",
        "/a/.%2e?x",
        "/a b",
        "/a#b",
        "/é",
        "/a\nb",
    ] {
        assert_eq!(custom("POST", path).unwrap_err().kind, Kind::Usage, "{path}");
    }
    for method in ["", "get", "TRACE", "GET\r\nX: y"] {
        assert_eq!(custom(method, "/tags").unwrap_err().kind, Kind::Usage, "{method}");
    }
    assert_eq!(build_custom("GET", "/tags", &target("/api"), true).unwrap_err().kind, Kind::Usage);
    assert_eq!(build_custom("GET", "/tags", &target("http://evil.example"), false).unwrap_err().kind, Kind::Usage);
}

#[test]
fn an_id_is_one_segment_of_the_path_whatever_it_holds() {
    assert!(built("leads.get", "lead_abc123", None).unwrap().url.ends_with("/leads/lead_abc123"));
    assert!(built("leads.get", "../workspace?x#y z", None).unwrap().url.ends_with("/leads/..%2Fworkspace%3Fx%23y%20z"));
    for bad in ["", ".", ".."] {
        assert_eq!(built("leads.get", bad, None).unwrap_err().kind, Kind::Usage);
    }
}

#[test]
fn an_empty_update_is_refused() {
    let refused = built("leads.update", "lead_1", Some("{}")).unwrap_err();
    assert_eq!((refused.kind, &refused.code), (Kind::Validation, &Code::ValidationError));
    assert!(built("leads.update", "lead_1", Some(r#"{"notes":null}"#)).is_ok());
}

#[test]
fn a_page_and_a_cursor_are_too_much() {
    assert_eq!(built("leads.list", "", Some(r#"{"page":2,"cursor":"x"}"#)).unwrap_err().kind, Kind::Usage);
}

#[test]
fn a_range_that_ends_before_it_begins_is_refused() {
    let range = |from: &str, to: &str| {
        built("leads.list", "", Some(&format!(r#"{{"createdFrom":"{from}","createdTo":"{to}"}}"#)))
    };
    assert_eq!(range("2025-02-01", "2025-01-31").unwrap_err().code, Code::ValidationError);
    assert!(range("2025-01-31", "2025-01-31").is_ok());
    assert!(range("2025-01-31T23:00:00+07:00", "2025-01-31T16:00:00Z").is_ok());
    assert!(range("2025-01-31T23:00:01+07:00", "2025-01-31T16:00:00Z").is_err());
    let analytics = built("analytics.funnel", "", Some(r#"{"from":"2025-02-01","to":"2025-01-31"}"#)).unwrap_err();
    assert_eq!(analytics.details, [("from".to_owned(), "After to".to_owned())]);
}

#[test]
fn only_https_and_the_loopback_get_the_key() {
    for good in [
        "https://konektor.id",
        "https://konektor.id/",
        "https://proxy.example:8443/konektor",
        "http://localhost:8787",
        "http://127.0.0.1:1",
        "http://127.9.9.9",
        "http://[::1]:80",
        "/api/konektor",
    ] {
        assert!(build(operation("leads.list").unwrap(), &target(good), "", None).is_ok(), "{good}");
    }
    for bad in [
        "http://konektor.id",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "http://localhost\\@evil.example",
        "http://",
        "https://",
        "ftp://konektor.id",
        "//evil.example",
        "konektor.id",
        "",
        "https://user:password@konektor.id",
        "https://konektor.id?x=1",
        "https://konektor.id/#x",
        "javascript:alert(1)",
        "http://2130706433",
        "HTTP://konektor.id",
        "https:///x",
        "https://konek tor.id",
    ] {
        let refused = build(operation("leads.list").unwrap(), &target(bad), "", None).unwrap_err();
        assert_eq!(refused.kind, Kind::Usage, "{bad}");
    }
}

#[test]
fn the_key_is_sent_to_all_but_the_public_operation_and_shown_nowhere() {
    let request = built("leads.list", "", None).unwrap();
    let key = request.headers.iter().find(|(name, _)| name == "authorization").unwrap();
    assert_eq!(key.1.expose(), "Bearer knk_secret");
    assert!(!format!("{request:?}{:?}", target("/")).contains("knk_secret"));
    assert!(built("skill", "", None).unwrap().headers.iter().all(|(name, _)| name != "authorization"));
}

#[test]
fn a_missing_key_is_an_error_only_towards_an_absolute_url() {
    let keyless = |base_url: &str| Target { api_key: None, ..target(base_url) };
    let list = operation("leads.list").unwrap();
    assert_eq!(build(list, &keyless("https://konektor.id"), "", None).unwrap_err().kind, Kind::Usage);
    assert!(build(list, &keyless("/api/konektor"), "", None).is_ok());
    assert!(build(operation("skill").unwrap(), &keyless("https://konektor.id"), "", None).is_ok());
    for bad in ["", "a b", "a\nb", "schlüssel"] {
        let refused =
            build(list, &Target { api_key: Some(Secret::new(bad)), ..target("https://konektor.id") }, "", None)
                .unwrap_err();
        assert!(!refused.message.contains("schlüssel"));
    }
}

#[test]
fn further_headers_are_sent_the_last_of_a_name_counts_and_ours_win() {
    let headers = vec![
        ("X-Trace".to_owned(), "1".to_owned()),
        ("Authorization".to_owned(), "Basic x".to_owned()),
        ("x-trace".to_owned(), "2".to_owned()),
        ("Accept".to_owned(), "text/html".to_owned()),
    ];
    let request = build(
        operation("leads.create").unwrap(),
        &Target { headers, ..target("https://konektor.id") },
        "",
        Some(br#"{"firstName":"A"}"#),
    )
    .unwrap();
    let names: Vec<_> = request.headers.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
    assert_eq!(
        names,
        [
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("authorization", "Bearer knk_secret"),
            ("X-Trace", "2")
        ]
    );
    assert!(request.has_body);
}
