//! SKILL.md: the one public document, for agents.

use axum::http::StatusCode;

use crate::envelope::Reply;

pub(crate) fn reply() -> Reply {
    let body = include_str!("skill.md").into();
    Reply { status: StatusCode::OK, content_type: "text/markdown; charset=utf-8", body }
}
