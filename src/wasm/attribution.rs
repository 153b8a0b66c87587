//! What `konektor/attribution` asks of [`crate::attribution`] and [`crate::phone`]. Questions and answers are JSON text, because touches
//! keep the order of their parameters and may come out of a browser's storage, where anything can stand.

use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::attribution::{self, Arrival, Consent, Heading, Touches, Visits};
use crate::intake::Language;
use crate::phone;
use crate::validate::json::{self, Dialect};

/// Takes an arrival in: the JSON of an `Arrival` of the package, and of its `Captured`. What is missing is empty.
#[wasm_bindgen]
#[must_use]
pub fn capture(arrival: &[u8]) -> String {
    let checked = json::check(arrival, Dialect::Response).is_ok();
    let members = json::members(if checked { arrival } else { b"{}" });
    let text = |name| members.text(name).unwrap_or_default();
    // Whoever calls has asked: our own widget says more exactly what it was told.
    let consent = members.text("consent").map_or(Consent::Granted, |word| Consent::read(Some(&word)));
    let touches = members.get("touches").unwrap_or_default();
    let session = json::members(touches).get("session").and_then(|session| serde_json::from_slice(session).ok());
    let own_domains = members.get("ownDomains").and_then(|names| serde_json::from_slice(names).ok());
    let own_domains: Vec<String> = own_domains.unwrap_or_default();
    let captured = attribution::capture(Arrival {
        url: &text("url"),
        referrer: &text("referrer"),
        cookie: &text("cookie"),
        now: members.get("now").and_then(json::whole_number).unwrap_or(0) as f64,
        visits: Visits { touches: Touches::read(touches, consent), session },
        own_domains: &own_domains,
        campaign_starts_session: members.get("campaignStartsSession") == Some(b"true"),
        message: &text("message"),
        heading: Heading {
            tracking_code: &text("trackingCode"),
            form: &text("form"),
            consent,
            language: if text("language") == "en" { Language::En } else { Language::Id },
            fields: &[],
            agreed: &[],
        },
    });
    serde_json::to_string(&captured).unwrap_or_default()
}

/// Reads notes back: the JSON of the package's `ParsedNotes`.
#[wasm_bindgen(js_name = parseNotes)]
#[must_use]
pub fn parse_notes(notes: &str) -> String {
    serde_json::to_string(&attribution::parse_notes(notes)).unwrap_or_default()
}

/// Reads a phone number: the JSON of the package's `PhoneResult`.
#[wasm_bindgen(js_name = normalizePhone)]
#[must_use]
pub fn normalize_phone(text: &str) -> String {
    let read = match phone::normalise(text) {
        Some(number) => json!({ "digits": number.trim_start_matches('+') }),
        None => json!({ "reason": phone::why_not(text).map(phone::Reason::as_str) }),
    };
    read.to_string()
}
