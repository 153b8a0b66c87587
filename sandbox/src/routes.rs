//! Which path is which operation, and where the knobs and the inspector are.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::app::App;
use crate::gate::serve;
use crate::operation::Operation;
use crate::{cors, host, inspector, knobs};

type Shared = State<Arc<App>>;

pub(crate) fn routes(app: Arc<App>) -> Router {
    let leads = get(|State(app): Shared, request: Request| operation(app, Operation::ListLeads, None, request))
        .post(|State(app): Shared, request: Request| operation(app, Operation::CreateLead, None, request));
    let lead = get(|State(app): Shared, path: RawPathParams, request: Request| {
        operation(app, Operation::GetLead, Some(path), request)
    })
    .patch(|State(app): Shared, path: RawPathParams, request: Request| {
        operation(app, Operation::UpdateLead, Some(path), request)
    });
    let skill = get(|State(app): Shared, request: Request| operation(app, Operation::Skill, None, request));
    let ticket = post(|State(app): Shared, request: Request| operation(app, Operation::CreateTicket, None, request));
    let mut router = Router::new()
        .route("/api/v2/agent/leads", leads)
        .route("/api/v2/agent/leads/{id}", lead)
        .route("/api/v2/agent/support/tickets", ticket)
        .route("/api/v2/agent/SKILL.md", skill);
    for (path, read) in [
        ("/api/v2/agent/analytics/summary", Operation::AnalyticsSummary),
        ("/api/v2/agent/analytics/funnel", Operation::AnalyticsFunnel),
        ("/api/v2/agent/analytics/campaigns", Operation::AnalyticsCampaigns),
        ("/api/v2/agent/conversions/status", Operation::ConversionStatus),
        ("/api/v2/agent/conversions/pending", Operation::PendingConversions),
        ("/api/v2/agent/workspace", Operation::Workspace),
    ] {
        router =
            router.route(path, get(move |State(app): Shared, request: Request| operation(app, read, None, request)));
    }
    router
        .method_not_allowed_fallback(|State(app): Shared, request: Request| {
            serve(app, Err(StatusCode::METHOD_NOT_ALLOWED), String::new(), request)
        })
        .fallback(|State(app): Shared, request: Request| serve(app, Err(StatusCode::NOT_FOUND), String::new(), request))
        .layer(from_fn_with_state(app.clone(), cors::answer))
        .nest("/__sandbox", knobs::routes())
        .merge(inspector::routes())
        .layer(from_fn(host::refuse_foreign))
        .with_state(app)
}

async fn operation(
    app: Arc<App>,
    operation: Operation,
    path: Option<RawPathParams>,
    request: Request,
) -> Response<Body> {
    let id = path.as_ref().and_then(|path| path.iter().next()).map(|(_, id)| id.to_owned());
    serve(app, Ok(operation), id.unwrap_or_default(), request).await
}
