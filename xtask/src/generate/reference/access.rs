//! The page of access: what a key may do, what each answer says besides, and how much a workspace may ask.

use konektor::document::{ADDRESS, BASE_URL, HEADERS, RATE_LIMITS, RETRY_AFTER, SCOPES, VERSION};
use konektor::endpoint::OPERATIONS;

use super::table;

/// The page.
pub fn page() -> String {
    let scopes = SCOPES.iter().map(|scope| {
        let allowed: Vec<_> =
            OPERATIONS.iter().filter(|it| it.scope == Some(scope.name)).map(|it| format!("`{}`", it.name)).collect();
        [format!("`{}`", scope.name), scope.doc.to_owned(), allowed.join(", ")]
    });
    let headers = HEADERS.iter().chain([&RETRY_AFTER]).map(|header| {
        let on = if header.name == RETRY_AFTER.name { "429" } else { "all but `SKILL.md`" };
        [format!("`{}`", header.name), header.doc.to_owned(), on.to_owned()]
    });
    let plans = RATE_LIMITS.iter().map(|(plan, limit)| [format!("`{}`", plan.as_str()), limit.to_string()]);
    [
        format!("# Access\n\nThe API is at `{BASE_URL}`; this follows version {VERSION} of [its document]({ADDRESS}).\n\n"),
        "A key is sent as `Authorization: Bearer <key>`. It is made in the Konektor dashboard under Workspace Settings → API Keys.\n".to_owned(),
        format!("\n## Scopes\n\n{}", table(["scope", "what it allows", "operations"], scopes)),
        format!("\n## Headers of answers\n\n{}", table(["header", "meaning", "on"], headers)),
        format!("\n## Rate limits\n\nPer workspace and minute; its keys share it.\n\n{}", table(["plan", "requests"], plans)),
    ]
    .concat()
}
