//! The way of a request through the Agent API: log, faults, key, rate limit, scope, operation, headers. Once it has been read it is
//! carried out to its end even if the client leaves, as a server behind a proxy does.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt;
use serde::Deserialize;

use crate::analytics::{campaigns, funnel, summary};
use crate::answered::Answered;
use crate::app::App;
use crate::auth::{bearer, fingerprint};
use crate::context::Context;
use crate::envelope::{Refusal, Reply};
use crate::faults::{Answer, Commit, Cut, Fired, apply};
use crate::lead::{create, get, list, update};
use crate::operation::Operation;
use crate::request_log::{Entry, Outcome};
use crate::{conversion, skill, ticket, workspace};

/// The longest valid lead has less than a tenth of it.
const LARGEST_BODY: usize = 1 << 20;

/// What was asked for, where no operation is: the reason why not.
pub(crate) type Asked = Result<Operation, StatusCode>;

/// A request, read.
struct Call {
    asked: Asked,
    /// The lead's id, where the path has one.
    id: String,
    query: String,
    body: Bytes,
    authorization: Option<HeaderValue>,
    request_id: String,
    epoch: u64,
}

/// Serves one request.
pub(crate) async fn serve(app: Arc<App>, asked: Asked, id: String, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = read(body).await;
    let call = Call {
        asked: if body.is_some() { asked } else { Err(StatusCode::PAYLOAD_TOO_LARGE) },
        id,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        body: body.unwrap_or_default(),
        authorization: parts.headers.get(AUTHORIZATION).cloned(),
        request_id: uuid::Uuid::new_v4().to_string(),
        epoch: app.epoch(),
    };
    let fired = app.faults().fire(parts.method.as_str(), asked.ok());
    let seq = app.log.arrived(entry(&app, &call, &parts, &fired));
    let hangs = fired.answer.as_ref().is_some_and(|fault| fault.answer == Answer::Hang);
    let answer = tokio::spawn(carry_out(app.clone(), Arc::new(call), fired, seq)).await;
    if hangs {
        // The server drops this future when the client leaves.
        std::future::pending::<()>().await;
    }
    answer.unwrap_or_else(|error| Answered::refused(&Refusal::internal(&error), HeaderMap::new()).into_response())
}

/// The body, unless it is too large or ends early. Read to its end even then: a client that is still sending
/// would see a reset instead of the answer.
async fn read(mut body: Body) -> Option<Bytes> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(frame) = body.frame().await {
        if let Some(data) = frame.ok()?.data_ref() {
            fits = fits && bytes.len() + data.len() <= LARGEST_BODY;
            if fits {
                bytes.extend_from_slice(data);
            }
        }
    }
    fits.then(|| bytes.into())
}

async fn carry_out(app: Arc<App>, call: Arc<Call>, fired: Fired, seq: u64) -> Response<Body> {
    let Fired { latency_ms, search_lag_ms, answer: fault, .. } = fired;
    let commit = fault.as_ref().map_or(Commit::Yes, |fault| fault.commit);
    if commit == Commit::Late {
        let (app, call, late_ms) = (app.clone(), call.clone(), fault.as_ref().map_or(0, |fault| fault.late_ms));
        tokio::spawn(async move {
            app.clock.sleep(late_ms).await;
            perform(app, call, search_lag_ms, seq).await;
        });
    }
    app.clock.sleep(latency_ms).await;
    let real = match commit {
        Commit::Yes => Some(perform(app.clone(), call.clone(), search_lag_ms, seq).await),
        Commit::No | Commit::Late => None,
    };
    let response = match (fault, real) {
        (None, Some(real)) => real.into_response(),
        (Some(fault), real) => apply(&fault, real, api_headers(&app, &call)),
        // Without a fault the operation has been carried out.
        (None, None) => Response::new(Body::empty()),
    };
    let cut = response.extensions().get::<Cut>().copied();
    app.log.change(seq, |entry| {
        entry.status = cut.is_none().then(|| response.status().as_u16());
        if cut.is_none() {
            entry.outcome = Outcome::Answered;
        } else if entry.outcome == Outcome::Pending {
            entry.outcome = Outcome::Cut;
        }
    });
    response
}

/// Carries the operation out, unless a reset came between.
async fn perform(app: Arc<App>, call: Arc<Call>, lag: u64, seq: u64) -> Answered {
    let performed = tokio::task::spawn_blocking(move || {
        if app.epoch() != call.epoch {
            return Answered::refused(&Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "Reset"), HeaderMap::new());
        }
        let outcome = answer(&app, &call, lag);
        app.log.change(seq, |entry| entry.committed = outcome.is_ok());
        let headers = api_headers(&app, &call);
        match outcome {
            Ok(reply) => Answered::new(reply, headers),
            Err(refusal) => {
                let mut answered = Answered::refused(&refusal, headers);
                if refusal.status == StatusCode::TOO_MANY_REQUESTS {
                    answered.headers.insert(RETRY_AFTER, retry_after(&app).into());
                }
                answered
            }
        }
    });
    performed.await.unwrap_or_else(|error| Answered::refused(&Refusal::internal(&error), HeaderMap::new()))
}

fn answer(app: &App, call: &Call, lag: u64) -> Result<Reply, Refusal> {
    if call.asked == Ok(Operation::Skill) {
        return Ok(skill::reply());
    }
    let caller = app.keys.caller(call.authorization.as_ref());
    let caller = caller.ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "Missing, invalid or revoked API key"))?;
    let (settings, now) = (app.settings().clone(), app.clock.now());
    if !app.window().take(settings.plan, now) {
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded"));
    }
    let operation = call.asked.map_err(|status| match status {
        StatusCode::METHOD_NOT_ALLOWED => Refusal::new(status, "This path does not know this method"),
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(status, "The body is larger than 1 MiB"),
        _ => Refusal::not_found("No such endpoint"),
    })?;
    if let Some(scope) = operation.scope().filter(|scope| !caller.scopes.has(*scope)) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, format!("Insufficient scope: {} is needed", scope.name())));
    }
    let context = Context { store: &app.store, settings, now };
    match operation {
        Operation::ListLeads => list::list(&context, &call.query),
        Operation::GetLead => get::get(&context, &call.id),
        Operation::CreateLead => create::create(&context, &call.body, lag),
        Operation::UpdateLead => update::update(&context, &call.id, &call.body),
        Operation::AnalyticsSummary => summary::summary(&context, &call.query),
        Operation::AnalyticsFunnel => funnel::funnel(&context, &call.query),
        Operation::AnalyticsCampaigns => campaigns::campaigns(&context, &call.query),
        Operation::ConversionStatus => conversion::status::status(&context, &call.query),
        Operation::PendingConversions => conversion::pending::pending(&context),
        Operation::Workspace => workspace::get(&context),
        Operation::CreateTicket => ticket::create(&context, &call.body),
        Operation::Skill => Err(Refusal::not_found("No such endpoint")),
    }
}

/// The headers of every answer but the public document's.
fn api_headers(app: &App, call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if call.asked == Ok(Operation::Skill) {
        return headers;
    }
    if let Ok(id) = HeaderValue::try_from(&call.request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let plan = app.settings().plan;
    if let Some(standing) = app.window().look(plan, app.clock.now()) {
        headers.insert(HeaderName::from_static("x-ratelimit-limit"), standing.limit.into());
        headers.insert(HeaderName::from_static("x-ratelimit-remaining"), standing.remaining.into());
        headers.insert(HeaderName::from_static("x-ratelimit-reset"), standing.reset.into());
    }
    headers
}

/// Seconds until the window opens again; a daily limit answered with 429 says the same, for want of a documented answer.
fn retry_after(app: &App) -> i64 {
    let plan = app.settings().plan;
    app.window().look(plan, app.clock.now()).map_or(60, |standing| standing.retry_after)
}

fn entry(app: &App, call: &Call, parts: &axum::http::request::Parts, fired: &Fired) -> Entry {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Codes {
        unique_code: Option<String>,
        external_ref: Option<String>,
    }
    let codes: Codes = serde_json::from_slice(&call.body).unwrap_or_default();
    let hangs = fired.answer.as_ref().is_some_and(|fault| fault.answer == Answer::Hang);
    Entry {
        seq: 0,
        version: 0,
        at: app.clock.now(),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        operation: call.asked.ok().map(Operation::name),
        request_id: call.request_id.clone(),
        key: bearer(call.authorization.as_ref()).map(fingerprint),
        unique_code: codes.unique_code,
        external_ref: codes.external_ref,
        status: None,
        outcome: if hangs { Outcome::Hung } else { Outcome::Pending },
        committed: false,
        faults: fired.ids.clone(),
    }
}
