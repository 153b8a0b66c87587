//! From a typed input to a typed answer: what all operations have in common.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::attempt::{self, Call};
use super::pages::{Asked, Page};
use super::{Client, Leads};
use crate::endpoint::{self, Answer, Repeat};
use crate::error::{Code, Error, Kind};
use crate::model::{Lead, Pagination};
use crate::request::{self, Request};
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

#[derive(serde::Deserialize)]
struct Envelope<D> {
    data: D,
    #[serde(default)]
    pagination: Pagination,
}

impl<D> Reply<D> {
    pub(super) fn new(data: D, head: Head) -> Self {
        Self { data, rate_limit: head.rate_limit(), request_id: head.request_id }
    }

    /// The same with other data.
    #[must_use]
    pub fn map<E>(self, change: impl FnOnce(D) -> E) -> Reply<E> {
        let Self { data, rate_limit, request_id } = self;
        Reply { data: change(data), rate_limit, request_id }
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
        let writes = endpoint::operation(name).is_some_and(|operation| operation.method != "GET");
        let read = read::<Envelope<D>>(&received);
        let envelope = read.map_err(|error| error.with(|error| error.outcome_unknown = writes))?;
        Ok(Reply::new(envelope.data, received.head))
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
        self.run(request, input.unwrap_or_default(), &operation.answer, operation.repeat).await
    }

    pub(super) async fn run(
        &self,
        request: Request,
        body: Vec<u8>,
        answer: &'static Answer,
        repeat: Repeat,
    ) -> Result<Received, Error> {
        self.options.check()?;
        let call = Call {
            answer,
            repeat,
            request,
            body,
            timeout_ms: self.options.timeout_ms(),
            max_retries: self.options.max_retries,
            pacing: self.options.pacing,
            key: self.options.api_key.clone(),
        };
        attempt::run(&self.shared.transport, &self.shared.session, &call).await
    }
}

impl<T: Transport> Leads<'_, T> {
    pub(super) async fn fetch(&self, asked: Asked) -> Result<Reply<Page<Lead>>, Error> {
        let received = self.0.receive("leads.list", "", Some(&asked.query)).await?;
        let Envelope { data: items, pagination } = read(&received)?;
        Ok(Reply::new(Page::new(asked, items, pagination), received.head))
    }
}

/// Reads a body. The table has checked its bytes, but it accepts more than serde does: half a surrogate pair, say.
pub(super) fn read<D: DeserializeOwned>(received: &Received) -> Result<D, Error> {
    serde_json::from_slice(&received.body).map_err(|error| {
        let message = joined(&["The answer cannot be read: ", &error.to_string(), "."]);
        Error::new(Kind::ResponseShape, Code::ResponseShape, message).with(|error| {
            error.status = Some(received.head.status);
            error.request_id.clone_from(&received.head.request_id);
        })
    })
}
