//! Create Support Ticket: stores it and answers with a reference that people can read out. What becomes of tickets is not the Agent API's.

use axum::http::StatusCode;
use konektor::model::CreateTicket;
use serde_json::Value;

use crate::check;
use crate::context::Context;
use crate::envelope::{Refusal, Reply};
use crate::store::Ticket;

pub(crate) fn create(context: &Context<'_>, body: &[u8]) -> Result<Reply, Refusal> {
    let fields = check::body(body, CreateTicket::SCHEMA)?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut ticket = Ticket {
        id: format!("t_{}", characters(16).to_lowercase()),
        reference: format!("{}-{}", characters(5), characters(4)),
        subject: text("subject").unwrap_or_default(),
        message: text("message"),
        status: "new".into(),
        priority: text("priority").unwrap_or_else(|| "normal".into()),
        created_at: context.now,
    };
    context.store.create_ticket(&ticket)?;
    ticket.message = None;
    Reply::new(StatusCode::CREATED, &ticket)
}

fn characters(count: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(count).collect::<String>().to_uppercase()
}
