//! From a typed input to a typed answer: what all operations have in common.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Client;
use super::attempt::{self, Call};
use crate::endpoint;
use crate::error::{Code, Error, Kind};
use crate::model::Pagination;
use crate::request;
use crate::response::{Head, RateLimit};
use crate::text::joined;
use crate::transport::{Received, Transport};

/// What an operation answered, with what its head said.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reply<D> {
    /// The data.
    pub data: D,
    /// What is left of the rate limit.
    pub rate_limit: Option<RateLimit>,
    /// The request's id, to quote to support.
    pub request_id: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<D> {
    /// The items.
    pub items: Vec<D>,
    /// Where the page stands in its list.
    pub pagination: Pagination,
}

#[derive(serde::Deserialize)]
struct Envelope<D> {
    data: D,
    #[serde(default)]
    pagination: Pagination,
}

impl<D> Reply<D> {
    fn new(data: D, head: Head) -> Self {
        Self { data, rate_limit: head.rate_limit(), request_id: head.request_id }
    }
}

impl<T: Transport> Client<T> {
    pub(super) async fn data<D: DeserializeOwned>(
        &self,
        name: &str,
        id: &str,
        input: Option<&impl Serialize>,
    ) -> Result<Reply<D>, Error> {
        let received = self.receive(name, id, input).await?;
        Ok(Reply::new(envelope::<D>(&received)?.data, received.head))
    }

    pub(super) async fn page<D: DeserializeOwned>(
        &self,
        name: &str,
        query: Option<&impl Serialize>,
    ) -> Result<Reply<Page<D>>, Error> {
        let received = self.receive(name, "", query).await?;
        let Envelope { data: items, pagination } = envelope(&received)?;
        Ok(Reply::new(Page { items, pagination }, received.head))
    }

    pub(super) async fn receive(
        &self,
        name: &str,
        id: &str,
        input: Option<&impl Serialize>,
    ) -> Result<Received, Error> {
        let operation = endpoint::operation(name).ok_or_else(|| Error::usage("There is no such operation."))?;
        let input = input.map(serde_json::to_vec).transpose();
        let input = input.map_err(|error| {
            Error::usage(joined(&["The input cannot be written as JSON: ", &error.to_string(), ". Nothing was sent."]))
        })?;
        let request = request::build(operation, &self.target(), id, input.as_deref())?;
        let call = Call {
            operation,
            request,
            body: input.unwrap_or_default(),
            timeout_ms: self.options.timeout_ms,
            max_retries: self.options.max_retries,
            pacing: self.options.pacing,
            key: self.options.api_key.clone(),
        };
        attempt::run(&self.transport, &self.session, &call).await
    }
}

/// Reads a body. The table has checked its bytes, but it accepts more than serde does: half a surrogate pair, say.
fn envelope<D: DeserializeOwned>(received: &Received) -> Result<Envelope<D>, Error> {
    serde_json::from_slice(&received.body).map_err(|error| {
        let message = joined(&["The answer cannot be read: ", &error.to_string(), "."]);
        Error::new(Kind::ResponseShape, Code::ResponseShape, message).with(|error| {
            error.status = Some(received.head.status);
            error.request_id.clone_from(&received.head.request_id);
        })
    })
}
