//! Search: which fields, and how they are compared.

use crate::running::Sandbox;

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn found(sandbox: &Sandbox, search: &str) -> Vec<String> {
    sandbox.listed(&format!("sortOrder=asc&search={}", encoded(search)), "firstName")
}

fn three_leads(flags: &[&str]) -> Sandbox {
    let sandbox = Sandbox::start(flags);
    for lead in [
        r#"{"firstName":"Éka","lastName":"Putri","email":"eka@Example.com","phone":"+6281234567890","notes":"hidden"}"#,
        r#"{"firstName":"100%","lastName":"A_B","uniqueCode":"KNK-abc123-XYZ","externalRef":"kf_0001"}"#,
        r#"{"firstName":"1000","lastName":"AxB","uniqueCode":"KNK-abc123-XYZ9","externalRef":"kf_00012"}"#,
    ] {
        sandbox.create(lead);
    }
    sandbox
}

#[test]
fn each_of_the_five_fields_is_searched_by_any_part_in_any_case() {
    let sandbox = three_leads(&[]);
    for (search, names) in [
        ("éKA", vec!["Éka"]),
        ("utri", vec!["Éka"]),
        ("ka pu", vec!["Éka"]),
        ("@EXAMPLE", vec!["Éka"]),
        ("81234", vec!["Éka"]),
        ("knk-abc123-xyz", vec!["100%", "1000"]),
        ("KF_0001", vec!["100%", "1000"]),
        ("hidden", vec![]),
        ("putri eka", vec![]),
        ("", vec!["Éka", "100%", "1000"]),
    ] {
        assert_eq!(found(&sandbox, search), names, "{search}");
    }
}

#[test]
fn wildcards_mean_themselves() {
    let sandbox = three_leads(&[]);
    assert_eq!(found(&sandbox, "%"), ["100%"]);
    assert_eq!(found(&sandbox, "a_b"), ["100%"]);
    assert_eq!(found(&sandbox, "\\"), [""; 0]);
    assert_eq!(found(&sandbox, "'; --"), [""; 0]);
}

#[test]
fn the_reference_is_found_but_not_returned_unless_the_switch_says_so() {
    let sandbox = three_leads(&[]);
    assert!(sandbox.list("search=kf_0001")["data"][0].get("externalRef").is_none());
    let kind = three_leads(&["--return-external-ref"]);
    assert_eq!(kind.list("search=kf_00012")["data"][0]["externalRef"], "kf_00012");
    assert!(kind.list("search=putri")["data"][0]["externalRef"].is_null());
}

#[test]
fn codes_are_compared_whole_where_the_switch_says_so() {
    let sandbox = three_leads(&["--exact-code-search"]);
    assert_eq!(found(&sandbox, "KNK-abc123-xyz"), ["100%"]);
    assert_eq!(found(&sandbox, "kf_0001"), ["100%"]);
    assert_eq!(found(&sandbox, "kf_"), [""; 0]);
    assert_eq!(found(&sandbox, "utri"), ["Éka"]);
}

#[test]
fn an_update_moves_what_search_finds() {
    let sandbox = three_leads(&[]);
    let id = sandbox.list("search=putri")["data"][0]["id"].as_str().expect("an id").to_owned();
    sandbox.api("PATCH", &format!("{}/{id}", crate::running::LEADS), r#"{"lastName":null,"phone":"+62999"}"#);
    assert_eq!(found(&sandbox, "putri"), [""; 0]);
    assert_eq!(found(&sandbox, "+62999"), ["Éka"]);
    assert_eq!(found(&sandbox, "@example"), ["Éka"]);
}
