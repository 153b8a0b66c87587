//! Every operation of the contract that wants a key, with a request that succeeds.

use crate::running::{LEADS, Sandbox};

pub const SCOPES: [&str; 6] = [
    "agent.leads.read",
    "agent.leads.write",
    "agent.analytics.read",
    "agent.conversions.read",
    "agent.workspace.read",
    "agent.support.write",
];

pub struct Operation {
    pub name: &'static str,
    pub method: &'static str,
    pub path: String,
    pub body: &'static str,
    pub scope: &'static str,
}

/// All of them, for a sandbox that gets a lead for it.
pub fn operations(sandbox: &Sandbox) -> Vec<Operation> {
    let id = sandbox.create(r#"{"firstName":"Andi"}"#)["id"].as_str().expect("an id").to_owned();
    let lead = format!("{LEADS}/{id}");
    let at = |path: &str| format!("/api/v2/agent/{path}");
    [
        ("leads.list", "GET", LEADS.to_owned(), "", SCOPES[0]),
        ("leads.get", "GET", lead.clone(), "", SCOPES[0]),
        ("leads.create", "POST", LEADS.to_owned(), r#"{"firstName":"Andi"}"#, SCOPES[1]),
        ("leads.update", "PATCH", lead, "{}", SCOPES[1]),
        ("analytics.summary", "GET", at("analytics/summary"), "", SCOPES[2]),
        ("analytics.funnel", "GET", at("analytics/funnel"), "", SCOPES[2]),
        ("analytics.campaigns", "GET", at("analytics/campaigns"), "", SCOPES[2]),
        ("conversions.status", "GET", at("conversions/status"), "", SCOPES[3]),
        ("conversions.pending", "GET", at("conversions/pending"), "", SCOPES[3]),
        ("workspace.get", "GET", at("workspace"), "", SCOPES[4]),
        ("support.createTicket", "POST", at("support/tickets"), r#"{"subject":"Help","message":"Please"}"#, SCOPES[5]),
    ]
    .into_iter()
    .map(|(name, method, path, body, scope)| Operation { name, method, path, body, scope })
    .collect()
}

/// The core's own list was written for the clients: neither may know an operation, a path or a scope that the other does not.
#[test]
fn the_operations_are_those_that_the_clients_know() {
    let sandbox = Sandbox::start(&[]);
    let operations = operations(&sandbox);
    let known: Vec<_> = konektor::endpoint::OPERATIONS.iter().filter(|known| known.scope.is_some()).collect();
    assert_eq!(
        operations.iter().map(|operation| (operation.name, operation.method, operation.scope)).collect::<Vec<_>>(),
        known.iter().map(|known| (known.name, known.method, known.scope.unwrap_or_default())).collect::<Vec<_>>()
    );
    for (operation, known) in operations.iter().zip(known) {
        let beginning = known.path.trim_end_matches(":id");
        assert!(operation.path.starts_with(beginning), "{} is at {}", known.name, operation.path);
    }
}

#[test]
fn a_fault_hits_the_operation_that_it_names_and_no_other() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    let operations = operations(&sandbox);
    for hit in &operations {
        sandbox.fault(&format!(r#"{{"status":502,"match":{{"operation":"{}"}}}}"#, hit.name));
        for asked in operations.iter().filter(|asked| asked.name != hit.name) {
            let answer = sandbox.api(asked.method, &asked.path, asked.body);
            assert!(answer.status < 300, "{} under a fault for {}", asked.name, hit.name);
        }
        assert_eq!(sandbox.api(hit.method, &hit.path, hit.body).status, 502, "{}", hit.name);
        assert_eq!(sandbox.requests().last().expect("a request")["operation"], hit.name);
    }
}

#[test]
fn other_methods_are_not_allowed() {
    let sandbox = Sandbox::start(&["--plan", "none"]);
    for Operation { name, path, .. } in operations(&sandbox) {
        assert_eq!(sandbox.api("DELETE", &path, "").code(), "METHOD_NOT_ALLOWED", "{name}");
    }
}
