//! The Rust client over HTTP: against the sandbox, and, for what no honest server does, against bytes.

mod once;
mod operations;
mod tls;
mod wire;

use std::time::Duration;

use konektor::client::{Client, Options};
use konektor::transport::native::Native;

use crate::running::{KEY, Sandbox};

/// A client of a server at some address.
fn client_at(address: &str, timeout: Duration) -> Client<Native> {
    Client::native(Options::with_key(KEY).base_url(format!("http://{address}")).timeout(timeout)).expect("a client")
}

fn client(sandbox: &Sandbox) -> Client<Native> {
    client_at(&sandbox.address, Duration::from_secs(20))
}
