//! The operations of the API, in the order of its document: where each one is, what it takes and answers, and what may be
//! repeated. A row here is all that an operation needs to work in every client.

use crate::model::{
    AnalyticsQuery, AnalyticsSummary, CampaignPerformance, ConversionStatus, ConversionStatusQuery, CreateLead,
    CreateTicket, FunnelStep, Lead, ListLeads, Pagination, PendingConversion, Ticket, UpdateLead, Workspace,
};
use crate::schema::define::label;
use crate::schema::{Field, Kind, Schema};

/// An operation of the API.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The operation's name: resource and verb.
    pub name: &'static str,
    /// What it is, for people.
    pub about: About,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the base URL; `:id` stands for the resource's identifier.
    pub path: &'static str,
    /// The scope that the key needs; `None` for the one public operation. Without its name in wasm builds.
    pub scope: Option<&'static str>,
    /// What the input is.
    pub input: Input,
    /// What a good answer holds.
    pub answer: Answer,
    /// When a failed request may be sent again.
    pub repeat: Repeat,
}

/// What an operation is, for people and generators. Nothing of it is in wasm builds.
#[derive(Debug)]
#[non_exhaustive]
pub struct About {
    /// The title of the operation's section in the API document.
    #[cfg(not(target_arch = "wasm32"))]
    pub section: &'static str,
    /// What the operation does, in a few words.
    #[cfg(not(target_arch = "wasm32"))]
    pub summary: &'static str,
}

macro_rules! about {
    ($section:literal, $summary:literal) => {
        About {
            #[cfg(not(target_arch = "wasm32"))]
            section: $section,
            #[cfg(not(target_arch = "wasm32"))]
            summary: $summary,
        }
    };
}

/// What an operation takes.
#[derive(Debug)]
pub enum Input {
    /// Nothing.
    None,
    /// A query.
    Query(&'static Schema),
    /// A JSON body.
    Body {
        /// The body's model.
        schema: &'static Schema,
        /// Whether a body without any field is refused.
        needs_a_field: bool,
    },
}

/// What an operation answers.
#[derive(Debug)]
pub enum Answer {
    /// JSON, in the API's envelope.
    Json(&'static Kind),
    /// Text.
    Text,
}

impl Answer {
    /// Any JSON, or nothing: what a request may answer that no operation stands for.
    pub const UNKNOWN: &'static Self = &Self::Json(&Kind::Any);
}

/// When a failed request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// After any passing failure: sending it twice does what sending it once does.
    Always,
    /// Only when the server refused to look at it (429): it may have been carried out otherwise.
    WhenRefused,
}

macro_rules! field {
    ($name:literal, $kind:expr, $required:literal) => {
        Field {
            name: $name,
            #[cfg(not(target_arch = "wasm32"))]
            doc: "",
            kind: $kind,
            required: $required,
            nullable: false,
        }
    };
}

macro_rules! envelope {
    ($name:ident, $data:expr $(, $field:expr)*) => {
        const $name: Answer = Answer::Json(&Kind::Object(&Schema {
            #[cfg(not(target_arch = "wasm32"))]
            name: stringify!($name),
            #[cfg(not(target_arch = "wasm32"))]
            doc: "",
            fields: &[field!("success", Kind::Boolean, false), field!("data", $data, true), $($field,)*],
        }));
    };
}

envelope!(ONE_LEAD, Kind::Object(Lead::SCHEMA));
envelope!(
    PAGE_OF_LEADS,
    Kind::Array(&Kind::Object(Lead::SCHEMA)),
    field!("pagination", Kind::Object(Pagination::SCHEMA), true)
);

envelope!(SUMMARY, Kind::Object(AnalyticsSummary::SCHEMA));
envelope!(FUNNEL, Kind::Array(&Kind::Object(FunnelStep::SCHEMA)));
envelope!(CAMPAIGNS, Kind::Array(&Kind::Object(CampaignPerformance::SCHEMA)));
envelope!(CONVERSION_STATUS, Kind::Object(ConversionStatus::SCHEMA));
envelope!(PENDING_CONVERSIONS, Kind::Array(&Kind::Object(PendingConversion::SCHEMA)));
envelope!(WORKSPACE, Kind::Object(Workspace::SCHEMA));
envelope!(TICKET, Kind::Object(Ticket::SCHEMA));

/// All operations.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "skill",
        about: about!("SKILL.md (this document)", "Describe the API to agents, in Markdown"),
        method: "GET",
        path: "/api/v2/agent/SKILL.md",
        scope: None,
        input: Input::None,
        answer: Answer::Text,
        repeat: Repeat::Always,
    },
    Operation {
        name: "leads.list",
        about: about!("List Leads", "List leads, a page at a time"),
        method: "GET",
        path: "/api/v2/agent/leads",
        scope: Some(label!("agent.leads.read")),
        input: Input::Query(ListLeads::SCHEMA),
        answer: PAGE_OF_LEADS,
        repeat: Repeat::Always,
    },
    Operation {
        name: "leads.get",
        about: about!("Get Lead", "Get a lead"),
        method: "GET",
        path: "/api/v2/agent/leads/:id",
        scope: Some(label!("agent.leads.read")),
        input: Input::None,
        answer: ONE_LEAD,
        repeat: Repeat::Always,
    },
    Operation {
        name: "leads.create",
        about: about!("Create Lead", "Create a lead"),
        method: "POST",
        path: "/api/v2/agent/leads",
        scope: Some(label!("agent.leads.write")),
        input: Input::Body { schema: CreateLead::SCHEMA, needs_a_field: false },
        answer: ONE_LEAD,
        repeat: Repeat::WhenRefused,
    },
    Operation {
        name: "leads.update",
        about: about!("Update Lead", "Change some fields of a lead"),
        method: "PATCH",
        path: "/api/v2/agent/leads/:id",
        scope: Some(label!("agent.leads.write")),
        input: Input::Body { schema: UpdateLead::SCHEMA, needs_a_field: true },
        answer: ONE_LEAD,
        repeat: Repeat::Always,
    },
    Operation {
        name: "analytics.summary",
        about: about!("Analytics Summary", "Count leads and conversions"),
        method: "GET",
        path: "/api/v2/agent/analytics/summary",
        scope: Some(label!("agent.analytics.read")),
        input: Input::Query(AnalyticsQuery::SCHEMA),
        answer: SUMMARY,
        repeat: Repeat::Always,
    },
    Operation {
        name: "analytics.funnel",
        about: about!("Analytics Funnel", "Count the leads at each status"),
        method: "GET",
        path: "/api/v2/agent/analytics/funnel",
        scope: Some(label!("agent.analytics.read")),
        input: Input::Query(AnalyticsQuery::SCHEMA),
        answer: FUNNEL,
        repeat: Repeat::Always,
    },
    Operation {
        name: "analytics.campaigns",
        about: about!("Campaign Performance", "Tell what each campaign brought"),
        method: "GET",
        path: "/api/v2/agent/analytics/campaigns",
        scope: Some(label!("agent.analytics.read")),
        input: Input::Query(AnalyticsQuery::SCHEMA),
        answer: CAMPAIGNS,
        repeat: Repeat::Always,
    },
    Operation {
        name: "conversions.status",
        about: about!("Conversion Sync Status", "Count leads by how far their conversions got"),
        method: "GET",
        path: "/api/v2/agent/conversions/status",
        scope: Some(label!("agent.conversions.read")),
        input: Input::Query(ConversionStatusQuery::SCHEMA),
        answer: CONVERSION_STATUS,
        repeat: Repeat::Always,
    },
    Operation {
        name: "conversions.pending",
        about: about!("Pending Conversions", "Name the leads whose conversions wait or failed"),
        method: "GET",
        path: "/api/v2/agent/conversions/pending",
        scope: Some(label!("agent.conversions.read")),
        input: Input::None,
        answer: PENDING_CONVERSIONS,
        repeat: Repeat::Always,
    },
    Operation {
        name: "workspace.get",
        about: about!("Workspace Info", "Get the workspace of the key"),
        method: "GET",
        path: "/api/v2/agent/workspace",
        scope: Some(label!("agent.workspace.read")),
        input: Input::None,
        answer: WORKSPACE,
        repeat: Repeat::Always,
    },
    Operation {
        name: "support.createTicket",
        about: about!("Create Support Ticket", "Create a support ticket"),
        method: "POST",
        path: "/api/v2/agent/support/tickets",
        scope: Some(label!("agent.support.write")),
        input: Input::Body { schema: CreateTicket::SCHEMA, needs_a_field: false },
        answer: TICKET,
        repeat: Repeat::WhenRefused,
    },
];

impl Repeat {
    /// By the method alone: what HTTP calls idempotent, and PATCH, which sets fields to values.
    #[must_use]
    pub fn by_method(method: &str) -> Self {
        if method == "POST" { Self::WhenRefused } else { Self::Always }
    }
}

/// The operation of a name.
#[must_use]
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}
