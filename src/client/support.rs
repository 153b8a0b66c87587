//! The operations on support tickets, typed.

use super::{Client, Reply};
use crate::error::Error;
use crate::model::{CreateTicket, Ticket};
use crate::transport::Transport;

/// The operations on support tickets.
#[derive(Debug)]
pub struct Support<'a, T>(pub(super) &'a Client<T>);

impl<T: Transport> Support<'_, T> {
    /// Creates a ticket. A failure whose `outcome_unknown` is set may have created it all the same.
    ///
    /// Source: “Create Support Ticket”. Scope: `agent.support.write`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_ticket(&self, ticket: &CreateTicket) -> Result<Reply<Ticket>, Error> {
        self.0.data("support.createTicket", "", Some(ticket)).await
    }
}
