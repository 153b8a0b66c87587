//! The operations on leads, typed.

use serde::de::DeserializeOwned;

use super::Client;
use super::attempt::{self, Call};
use crate::endpoint::{OPERATIONS, Operation};
use crate::error::{Code, Error, Kind};
use crate::model::{CreateLead, Lead, ListLeads, Pagination, UpdateLead};
use crate::request;
use crate::response::RateLimit;
use crate::text::joined;
use crate::transport::{Received, Transport};

/// The operations on leads.
#[derive(Debug)]
pub struct Leads<'a, T>(pub(super) &'a Client<T>);

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

impl<T: Transport> Leads<'_, T> {
    /// Lists leads, a page at a time.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, query: &ListLeads) -> Result<Reply<Page<Lead>>, Error> {
        let reply = self.0.call::<Vec<Lead>>("leads.list", "", Some(input(query)?)).await?;
        let (envelope, rate_limit, request_id) = reply;
        Ok(Reply { data: Page { items: envelope.data, pagination: envelope.pagination }, rate_limit, request_id })
    }

    /// Gets one lead.
    ///
    /// Source: “Get Lead”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`]; a lead that is deleted or was never there is `NOT_FOUND`.
    pub async fn get(&self, id: &str) -> Result<Reply<Lead>, Error> {
        self.one("leads.get", id, None).await
    }

    /// Creates a lead. A failure whose [`outcome_unknown`](crate::error::ErrorInfo::outcome_unknown) is set may have created it all the same.
    ///
    /// Source: “Create Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create(&self, lead: &CreateLead) -> Result<Reply<Lead>, Error> {
        self.one("leads.create", "", Some(input(lead)?)).await
    }

    /// Changes a lead. The answer may hold some of its fields only.
    ///
    /// Source: “Update Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// See [`Error`]; a change without any field is refused before it is sent.
    pub async fn update(&self, id: &str, change: &UpdateLead) -> Result<Reply<Lead>, Error> {
        self.one("leads.update", id, Some(input(change)?)).await
    }

    async fn one(&self, operation: &str, id: &str, input: Option<Vec<u8>>) -> Result<Reply<Lead>, Error> {
        let (envelope, rate_limit, request_id) = self.0.call::<Lead>(operation, id, input).await?;
        Ok(Reply { data: envelope.data, rate_limit, request_id })
    }
}

type Answered<D> = (Envelope<D>, Option<RateLimit>, Option<String>);

impl<T: Transport> Client<T> {
    /// The API's description of itself for agents, in Markdown. Needs no key.
    ///
    /// Source: “SKILL.md (this document)”.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn skill(&self) -> Result<String, Error> {
        let received = self.receive("skill", "", None).await?;
        Ok(String::from_utf8_lossy(&received.body).into_owned())
    }

    async fn call<D: DeserializeOwned>(
        &self,
        operation: &str,
        id: &str,
        input: Option<Vec<u8>>,
    ) -> Result<Answered<D>, Error> {
        let received = self.receive(operation, id, input).await?;
        // The bytes were checked by the table, which accepts more than serde does (half a surrogate pair, say).
        let envelope = serde_json::from_slice(&received.body).map_err(|error| {
            let message = joined(&["The answer cannot be read: ", &error.to_string(), "."]);
            Error::new(Kind::ResponseShape, Code::ResponseShape, message).with(|error| {
                error.status = Some(received.head.status);
                error.request_id.clone_from(&received.head.request_id);
            })
        })?;
        Ok((envelope, received.head.rate_limit(), received.head.request_id))
    }

    async fn receive(&self, name: &str, id: &str, input: Option<Vec<u8>>) -> Result<Received, Error> {
        let known: Option<&'static Operation> = OPERATIONS.iter().find(|operation| operation.name == name);
        let operation = known.ok_or_else(|| Error::usage("There is no such operation."))?;
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

fn input(value: &impl serde::Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| Error::usage("The input cannot be written as JSON."))
}
