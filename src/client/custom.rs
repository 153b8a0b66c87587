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
    /// `USAGE_ERROR` when method or path are none of these; else see [`Error`].
    ///
    /// ```
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok(r#"{"success":true,"data":["vip"]}"#)]).client();
    /// let tags = client.request("GET", "/api/v2/agent/tags?limit=10", None::<&()>).await?.data;
    /// assert_eq!(tags["data"][0], "vip");
    /// # Ok(())
    /// # }
    /// ```
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
        let read = if received.body.is_empty() { Ok(Value::Null) } else { reply::read(&received) };
        let data = read.map_err(|error| error.with(|error| error.outcome_unknown = method != "GET"))?;
        Ok(Reply::new(data, received.head))
    }
}
