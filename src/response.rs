//! Reads an answer: its head, and whether its body is what the operation documents. What is not becomes an error that says
//! all that is known: status, request id, rate limit, the API's code and details, or a short excerpt.

use serde::Serialize;

use crate::endpoint::Answer;
use crate::error::{Code, Error, Kind};
use crate::model::FailureBody;
use crate::request::Secret;
use crate::schema;
use crate::text::{joined, lossy};
use crate::validate::{self, json};

/// The head of an answer: its status and the texts of the headers that matter.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Head {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
    /// `X-RateLimit-Limit`.
    pub limit: Option<String>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<String>,
    /// `X-RateLimit-Reset`.
    pub reset: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Date`, in milliseconds since 1970: the transport reads it, because every platform can.
    pub date_ms: Option<f64>,
    /// `Retry-After` where it is a date, likewise.
    pub retry_date_ms: Option<f64>,
}

/// What an answer says about the rate limit, which all keys of a workspace share.
///
/// Source: “Rate Limits”.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests a minute the plan has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// How many are left in this window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<f64>,
    /// When the window ends, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<f64>,
}

impl Head {
    /// Reads a head by what the platform knows: the text of a header by its name in lower case, and an HTTP date in milliseconds
    /// since 1970.
    ///
    /// ```
    /// use konektor::response::Head;
    ///
    /// let header = |name: &str| (name == "retry-after").then(|| "7".to_owned());
    /// let head = Head::read(429, header, |_date| None);
    /// assert_eq!(head.retry_after_ms(0.0), Some(7_000.0));
    /// ```
    #[must_use]
    pub fn read(status: u16, header: impl Fn(&str) -> Option<String>, date: impl Fn(&str) -> Option<f64>) -> Self {
        let date_of = |name| header(name).and_then(|text| date(&text));
        Self {
            status,
            request_id: header("x-request-id"),
            limit: header("x-ratelimit-limit"),
            remaining: header("x-ratelimit-remaining"),
            reset: header("x-ratelimit-reset"),
            retry_after: header("retry-after"),
            date_ms: date_of("date"),
            retry_date_ms: date_of("retry-after"),
        }
    }

    /// The rate limit, if the answer has anything about it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let limit = RateLimit {
            limit: whole(self.limit.as_deref()),
            remaining: whole(self.remaining.as_deref()),
            reset: whole(self.reset.as_deref()),
        };
        (limit != RateLimit::default()).then_some(limit)
    }

    /// How long the server wants to be left alone, in milliseconds. A date is measured against the answer's own, or else
    /// against `now`. What cannot be read, and what is past, says nothing.
    #[must_use]
    pub fn retry_after_ms(&self, now: f64) -> Option<f64> {
        if let Some(seconds) = whole(self.retry_after.as_deref()) {
            return Some(seconds * 1000.0);
        }
        let wait = self.retry_date_ms? - self.date_ms.unwrap_or(now);
        (wait >= 0.0).then_some(wait)
    }
}

/// A header that holds a whole number from 0; one beyond 10¹² counts as that, for it is no less of a number.
fn whole(header: Option<&str>) -> Option<f64> {
    let text = header?.trim_ascii();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.bytes().fold(0.0_f64, |value, byte| (value * 10.0 + f64::from(byte - b'0')).min(1e12)))
}

/// Checks an answer.
///
/// # Errors
/// Any status but 2xx, and a body that is not what is documented.
pub fn check(answer: &Answer, head: &Head, body: &[u8], now: f64, key: Option<&Secret>) -> Result<(), Error> {
    let error = match head.status {
        200..=299 => match answer {
            Answer::Text => return Ok(()),
            Answer::Json(schema::Kind::Any) if body.is_empty() => return Ok(()),
            Answer::Json(kind) => match validate::response(body, kind) {
                Ok(()) => return Ok(()),
                Err(shape) => {
                    let place = if shape.path.is_empty() { "the body" } else { &shape.path };
                    let message =
                        joined(&["The answer is not what the API documents: ", place, ": ", &shape.message, "."]);
                    let mut error = Error::new(Kind::ResponseShape, Code::ResponseShape, message);
                    error.path = Some(shape.path);
                    // An answer of the right kind may be full of people's data; a page from somewhere else is not.
                    error.excerpt = (!is_json(body)).then(|| excerpt(body, key));
                    error
                }
            },
        },
        0 | 300..=399 => Error::new(
            Kind::Connection,
            Code::RedirectRefused,
            "The server redirects, which is not followed because the key would travel on. Check the base URL.",
        ),
        status => failure(status, body, key),
    };
    Err(with_head(error, head, now))
}

/// An error with what the answer's head says.
pub(crate) fn with_head(error: Error, head: &Head, now: f64) -> Error {
    error.with(|error| {
        error.status = Some(head.status).filter(|status| *status != 0);
        error.request_id.clone_from(&head.request_id);
        error.rate_limit = head.rate_limit();
        error.retry_after = head.retry_after_ms(now).map(|wait| wait / 1000.0);
    })
}

/// An error status, told by the API's envelope if the body is one.
fn failure(status: u16, body: &[u8], key: Option<&Secret>) -> Error {
    let kind = match status {
        400 => Kind::Validation,
        401 => Kind::Authentication,
        403 => Kind::PermissionDenied,
        404 => Kind::NotFound,
        429 => Kind::RateLimit,
        500..=599 => Kind::Server,
        _ => Kind::Api,
    };
    const ENVELOPE: &schema::Kind = &schema::Kind::Object(FailureBody::SCHEMA);
    let envelope = validate::response(body, ENVELOPE).ok().and_then(|()| {
        let error = json::members(json::members(body).get("error")?);
        Some((error.text("code")?.into_owned(), error.text("message"), error.get("details").unwrap_or_default()))
    });
    let Some((code, message, details)) = envelope else {
        let message = "The server answered with an error that is not in the API's form; something in between may have.";
        let mut error = Error::new(kind, Code::HttpError, message);
        error.excerpt = Some(excerpt(body, key));
        return error;
    };
    // JavaScript reads the text of a code, and which one it is nobody asks there: the list would cost its binary 200 bytes.
    let code =
        if cfg!(all(target_arch = "wasm32", feature = "wasm-client")) { Code::Other(code) } else { Code::from(code) };
    let mut error = Error::new(kind, code, redacted(&message.unwrap_or_default(), key));
    for (field, value) in json::members(details).iter() {
        let text = json::string(value).unwrap_or_else(|| lossy(value));
        error.details.push((field.to_owned(), redacted(&text, key)));
    }
    error
}

fn is_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The first 200 printable characters of a body.
fn excerpt(body: &[u8], key: Option<&Secret>) -> String {
    // Redact before cutting: half a key is still a secret.
    let head = body.get(..body.len().min(4096)).unwrap_or_default();
    let text = redacted(&lossy(head), key);
    let mut excerpt = String::new();
    let mut gap = false;
    for character in text.chars() {
        if character.is_control() || matches!(character, ' ' | '\u{2028}' | '\u{2029}') {
            gap = !excerpt.is_empty();
            continue;
        }
        if gap {
            excerpt.push(' ');
            gap = false;
        }
        excerpt.push(character);
    }
    excerpt.chars().take(200).collect()
}

/// A text without the key. The search is plain: that of `str::replace` would cost the wasm binary two kilobytes.
fn redacted(text: &str, key: Option<&Secret>) -> String {
    let key = key.map_or("", Secret::expose);
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if key.len() > 3
            && let Some(behind) = rest.strip_prefix(key)
        {
            redacted.push_str("[redacted]");
            rest = behind;
        } else {
            redacted.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    redacted
}

#[cfg(test)]
mod tests;
