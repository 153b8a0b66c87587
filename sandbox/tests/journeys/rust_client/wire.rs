//! What leaves as bytes, and what becomes of answers that end too early or never come.

use std::time::Duration;

use konektor::error::{Kind, Phase};
use konektor::model::CreateLead;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::client_at;

/// Whether the connection ends behind the bytes.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    Close,
    Hang,
}

/// A server that reads one request's head, answers with bytes, and tells what it read.
async fn server(answer: &'static str, then: Then) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.expect("a request"));
        }
        stream.write_all(answer.as_bytes()).await.expect("sent");
        if then == Then::Hang {
            // Until the client leaves.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
        String::from_utf8_lossy(&request).into_owned()
    });
    (address, seen)
}

const HALF: &str = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\":";

#[tokio::test]
async fn a_request_says_who_sends_it() {
    let (address, seen) = server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Then::Close).await;

    let error = client_at(&address, Duration::from_secs(20)).leads().get("lead_1").await.expect_err("404");

    assert_eq!(error.status, Some(404));
    let request = seen.await.expect("a request");
    let agent = concat!("user-agent: konektor/", env!("CARGO_PKG_VERSION"), " (rust)\r\n");
    assert!(request.starts_with("GET /api/v2/agent/leads/lead_1 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(agent), "{request}");
    assert!(request.contains("authorization: Bearer knk_sandbox\r\n"), "{request}");
    assert!(!request.contains("content-type"), "{request}");
}

#[tokio::test]
async fn a_deadline_says_what_it_cut() {
    for (answer, phase) in [("", Phase::Connect), (HALF, Phase::Body)] {
        let (address, _) = server(answer, Then::Hang).await;
        let lead = CreateLead::default().first_name("Andi");

        let error = client_at(&address, Duration::from_millis(200)).leads().create(&lead).await.expect_err("no answer");

        assert_eq!((error.kind, error.phase, error.outcome_unknown), (Kind::Timeout, Some(phase), true));
    }
}

#[tokio::test]
async fn a_cut_says_where_it_was() {
    for (answer, phase) in [("", Phase::Connect), (HALF, Phase::Body)] {
        let (address, _) = server(answer, Then::Close).await;
        let lead = CreateLead::default().first_name("Andi");

        let error =
            client_at(&address, Duration::from_secs(20)).leads().create(&lead).await.expect_err("half an answer");

        assert_eq!((error.kind, error.phase, error.attempts), (Kind::Connection, Some(phase), 1));
    }
}

#[tokio::test]
async fn nobody_at_the_port_is_a_connection_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);

    let error = client_at(&address, Duration::from_secs(20)).leads().get("lead_1").await.expect_err("nobody");

    assert_eq!((error.kind, error.phase, error.attempts), (Kind::Connection, Some(Phase::Connect), 3));
}

#[tokio::test]
async fn a_server_without_a_certificate_that_counts_is_not_told_the_key() {
    // It speaks no TLS at all: the handshake fails before a byte of the request has left.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        let mut seen = Vec::new();
        let _ = stream.read_to_end(&mut seen).await;
        seen
    });
    let options = konektor::client::Options::with_key("knk_secret").base_url(format!("https://localhost:{port}"));
    let client = konektor::client::Client::native(options.max_retries(0)).expect("a client");

    let error = client.leads().get("lead_1").await.expect_err("no TLS");

    assert_eq!(error.kind, Kind::Connection);
    let seen = seen.await.expect("bytes");
    assert_eq!(seen.first(), Some(&22), "a TLS handshake");
    assert!(!String::from_utf8_lossy(&seen).contains("knk_secret"));
}
