//! Requests that no operation stands for: the way to what the API has grown since this version.

use serde::Serialize;
use serde_json::Value;

use super::{Client, Reply, reply};
use crate::endpoint::{Answer, Repeat};
use crate::error::Error;
use crate::request;
use crate::transport::Transport;

impl<T: Transport> Client<T> {
    /// Sends a request with the key, retries, pacing and errors that operations have, and answers the whole body: `null` when it
    /// is empty. Nothing of it is checked but that it is JSON. A POST is sent again only after a 429.
    ///
    /// `method` is GET, POST, PUT, PATCH or DELETE; `path` is below the base URL and holds the query, such as
    /// `/api/v2/agent/tags?limit=10`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<Reply<Value>, Error> {
        let body = body.map(serde_json::to_vec).transpose();
        let body = body.map_err(|_| Error::usage("The body cannot be written as JSON."))?;
        let request = request::build_custom(method, path, &self.target(), body.is_some())?;
        let repeat = Repeat::by_method(method);
        let received = self.run(request, body.unwrap_or_default(), Answer::UNKNOWN, repeat).await?;
        let data = if received.body.is_empty() { Value::Null } else { reply::read(&received)? };
        Ok(Reply::new(data, received.head))
    }
}
