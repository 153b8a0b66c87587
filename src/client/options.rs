//! What a caller may decide: once for a client, and again for some of its calls.

use std::time::Duration;

use crate::error::Error;
use crate::request::Secret;
use crate::retry::{DEFAULT_RETRIES, DEFAULT_TIMEOUT_MS};
use crate::text::joined;

/// How a client's calls behave.
///
/// ```
/// use std::time::Duration;
///
/// use konektor::client::Options;
///
/// let options = Options::with_key("knk_example").timeout(Duration::from_secs(10)).max_retries(4).header("X-Trace", "nightly");
/// assert!(!format!("{options:?}").contains("knk_example"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Where the API is: `https://konektor.id` unless told. Other than https only on the loopback.
    pub base_url: String,
    /// The API key. Keys are made in the Konektor dashboard under Workspace Settings → API Keys.
    ///
    /// Source: “Authentication”.
    pub api_key: Option<Secret>,
    /// Headers for every request, besides the client's own, which win. Of two with one name the later counts.
    pub headers: Vec<(String, String)>,
    /// The deadline of a call over all its attempts and waits: 30 seconds unless told.
    pub timeout: Duration,
    /// How often a call tries again, where repeating is safe: twice unless told.
    pub max_retries: u32,
    /// Whether to wait for the next window when the rate limit is used up, as it is unless told, or to earn a 429.
    ///
    /// Source: “Rate Limits”.
    pub pacing: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: "https://konektor.id".to_owned(),
            api_key: None,
            headers: Vec::new(),
            timeout: Duration::from_secs_f64(DEFAULT_TIMEOUT_MS / 1000.0),
            max_retries: DEFAULT_RETRIES,
            pacing: true,
        }
    }
}

impl Options {
    /// Options with a key.
    #[must_use]
    pub fn with_key(key: impl Into<String>) -> Self {
        Self { api_key: Some(Secret::new(key)), ..Self::default() }
    }

    /// The same with another [`base_url`](Self::base_url), such as a sandbox's.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The same with a further header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with another [`timeout`](Self::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The same with another number of [`max_retries`](Self::max_retries).
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The same with or without [`pacing`](Self::pacing).
    #[must_use]
    pub fn pacing(mut self, pacing: bool) -> Self {
        self.pacing = pacing;
        self
    }

    pub(super) fn overridden(&self, call: CallOptions) -> Self {
        let mut options = self.clone();
        options.timeout = call.timeout.unwrap_or(options.timeout);
        options.max_retries = call.max_retries.unwrap_or(options.max_retries);
        options.headers.extend(call.headers);
        options
    }

    pub(super) fn timeout_ms(&self) -> f64 {
        self.timeout.as_secs_f64() * 1000.0
    }

    /// A transport could only say of a header that HTTP does not allow that there was no answer.
    pub(super) fn check(&self) -> Result<(), Error> {
        let name = |name: &str| !name.is_empty() && name.bytes().all(is_token);
        let value = |value: &str| value.bytes().all(|byte| byte == b'\t' || byte == b' ' || byte.is_ascii_graphic());
        match self.headers.iter().find(|(a_name, a_value)| !name(a_name) || !value(a_value)) {
            None => Ok(()),
            Some((wrong, _)) if name(wrong) => {
                Err(Error::usage(joined(&["The header `", wrong, "` holds more than printable ASCII."])))
            }
            Some(_) => Err(Error::usage("A header's name is empty or holds a character that HTTP does not allow.")),
        }
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// What [`Client::with`](super::Client::with) decides anew. Whatever is left out is as the client was told.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// See [`Options::timeout`].
    pub timeout: Option<Duration>,
    /// See [`Options::max_retries`].
    pub max_retries: Option<u32>,
    /// Further headers, which win over the client's of the same name.
    pub headers: Vec<(String, String)>,
}

impl CallOptions {
    /// The same with a [`timeout`](Options::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same with a number of [`max_retries`](Options::max_retries).
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// The same with a further header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::transport::memory::{Canned, Memory, now_or_never};

    const LEAD: &str = r#"{"success":true,"data":{"id":"lead_1"}}"#;

    #[test]
    fn one_call_decides_anew_and_the_client_stays_as_it_was() {
        let memory = Memory::new([Canned::ok(LEAD), Canned::ok(LEAD)]);
        let client = memory.client();
        let call = CallOptions::default().timeout(Duration::from_secs(1)).header("x-trace", "7");

        now_or_never(client.with(call).leads().get("lead_1")).unwrap();
        now_or_never(client.leads().get("lead_1")).unwrap();

        let sent = memory.sent();
        assert_eq!((sent[0].timeout_ms, sent[0].header("X-Trace")), (1_000.0, Some("7")));
        assert_eq!((sent[1].timeout_ms, sent[1].header("X-Trace")), (30_000.0, None));
    }

    #[test]
    fn all_calls_of_a_client_wait_for_one_window_whatever_their_options() {
        let reset = (1_700_000_000 + 20).to_string();
        let used_up = Canned::ok(LEAD).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", &reset);
        let memory = Memory::new([used_up, Canned::ok(LEAD)]);
        let client = memory.client();

        now_or_never(client.with(CallOptions::default().max_retries(0)).leads().get("lead_1")).unwrap();
        now_or_never(client.clone().leads().get("lead_1")).unwrap();

        assert_eq!(memory.waits().len(), 1);
    }

    #[test]
    fn a_header_that_cannot_be_sent_is_a_usage_error_that_does_not_show_it() {
        let memory = Memory::new([]);
        for (name, value) in
            [("", "x"), ("a b", "x"), ("ä", "x"), ("x-trace", "secret\r\nx: y"), ("x-trace", "secretä")]
        {
            let client = memory.client().with(CallOptions::default().header(name, value));
            let error = now_or_never(client.leads().get("lead_1")).unwrap_err();
            assert_eq!(error.code, Code::UsageError, "{name}");
            assert!(!error.message.contains("secret"));
        }
        assert_eq!(memory.sent(), []);
    }
}
