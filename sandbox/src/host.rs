//! Refuses requests that name another host: a page elsewhere whose name was rebound to 127.0.0.1 must not reach the sandbox.

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::envelope::Refusal;

pub(crate) async fn refuse_foreign(request: Request, next: Next) -> Response {
    if is_own(request.headers(), request.uri()) {
        return next.run(request).await;
    }
    let refusal = Refusal::new(StatusCode::FORBIDDEN, "The sandbox answers to 127.0.0.1 and localhost only");
    (refusal.status, [("content-type", "application/json")], refusal.body()).into_response()
}

fn is_own(headers: &HeaderMap, uri: &Uri) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    host.to_str().is_ok_and(is_loopback) && uri.authority().is_none_or(|authority| is_loopback(authority.as_str()))
}

/// With any port: it may be forwarded.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_own() {
        for own in ["127.0.0.1", "127.0.0.1:8787", "localhost:1", "LOCALHOST"] {
            assert!(is_loopback(own), "{own}");
        }
        for foreign in
            ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil:80", "user@127.0.0.1", "127.0.0.1:80:90x"]
        {
            assert!(!is_loopback(foreign), "{foreign}");
        }
    }
}
