//! The workspace: its settings, its plan and its use.

use super::values::Plan;
use crate::schema::define::{held, kind, model, presence, rust_type};

model! {
    /// What the workspace has paid for.
    ///
    /// Source: “Workspace Info”.
    record Subscription {
        /// The plan.
        plan "plan": optional [values Plan]
        /// Whether it is running, such as `active`.
        status "status": optional [text]
        /// How often it is paid, such as `monthly`.
        interval "interval": optional [text]
        /// Until when it is paid: ISO 8601, UTC.
        current_period_end "currentPeriodEnd": optional [date_time]
    }
}

model! {
    /// The plan's daily limit of leads.
    ///
    /// Source: “Workspace Info”.
    record LeadsPerDay {
        /// How many leads a day there may be.
        limit "limit": optional [number]
        /// How many there are today, in the workspace's timezone.
        current "current": optional [number]
    }
}

model! {
    /// How much of the plan is used.
    ///
    /// Source: “Workspace Info”.
    record Usage {
        /// The daily limit of leads.
        leads_per_day "leadsPerDay": optional [object LeadsPerDay]
        /// People in the team.
        team_members "teamMembers": optional [number]
        /// WhatsApp rotators that are running.
        active_rotators "activeRotators": optional [number]
    }
}

model! {
    /// The workspace that the API key belongs to.
    ///
    /// Source: “Workspace Info”. Scope: `agent.workspace.read`.
    record Workspace {
        /// The name that people see.
        display_name "displayName": optional [text]
        /// The IANA name of its timezone, such as `Asia/Jakarta`.
        timezone "timezone": optional [text]
        /// The ISO 4217 code of its currency, in which all values are.
        currency "currency": optional [text]
        /// Its language, such as `id`.
        language "language": optional [text]
        /// How its people write dates, such as `DD/MM/YYYY`.
        date_format "dateFormat": optional [text]
        /// The code that its tracking snippet and its lead codes begin with.
        tracking_code "trackingCode": optional [text]
        /// What it has paid for.
        subscription "subscription": optional [object Subscription]
        /// How much of that is used.
        usage "usage": optional [object Usage]
    }
}
