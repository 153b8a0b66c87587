//! The operations on leads, typed.

use super::{Client, Page, Reply};
use crate::error::Error;
use crate::model::{CreateLead, Lead, ListLeads, UpdateLead};
use crate::transport::Transport;

/// The operations on leads.
#[derive(Debug)]
pub struct Leads<'a, T>(pub(super) &'a Client<T>);

impl<T: Transport> Leads<'_, T> {
    /// Lists leads, a page at a time.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, query: &ListLeads) -> Result<Reply<Page<Lead>>, Error> {
        self.0.page("leads.list", Some(query)).await
    }

    /// Gets one lead.
    ///
    /// Source: “Get Lead”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`]; a lead that is deleted or was never there is `NOT_FOUND`.
    pub async fn get(&self, id: &str) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.get", id, None::<&()>).await
    }

    /// Creates a lead. A failure whose [`outcome_unknown`](crate::error::ErrorInfo::outcome_unknown) is set may have created
    /// it all the same.
    ///
    /// Source: “Create Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create(&self, lead: &CreateLead) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.create", "", Some(lead)).await
    }

    /// Changes a lead. The answer may hold some of its fields only.
    ///
    /// Source: “Update Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// See [`Error`]; a change without any field is refused before it is sent.
    pub async fn update(&self, id: &str, change: &UpdateLead) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.update", id, Some(change)).await
    }
}
