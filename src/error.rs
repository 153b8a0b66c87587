//! What can go wrong with a call, as one type with stable codes. A message says what to do; none holds a key or a person's
//! data.

use serde::Serialize;

use crate::response::RateLimit;
use crate::schema::define::values;
use crate::text::joined;
use crate::validate::Invalid;

values! {
    /// The stable codes of errors: the API's own, ours, and the edge's.
    ///
    /// Source of the first six: “Error Codes”.
    open Code {
        /// 401: the API key is missing, invalid, expired or revoked.
        Unauthorized = "UNAUTHORIZED",
        /// 403: the key lacks the scope, or the plan does not include the Agent API.
        Forbidden = "FORBIDDEN",
        /// 400: fields break rules; `details` names them. Also answered before anything is sent.
        ValidationError = "VALIDATION_ERROR",
        /// 404: no such resource, or a deleted one.
        NotFound = "NOT_FOUND",
        /// 429: too many requests in this minute. Also answered without a request when the wait would not fit the deadline.
        RateLimited = "RATE_LIMITED",
        /// 500: the server failed.
        InternalError = "INTERNAL_ERROR",
        /// An error status without the API's envelope, such as a proxy's page.
        HttpError = "HTTP_ERROR",
        /// The server could not be reached, or the connection was cut.
        ConnectionError = "CONNECTION_ERROR",
        /// The deadline passed.
        Timeout = "TIMEOUT",
        /// The caller's signal aborted the call.
        Aborted = "ABORTED",
        /// The server wanted to redirect. Redirects are not followed: the key and the body would travel on.
        RedirectRefused = "REDIRECT_REFUSED",
        /// A good status whose body is not what the API documents.
        ResponseShape = "RESPONSE_SHAPE",
        /// A lead was sent, and neither the answer nor a look-up says whether it was created. Ask again with the same references.
        OutcomeUnknown = "OUTCOME_UNKNOWN",
        /// Leads were found, but the answer does not show the reference that was asked for, so which one is meant is a guess.
        NotVerifiable = "NOT_VERIFIABLE",
        /// The call itself is wrong: an option or an argument.
        UsageError = "USAGE_ERROR",
        /// WebAssembly could not be loaded here.
        WasmUnavailable = "WASM_UNAVAILABLE",
        /// The core failed and was started anew; the next call works again. Please report it.
        InternalPanic = "INTERNAL_PANIC",
        /// 409, from the edge: the submission's id is known with other content.
        Conflict = "CONFLICT",
        /// 405, from the proxy and the edge: the path has other methods, which `Allow` names.
        MethodNotAllowed = "METHOD_NOT_ALLOWED",
        /// 413, from the edge and the proxy: the body is too large.
        PayloadTooLarge = "PAYLOAD_TOO_LARGE",
        /// 415, from the edge and the proxy: the body is of a type that is not read.
        UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE",
        /// 503, from the edge: the submission could not be stored, and was not accepted.
        NotStored = "NOT_STORED",
    }
}

values! {
    /// The stable codes of webhooks that were refused. The npm package verifies them; a list apart, which no binary holds.
    open WebhookCode {
        /// Verifying is asked for in a way that cannot work: no secret, a body that was parsed already, an option.
        UsageError = "USAGE_ERROR",
        /// A header is missing: the request is probably not Konektor's.
        HeaderMissing = "WEBHOOK_HEADER_MISSING",
        /// A header is there twice or cannot be read.
        HeaderInvalid = "WEBHOOK_HEADER_INVALID",
        /// It was signed longer ago than is tolerated, or in the future.
        OutsideTolerance = "WEBHOOK_OUTSIDE_TOLERANCE",
        /// No signature was made with the secret over these bytes.
        SignatureMismatch = "WEBHOOK_SIGNATURE_MISMATCH",
        /// The signature is right, and the body is not what the event documents.
        BodyInvalid = "WEBHOOK_BODY_INVALID",
    }
}

/// The kinds of errors, one for each class of the npm package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Kind {
    /// An option or an argument is wrong.
    Usage,
    /// Fields break rules: found here, or answered with 400.
    Validation,
    /// 401.
    Authentication,
    /// 403.
    PermissionDenied,
    /// 404.
    NotFound,
    /// 429, or the same foreseen.
    RateLimit,
    /// 5xx.
    Server,
    /// Any other error status.
    Api,
    /// No answer.
    Connection,
    /// No answer in time.
    Timeout,
    /// The caller's signal.
    Aborted,
    /// A good status, a body of another shape.
    ResponseShape,
    /// A lead was sent once, and nothing says whether it was created.
    #[cfg(feature = "once")]
    OutcomeUnknown,
}

impl Kind {
    /// The kind's name in TypeScript.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Validation => "validation",
            Self::Authentication => "authentication",
            Self::PermissionDenied => "permissionDenied",
            Self::NotFound => "notFound",
            Self::RateLimit => "rateLimit",
            Self::Server => "server",
            Self::Api => "api",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::ResponseShape => "responseShape",
            #[cfg(feature = "once")]
            Self::OutcomeUnknown => "outcomeUnknown",
        }
    }
}

impl Phase {
    /// The phase's name in TypeScript.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pacing => "pacing",
            Self::Connect => "connect",
            Self::Body => "body",
            Self::Backoff => "backoff",
        }
    }
}

/// What a call was doing when its time ran out or it was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Phase {
    /// Waiting for the rate limit's window to end.
    Pacing,
    /// Sending the request and waiting for the head of the answer.
    Connect,
    /// Reading the answer's body.
    Body,
    /// Waiting to try again.
    Backoff,
}

/// A call that failed: all that is known is in its [`ErrorInfo`].
#[derive(Clone, PartialEq)]
pub struct Error(Box<ErrorInfo>);

/// What is known of a call that failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorInfo {
    /// The kind of failure.
    pub kind: Kind,
    /// The stable code: the server's own, if it sent one.
    pub code: Code,
    /// What happened and what to do, for people.
    pub message: String,
    /// The HTTP status, if there was an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Messages by field.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub details: Vec<(String, String)>,
    /// The `X-Request-Id` of the answer, to quote to support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What the answer said about the rate limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// In how many seconds the server will answer again, if it said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<f64>,
    /// The JSON path of the value that has another shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The beginning of an answer that is not the API's: at most 200 printable characters, without the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// What the call was doing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// How many requests were sent.
    pub attempts: u32,
    /// Whether the server may have carried the request out all the same.
    pub outcome_unknown: bool,
    /// With `OUTCOME_UNKNOWN`: the `externalRef` that was sent with the lead.
    #[cfg(feature = "once")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
    /// With `OUTCOME_UNKNOWN`: the `uniqueCode` that was sent with the lead.
    #[cfg(feature = "once")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_code: Option<String>,
}

#[allow(clippy::ptr_arg)] // the signature is serde's
fn as_map<S: serde::Serializer>(details: &Vec<(String, String)>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(details.iter().map(|(field, message)| (field, message)))
}

impl Error {
    /// An error of a kind, with a code and a message.
    #[must_use]
    pub fn new(kind: Kind, code: Code, message: impl Into<String>) -> Self {
        Self::told(kind, code, message.into())
    }

    /// Apart from [`Self::new`], which is compiled for each type of message.
    fn told(kind: Kind, code: Code, message: String) -> Self {
        Self(Box::new(ErrorInfo {
            kind,
            code,
            message,
            status: None,
            details: Vec::new(),
            request_id: None,
            rate_limit: None,
            retry_after: None,
            path: None,
            excerpt: None,
            phase: None,
            attempts: 0,
            outcome_unknown: false,
            #[cfg(feature = "once")]
            external_ref: None,
            #[cfg(feature = "once")]
            unique_code: None,
        }))
    }

    /// All that is known, by value.
    #[must_use]
    pub fn into_info(self) -> ErrorInfo {
        *self.0
    }

    /// The error with something changed.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut ErrorInfo)) -> Self {
        change(&mut self);
        self
    }

    /// The call itself is wrong.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, Code::UsageError, message)
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        let mut message = String::from("Invalid request parameters, nothing was sent.");
        let mut details = Vec::with_capacity(invalid.issues.len());
        for issue in &invalid.issues {
            let text = issue.message();
            let place: &[&str] = if issue.field.is_empty() { &[" "] } else { &[" ", &issue.field, ": "] };
            message.push_str(&joined(place));
            message.push_str(&text);
            message.push('.');
            details.push((issue.field.clone(), text));
        }
        Self::new(Kind::Validation, Code::ValidationError, message).with(|error| error.details = details)
    }
}

impl std::ops::Deref for Error {
    type Target = ErrorInfo;

    fn deref(&self) -> &ErrorInfo {
        &self.0
    }
}

impl std::ops::DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorInfo {
        &mut self.0
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code.as_str())?;
        formatter.write_str(": ")?;
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
