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
    /// `VALIDATION_ERROR` before anything is sent when a field breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::CreateTicket;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok(r#"{"success":true,"data":{"ticketId":"t_1","ticketRef":"A1B2C-3D4E"}}"#)]).client();
    /// let ticket = CreateTicket::default().subject("Tracking pixel not firing").message("Since yesterday.");
    /// let created = client.support().create_ticket(&ticket).await?.data;
    /// assert_eq!(created.ticket_ref.flatten().as_deref(), Some("A1B2C-3D4E"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_ticket(&self, ticket: &CreateTicket) -> Result<Reply<Ticket>, Error> {
        self.0.data("support.createTicket", "", Some(ticket)).await
    }
}
