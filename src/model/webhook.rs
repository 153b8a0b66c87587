//! What webhooks bring: the body of each event. Webhooks are outside the Agent API; what Konektor documents of them is their
//! names and the members of their bodies, so nothing but the lead is taken to be always there.

use super::lead::Lead;
use super::values::{LeadStatus, WebhookEventName};
use crate::schema::Schema;
use crate::schema::define::{held, kind, model, presence, rust_type};

model! {
    /// The body of the webhook `lead.created`: somebody, or something, made a lead.
    ///
    /// Source: Konektor's webhooks, which are outside the Agent API.
    record LeadCreated {
        /// The lead as it is now.
        lead "lead": always [object Lead]
        /// What made the lead.
        source "source": optional [text]
    }
}

model! {
    /// The body of the webhook `lead.updated`: a lead has changed.
    ///
    /// Source: Konektor's webhooks, which are outside the Agent API.
    record LeadUpdated {
        /// The lead as it is now.
        lead "lead": always [object Lead]
        /// The lead's identifier in the API.
        lead_id "leadId": required [text]
        /// Where the lead stood before.
        previous_status "previousStatus": optional [values LeadStatus]
        /// Where the lead stands now.
        new_status "newStatus": optional [values LeadStatus]
        /// What has changed. Its form is not documented.
        changes "changes": required [any]
        /// What changed the lead.
        source "source": optional [text]
    }
}

impl WebhookEventName {
    /// What the event's body holds; `None` for an event that this version does not know.
    #[must_use]
    pub fn body(&self) -> Option<&'static Schema> {
        match self {
            Self::LeadCreated => Some(LeadCreated::SCHEMA),
            Self::LeadUpdated => Some(LeadUpdated::SCHEMA),
            Self::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_that_is_named_has_a_body() {
        for name in WebhookEventName::VALUES.values {
            assert!(WebhookEventName::from(*name).body().is_some(), "{name}");
        }
    }

    #[test]
    fn an_event_reads_and_keeps_what_is_new() -> Result<(), serde_json::Error> {
        let body = r#"{"lead":{"id":"lead_1","status":"won"},"leadId":"lead_1","previousStatus":"hot","newStatus":"won",
            "changes":{"status":["hot","won"]},"source":"dashboard","actor":"u_1"}"#;
        let updated: LeadUpdated = serde_json::from_str(body)?;
        assert_eq!((updated.lead.id.as_str(), updated.new_status), ("lead_1", Some(Some(LeadStatus::Won))));
        assert_eq!(updated.extra["actor"], "u_1");
        Ok(())
    }
}
