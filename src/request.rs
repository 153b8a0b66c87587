//! Builds the HTTP request of an operation: checks the input by the operation's table, makes the URL, sets the headers.
//! Nothing is sent here, and nothing is sent that did not pass here.

use crate::endpoint::{Input, Operation};
use crate::error::{Code, Error, Kind};
use crate::text::{joined, lossy};
use crate::validate::json::{self, Members};
use crate::validate::{UnknownFields, rules};

/// Text that never shows in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret in.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret itself, by value.
    #[must_use]
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Where requests go, and as whom.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Target {
    /// `https://…`; `http://` on the loopback only; or a path of the page's own origin, which needs no key.
    pub base_url: String,
    /// The API key.
    pub api_key: Option<Secret>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
}

impl Target {
    /// A target without a key or further headers.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into(), api_key: None, headers: Vec::new() }
    }
}

/// A plain HTTP request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// The headers. The `Authorization` among them is a secret.
    pub headers: Vec<(String, Secret)>,
    /// Whether the input is sent as the body.
    pub has_body: bool,
}

/// Builds the request of an operation; `input` is JSON text, of the body or of the query as one object.
///
/// # Errors
/// Those of [`check`]; `USAGE_ERROR` says what is wrong with the target or the id.
pub fn build(operation: &Operation, target: &Target, id: &str, input: Option<&[u8]>) -> Result<Request, Error> {
    check(operation, input)?;
    let mut url = joined(&[base_url(&target.base_url)?, operation.path]);
    if let Some(prefix) = url.strip_suffix(":id") {
        url = joined(&[prefix, &path_segment(id)?]);
    }
    if let (Input::Query(_), Some(input)) = (&operation.input, input) {
        append_query(&mut url, input);
    }
    let has_body = matches!(operation.input, Input::Body { .. });
    let accept = if operation.scope.is_some() { JSON } else { "text/markdown, text/plain" };
    let headers = headers(target, accept, operation.scope.is_some(), has_body)?;
    Ok(Request { method: operation.method, url, headers, has_body })
}

/// Builds a request that no operation stands for: the way to what the API has grown since. `path` is below the base URL and may
/// hold a query; a body is sent as it is.
///
/// # Errors
/// `USAGE_ERROR` says what is wrong with the target, the method or the path.
pub fn build_custom(method: &str, path: &str, target: &Target, has_body: bool) -> Result<Request, Error> {
    let method = METHODS
        .into_iter()
        .find(|known| *known == method)
        .ok_or_else(|| Error::usage("The method has to be GET, POST, PUT, PATCH or DELETE."))?;
    if method == "GET" && has_body {
        return Err(Error::usage("A GET has no body; its query stands in the path."));
    }
    if !is_path(path) {
        return Err(Error::usage("The path has to begin with one slash and be encoded, without `..` or a fragment."));
    }
    let url = joined(&[base_url(&target.base_url)?, path]);
    Ok(Request { method, url, headers: headers(target, JSON, true, has_body)?, has_body })
}

/// Checks what an operation is given, by its table and by what no table can say.
///
/// # Errors
/// `VALIDATION_ERROR` names the fields that break rules; `USAGE_ERROR` says what cannot be asked for together.
pub fn check(operation: &Operation, input: Option<&[u8]>) -> Result<(), Error> {
    match (&operation.input, input) {
        (Input::None, _) | (Input::Query(_), None) => Ok(()),
        (Input::Query(schema), Some(input)) => {
            crate::validate::request(input, schema, UnknownFields::Refuse)?;
            check_query(&json::members(input))
        }
        (Input::Body { schema, needs_a_field }, input) => {
            let input = input.unwrap_or_default();
            crate::validate::request(input, schema, UnknownFields::Refuse)?;
            if *needs_a_field && json::members(input).is_empty() {
                let message = "An update needs at least one field, nothing was sent.";
                return Err(Error::new(Kind::Validation, Code::ValidationError, message));
            }
            Ok(())
        }
    }
}

const JSON: &str = "application/json";

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

fn headers(target: &Target, accept: &str, authorized: bool, has_body: bool) -> Result<Vec<(String, Secret)>, Error> {
    let mut headers = vec![("accept".to_owned(), Secret::new(accept))];
    if has_body {
        headers.push(("content-type".to_owned(), Secret::new(JSON)));
    }
    if authorized {
        match &target.api_key {
            Some(key) => headers.push(("authorization".to_owned(), bearer(key)?)),
            None if target.base_url.starts_with('/') => {}
            None => {
                return Err(Error::usage(
                    "An API key is needed: pass `apiKey` or set KONEKTOR_API_KEY. Keys are made in the dashboard, Workspace Settings → API Keys.",
                ));
            }
        }
    }
    let ours = headers.len();
    for (name, value) in &target.headers {
        let taken = headers.iter().position(|(taken, _)| taken.eq_ignore_ascii_case(name));
        match taken.and_then(|at| Some((at, headers.get_mut(at)?))) {
            // Of the caller's own, the last one counts; ours stay.
            Some((at, (_, earlier))) if at >= ours => *earlier = Secret::new(value.clone()),
            Some(_) => {}
            None if name.eq_ignore_ascii_case("authorization") => {}
            None => headers.push((name.clone(), Secret::new(value.clone()))),
        }
    }
    Ok(headers)
}

fn bearer(key: &Secret) -> Result<Secret, Error> {
    let printable = key.expose().bytes().all(|byte| byte.is_ascii_graphic());
    if key.expose().is_empty() || !printable {
        return Err(Error::usage("The API key is empty or holds a character that no key has."));
    }
    Ok(Secret::new(joined(&["Bearer ", key.expose()])))
}

/// The base URL without a slash at its end, if requests may be sent there.
fn base_url(url: &str) -> Result<&str, Error> {
    let trimmed = url.trim_end_matches('/');
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\@".contains(&byte));
    if !plain(trimmed) {
        return Err(Error::usage("The base URL may hold neither credentials, spaces, a query nor a fragment."));
    }
    if let Some(rest) = trimmed.strip_prefix("http://") {
        let authority = until(rest, b'/');
        if !is_loopback(authority) {
            return Err(Error::usage(
                "The base URL has to be https: the API key would travel in the clear. Only the loopback may be http.",
            ));
        }
    } else if let Some(rest) = trimmed.strip_prefix("https://") {
        if rest.is_empty() || rest.starts_with(['/', ':']) {
            return Err(Error::usage("The base URL has no host."));
        }
    } else if !trimmed.starts_with('/') || trimmed.starts_with("//") {
        return Err(Error::usage(
            "The base URL has to begin with https:// or be a path of the page's own origin, such as /api/konektor.",
        ));
    }
    Ok(trimmed)
}

/// What stands before the first `end`, or all of it.
fn until(text: &str, end: u8) -> &str {
    let at = text.bytes().position(|byte| byte == end).unwrap_or(text.len());
    text.get(..at).unwrap_or_default()
}

fn is_loopback(authority: &str) -> bool {
    if authority == "[::1]" || authority.starts_with("[::1]:") {
        return true;
    }
    let host = until(authority, b':');
    let numbers_and_dots = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    host == "localhost" || host.starts_with("127.") && numbers_and_dots
}

/// An identifier as one segment of a path.
fn path_segment(id: &str) -> Result<String, Error> {
    if id.is_empty() || id.len() > 500 || id == "." || id == ".." {
        return Err(Error::usage("The lead's id is empty or is none."));
    }
    let mut segment = String::new();
    percent_encode(&mut segment, id);
    Ok(segment)
}

/// Whether a path with its query leads nowhere but below the base URL. A dot that begins a segment, and an encoded one, may be
/// taken for a step up by `fetch` or by a server.
fn is_path(path: &str) -> bool {
    let bytes = path.as_bytes();
    let plain = bytes.iter().all(|byte| byte.is_ascii_graphic() && !b"#\\".contains(byte));
    let leads_away = bytes.windows(2).any(|pair| pair == b"//" || pair == b"/.")
        || bytes.windows(3).any(|dot| dot.eq_ignore_ascii_case(b"%2e"));
    plain && !leads_away && bytes.first() == Some(&b'/')
}

/// Appends text as it may stand in a path's segment or a query. `form_urlencoded` does it by a table of 768 bytes.
fn percent_encode(url: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 });
            url.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// What no table says of a query.
fn check_query(members: &Members<'_>) -> Result<(), Error> {
    if members.get("cursor").is_some() && members.get("page").is_some() {
        return Err(Error::usage("Ask for a page either by `cursor` or by `page`, not by both."));
    }
    for (from, to) in [("createdFrom", "createdTo"), ("from", "to")] {
        if let (Some(first), Some(last)) = (members.text(from), members.text(to))
            && rules::is_after(&first, &last)
        {
            let message = joined(&["`", from, "` is after `", to, "`, nothing was sent."]);
            let details = vec![(from.to_owned(), joined(&["After ", to]))];
            return Err(
                Error::new(Kind::Validation, Code::ValidationError, message).with(|error| error.details = details)
            );
        }
    }
    Ok(())
}

/// Appends an input that has been checked.
fn append_query(url: &mut String, input: &[u8]) {
    for (number, (name, value)) in json::members(input).iter().enumerate() {
        url.push(if number == 0 { '?' } else { '&' });
        percent_encode(url, name);
        url.push('=');
        percent_encode(url, &json::string(value).unwrap_or_else(|| lossy(value)));
    }
}

#[cfg(test)]
mod tests;
