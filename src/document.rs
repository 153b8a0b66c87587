//! What the API document says once for all operations: its version, the scopes, the errors, the headers of answers and the
//! limits of the plans. Nothing is decided by it at run time; the OpenAPI document and the reference are printed from it.

use crate::endpoint::{Input, Operation};
use crate::error::Code;
use crate::model::Plan;
use crate::schema::Kind;

/// The API's name.
pub const TITLE: &str = "Konektor Agent API";
/// The version of the API document that the tables follow.
pub const VERSION: &str = "2.2.0";
/// Where the API is.
pub const BASE_URL: &str = "https://konektor.id";
/// Where its document is.
pub const ADDRESS: &str = "https://konektor.id/docs/api/agent-api";

/// Something with a name and a meaning.
#[derive(Debug)]
#[non_exhaustive]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// The meaning, in Markdown.
    pub doc: &'static str,
}

/// The resources, by the first part of their operations' names.
pub const RESOURCES: &[Named] = &[
    Named { name: "skill", doc: "The API's description of itself." },
    Named { name: "leads", doc: "Leads: list, get, create, update." },
    Named { name: "analytics", doc: "How many leads there are, how far they got, and which campaigns brought them." },
    Named { name: "conversions", doc: "What has been reported back to the ad platforms, and what has not." },
    Named { name: "workspace", doc: "The workspace: its settings, its plan and its use." },
    Named { name: "support", doc: "Tickets to Konektor's own people." },
];

/// The scopes that a key may have (“Scopes Reference”).
pub const SCOPES: &[Named] = &[
    Named { name: "agent.leads.read", doc: "List and get leads." },
    Named { name: "agent.leads.write", doc: "Create and update leads." },
    Named { name: "agent.analytics.read", doc: "Read analytics: summary, funnel, campaigns." },
    Named { name: "agent.conversions.read", doc: "Read conversion sync status and pending conversions." },
    Named { name: "agent.workspace.read", doc: "Read the workspace and its subscription." },
    Named { name: "agent.support.write", doc: "Create support tickets." },
];

/// An error that the API documents.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failing {
    /// The HTTP status.
    pub status: u16,
    /// The code in the envelope, which also says what it means.
    pub code: Code,
    /// Which operations answer it.
    pub when: When,
}

/// Which operations an error concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// All.
    Always,
    /// Those that need a key.
    Key,
    /// Those that take a query or a body.
    Input,
    /// Those about one resource.
    Id,
}

/// The errors, in the document's order (“Error Codes”).
pub const FAILURES: &[Failing] = &[
    Failing { status: 401, code: Code::Unauthorized, when: When::Key },
    Failing { status: 403, code: Code::Forbidden, when: When::Key },
    Failing { status: 400, code: Code::ValidationError, when: When::Input },
    Failing { status: 404, code: Code::NotFound, when: When::Id },
    Failing { status: 429, code: Code::RateLimited, when: When::Key },
    Failing { status: 500, code: Code::InternalError, when: When::Always },
];

impl Operation {
    /// The errors that the operation answers.
    pub fn failures(&self) -> impl Iterator<Item = &'static Failing> {
        FAILURES.iter().filter(|failing| match failing.when {
            When::Always => true,
            When::Key => self.scope.is_some(),
            When::Input => !matches!(self.input, Input::None),
            When::Id => self.path.ends_with(":id"),
        })
    }
}

/// A header of answers.
#[derive(Debug)]
#[non_exhaustive]
pub struct Header {
    /// The name.
    pub name: &'static str,
    /// What it says, in Markdown.
    pub doc: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether an answer without it breaks the contract.
    pub required: bool,
}

/// The headers of every answer to a request with a key (“Response Headers”).
pub const HEADERS: &[Header] = &[
    Header {
        name: "X-Request-Id",
        doc: "The request's own identifier, a UUID: quote it to support.",
        kind: Kind::Uuid,
        required: true,
    },
    // Where a workspace has no limit there is nothing to say of it.
    Header {
        name: "X-RateLimit-Limit",
        doc: "How many requests a minute the workspace may make, with all its keys together.",
        kind: Kind::Integer { min: 0, max: u32::MAX },
        required: false,
    },
    Header {
        name: "X-RateLimit-Remaining",
        doc: "How many of them are left in this window.",
        kind: Kind::Integer { min: 0, max: u32::MAX },
        required: false,
    },
    Header {
        name: "X-RateLimit-Reset",
        doc: "When the window ends, in Unix seconds.",
        kind: Kind::Integer { min: 0, max: u32::MAX },
        required: false,
    },
];

/// The header of a 429 besides (“Rate Limits”).
pub const RETRY_AFTER: Header = Header {
    name: "Retry-After",
    doc: "In how many seconds the next request will be answered.",
    kind: Kind::Integer { min: 0, max: u32::MAX },
    required: true,
};

/// How many requests a minute a workspace may make, by its plan (“Rate Limits”).
pub const RATE_LIMITS: &[(Plan, u32)] =
    &[(Plan::Starter, 60), (Plan::Pro, 200), (Plan::Enterprise, 600), (Plan::Custom, 200)];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::endpoint::{OPERATIONS, operation};

    fn statuses(name: &str) -> Vec<u16> {
        operation(name).unwrap().failures().map(|failing| failing.status).collect()
    }

    #[test]
    fn each_scope_and_each_resource_is_that_of_an_operation() {
        let scopes: BTreeSet<_> = OPERATIONS.iter().filter_map(|operation| operation.scope).collect();
        assert_eq!(scopes, SCOPES.iter().map(|scope| scope.name).collect());
        let resources: BTreeSet<_> = OPERATIONS.iter().map(|it| it.name.split('.').next().unwrap()).collect();
        assert_eq!(resources, RESOURCES.iter().map(|resource| resource.name).collect());
    }

    #[test]
    fn each_plan_has_its_limit() {
        let plans: Vec<_> = RATE_LIMITS.iter().map(|(plan, _)| plan.as_str()).collect();
        assert_eq!(plans, Plan::VALUES.values);
    }

    #[test]
    fn an_operation_answers_the_errors_that_concern_it() {
        assert_eq!(statuses("skill"), [500]);
        assert_eq!(statuses("workspace.get"), [401, 403, 429, 500]);
        assert_eq!(statuses("leads.list"), [401, 403, 400, 429, 500]);
        assert_eq!(statuses("leads.get"), [401, 403, 404, 429, 500]);
        assert_eq!(statuses("leads.update"), [401, 403, 400, 404, 429, 500]);
    }
}
