//! Https: a certificate that the machine trusts, spoken to over HTTP/2, and one that it does not.

use std::convert::Infallible;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use konektor::client::{Client, Options};
use konektor::error::Kind;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server with a certificate of its own making: its port, and the file with the certificate. It answers any request with a
/// lead, and with the version of HTTP as the request's id.
async fn server() -> (u16, PathBuf) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let mut config = config.expect("a configuration");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("root-{port}.pem"));
    std::fs::write(&file, made.cert.pem()).expect("a file");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust us ends the handshake.
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let service = service_fn(async |request: hyper::Request<hyper::body::Incoming>| {
                let answer = hyper::Response::builder().header("x-request-id", format!("{:?}", request.version()));
                let lead = Bytes::from_static(br#"{"success":true,"data":{"id":"lead_1"}}"#);
                Ok::<_, Infallible>(answer.body(Full::new(lead)).expect("an answer"))
            });
            tokio::spawn(http2::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service));
        }
    });
    (port, file)
}

fn client(port: &str) -> Client<konektor::transport::native::Native> {
    let options = Options::with_key("knk_secret").base_url(format!("https://localhost:{port}")).max_retries(0);
    Client::native(options).expect("a client")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_of_a_trusted_root_is_taken_and_another_is_not() {
    let (port, root) = server().await;
    let port = port.to_string();

    let error = client(&port).leads().get("lead_1").await.expect_err("a stranger's certificate");
    assert_eq!((error.kind, error.outcome_unknown), (Kind::Connection, false));

    let trusting = Command::new(std::env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "rust_client::tls::asked_with_the_root"])
        .env("SSL_CERT_FILE", &root)
        .env("PORT", &port)
        .output()
        .expect("it runs");
    assert!(trusting.status.success(), "{}", String::from_utf8_lossy(&trusting.stdout));
    let _ = std::fs::remove_file(root);
}

#[tokio::test]
#[ignore = "a_certificate_of_a_trusted_root_is_taken_and_another_is_not runs it with an environment"]
async fn asked_with_the_root() {
    let port = std::env::var("PORT").expect("the port");

    let lead = client(&port).leads().get("lead_1").await.expect("a lead");

    assert_eq!((lead.data.id.as_str(), lead.request_id.as_deref()), ("lead_1", Some("HTTP/2.0")));
}
