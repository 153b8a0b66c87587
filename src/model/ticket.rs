//! Support tickets.

use super::values::{TicketPriority, TicketStatus};
use crate::schema::define::{argument, held, kind, model, presence, rust_type, setter};

model! {
    /// A support ticket to create.
    ///
    /// Source: “Create Support Ticket”. Scope: `agent.support.write`.
    request CreateTicket {
        /// The subject: 3–180 UTF-16 units.
        subject "subject": required [text 3..=180]
        /// What it is about: 1–10 000 UTF-16 units.
        message "message": required [text 1..=10000]
        /// How urgent it is; `normal` unless told.
        priority "priority": optional [values TicketPriority]
    }
}

model! {
    /// A support ticket that was created.
    ///
    /// Source: “Create Support Ticket”. Scope: `agent.support.write`.
    record Ticket {
        /// The ticket's identifier.
        ticket_id "ticketId": always [text]
        /// The reference by which people name it.
        ticket_ref "ticketRef": optional [text]
        /// The subject.
        subject "subject": optional [text]
        /// Where it stands.
        status "status": optional [values TicketStatus]
        /// How urgent it is.
        priority "priority": optional [values TicketPriority]
        /// When it was created: ISO 8601, UTC.
        created_at "createdAt": optional [date_time]
    }
}
