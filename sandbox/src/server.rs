//! Listens on loopback and speaks HTTP/1.1. Beyond what axum's own server does, it can close a connection without an answer,
//! and dates its answers by the sandbox's clock.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::DATE;
use axum::http::{HeaderValue, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::app::App;
use crate::clock::http_date;
use crate::config::Config;
use crate::faults::Cut;
use crate::routes::routes;

/// A sandbox that listens.
pub struct Sandbox {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

/// Why the sandbox cannot start.
#[derive(Debug)]
pub enum StartError {
    /// The port cannot be listened on.
    Listen(u16, std::io::Error),
    /// The database cannot be opened or seeded.
    Database(rusqlite::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(port, error) => {
                write!(formatter, "cannot listen on 127.0.0.1:{port}: {error}; `--port 0` picks a free port")
            }
            Self::Database(error) => {
                write!(
                    formatter,
                    "cannot open the database: {error}; `--db` wants a writable file of this version's sandbox"
                )
            }
        }
    }
}

impl std::error::Error for StartError {}

impl Sandbox {
    /// Opens the database and the port.
    ///
    /// # Errors
    /// When either cannot be opened.
    pub async fn listen(config: Config) -> Result<Self, StartError> {
        let port = config.port;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(|error| StartError::Listen(port, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(port, error))?;
        let app = Arc::new(App::start(config).map_err(StartError::Database)?);
        Ok(Self { listener, address, app })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until it is dropped.
    pub async fn serve(self) {
        let router = TowerToHyperService::new(routes(self.app.clone()));
        loop {
            // A client that left before it was accepted, or no more file descriptors: the next may fare better.
            let Ok((stream, _)) = self.listener.accept().await else {
                tokio::task::yield_now().await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let (router, app) = (router.clone(), self.app.clone());
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(router.clone(), app.clone(), request));
                // An error is a connection that ended early, by the client or on demand.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }
}

/// The error makes hyper close the connection without a byte.
async fn answer(
    router: TowerToHyperService<Router>,
    app: Arc<App>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Cut> {
    let Ok(mut response) = router.call(request).await;
    if response.extensions().get::<Cut>().is_some() {
        return Err(Cut);
    }
    if let Ok(date) = HeaderValue::try_from(http_date(app.clock.now())) {
        response.headers_mut().entry(DATE).or_insert(date);
    }
    Ok(response)
}
