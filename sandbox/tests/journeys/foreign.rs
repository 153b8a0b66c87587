//! Who else is kept out: other hosts' names, other origins, other interfaces.

use crate::running::{KEY, LEADS, Sandbox};

#[test]
fn a_foreign_host_is_refused_on_every_path() {
    let sandbox = Sandbox::start(&[]);
    for path in [LEADS, "/api/v2/agent/SKILL.md", "/__sandbox/state", "/__sandbox/inspector", "/nothing"] {
        for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""] {
            let request = format!(
                "GET {path} HTTP/1.1\r\nhost: {host}\r\nx-sandbox: 1\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\r\n"
            );
            let answer = sandbox.raw(&request);
            assert!(answer.starts_with("HTTP/1.1 403"), "{host} {path}: {answer}");
        }
    }
    let absolute = format!("GET http://evil.example{LEADS} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(sandbox.raw(&absolute).starts_with("HTTP/1.1 403"));
    let none = format!("GET {LEADS} HTTP/1.0\r\n\r\n");
    assert!(sandbox.raw(&none).starts_with("HTTP/1.0 403"));
    let own = "GET /api/v2/agent/SKILL.md HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(sandbox.raw(own).starts_with("HTTP/1.1 200"));
}

#[test]
fn it_listens_on_127_0_0_1_only() {
    let sandbox = Sandbox::start(&[]);
    let port = sandbox.address.rsplit_once(':').expect("a port").1;
    assert!(sandbox.address.starts_with("127.0.0.1:"));
    assert!(std::net::TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
}

#[test]
fn no_origin_is_answered_unless_it_was_named() {
    let ask = |sandbox: &Sandbox, method: &str, origin: &str| {
        let headers = [("origin", origin), ("authorization", "Bearer knk_sandbox")];
        sandbox.send(method, LEADS, &headers, "")
    };
    let silent = Sandbox::start(&[]);
    assert_eq!(ask(&silent, "GET", "http://localhost:3000").header("access-control-allow-origin"), None);
    assert_eq!(ask(&silent, "OPTIONS", "http://localhost:3000").status, 405);

    let named = Sandbox::start(&["--cors", "http://localhost:3000"]);
    let preflight = ask(&named, "OPTIONS", "http://localhost:3000");
    assert_eq!(preflight.status, 204);
    assert!(preflight.header("access-control-allow-headers").is_some_and(|names| names.contains("authorization")));
    let answer = ask(&named, "GET", "http://localhost:3000");
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:3000"));
    assert!(answer.header("access-control-expose-headers").is_some_and(|names| names.contains("x-request-id")));
    assert_eq!(ask(&named, "GET", "http://localhost:3001").header("access-control-allow-origin"), None);
    let knob = named.send("GET", "/__sandbox/state", &[("origin", "http://localhost:3000"), ("x-sandbox", "1")], "");
    assert_eq!(knob.header("access-control-allow-origin"), None, "knobs are for no page");
}
