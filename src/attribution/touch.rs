//! A touch: what a page noted about one arrival. Reading it never fails, since a visitor's odd browser must not cost a lead:
//! what is not on the list, not a string, or longer than any real value is left out whole, never cut.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::names::{CLICK_IDS, COOKIES, spelled};
use super::referrer;
use super::value::{is_cookie, is_param, is_printable};
use crate::validate::json::{self, Members};

/// The longest address kept, in bytes, after its query is dropped.
pub const ADDRESS_LIMIT: usize = 300;

/// What the visitor allowed. Without [`Consent::Granted`] no click id and no cookie is used or passed on.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    /// The visitor agreed.
    Granted,
    /// The visitor refused.
    Denied,
    /// Nothing was said yet.
    #[default]
    Wait,
}

impl Consent {
    /// Reads the wire's word; anything else is no consent.
    #[must_use]
    pub fn read(word: Option<&str>) -> Self {
        match word {
            Some("granted") => Self::Granted,
            Some("denied") => Self::Denied,
            _ => Self::Wait,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Wait => "wait",
        }
    }
}

/// One arrival at the site.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Touch {
    /// When, in ISO 8601, by the visitor's clock.
    pub at: Option<String>,
    /// The page's address, without query and fragment.
    pub landing: Option<String>,
    /// The address of the page before, without query and fragment.
    pub referrer: Option<String>,
    /// URL parameters on the list, by name, in the order of the address: of click ids the last decides.
    pub params: IndexMap<String, String>,
    /// Cookies on the list, by name.
    pub cookies: IndexMap<String, String>,
}

/// The first and the last touch of a visitor.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Touches {
    /// The arrival that made the visitor known.
    pub first: Option<Touch>,
    /// The latest arrival.
    pub last: Option<Touch>,
}

impl Touches {
    /// Reads the wire's `touch` member, JSON that has been checked, and forgets what consent does not cover.
    #[must_use]
    pub fn read(wire: &[u8], consent: Consent) -> Self {
        let wire = json::members(wire);
        let touch =
            |name: &str| wire.get(name).filter(|touch| touch.starts_with(b"{")).map(|it| Touch::read(it, consent));
        Self { first: touch("first"), last: touch("last") }
    }

    /// Forgets pages before that sent nobody: those of our own hosts, and those that hand a visitor back.
    pub(crate) fn without_self_referrals(mut self, own_domains: &[String]) -> Self {
        for touch in [&mut self.first, &mut self.last].into_iter().flatten() {
            let landing = touch.landing.as_deref();
            touch.referrer =
                touch.referrer.take().filter(|page| referrer::foreign(page, landing, own_domains).is_some());
        }
        self
    }
}

impl Touch {
    /// Reads one touch, JSON that has been checked, and forgets what consent does not cover. It is read as text, because values of
    /// JSON do not keep the order of their members.
    #[must_use]
    pub fn read(wire: &[u8], consent: Consent) -> Self {
        let wire = json::members(wire);
        let listed = |name: &str| json::members(wire.get(name).unwrap_or_default());
        let mut touch = Self {
            at: text(&wire, "at").filter(|at| is_instant(at)),
            landing: text(&wire, "landing").as_deref().and_then(address),
            referrer: text(&wire, "referrer").as_deref().and_then(address),
            params: pairs(&listed("params"), spelled, is_param),
            cookies: pairs(&listed("cookies"), cookie, is_cookie),
        };
        touch.limit_to(consent);
        touch
    }

    /// Forgets click ids and cookies unless consent was granted.
    pub(crate) fn limit_to(&mut self, consent: Consent) {
        if consent != Consent::Granted {
            self.params.retain(|name, _| !CLICK_IDS.contains(&name.as_str()));
            self.cookies.clear();
        }
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(String::as_str)
    }
}

fn text(wire: &Members<'_>, name: &str) -> Option<String> {
    wire.text(name).filter(|text| !text.is_empty()).map(std::borrow::Cow::into_owned)
}

fn cookie(name: &str) -> Option<&'static str> {
    COOKIES.iter().copied().find(|listed| *listed == name)
}

/// The members that are listed and can be true; of one name the first.
fn pairs(
    members: &Members<'_>,
    spelled: impl Fn(&str) -> Option<&'static str>,
    is_good: impl Fn(&str, &str) -> bool,
) -> IndexMap<String, String> {
    let mut pairs = IndexMap::new();
    for (name, value) in members.iter() {
        if let (Some(name), Some(value)) = (spelled(name), json::string(value))
            && is_good(name, &value)
            && !pairs.contains_key(name)
        {
            pairs.insert(name.to_owned(), value.into_owned());
        }
    }
    pairs
}

/// Loose on purpose: the text is shown to people, never computed with.
pub(crate) fn is_instant(text: &str) -> bool {
    text.len() <= 35 && text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.TZ+".contains(&byte))
}

/// An address without the parts that may name a person (user, query, fragment).
pub(crate) fn address(text: &str) -> Option<String> {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let bare = &text[..end];
    let (scheme, rest) = bare.split_once("://")?;
    let known = matches!(scheme, "http" | "https" | "android-app" | "ios-app");
    let host_end = rest.find('/').unwrap_or(rest.len());
    let host = rest[..host_end].rsplit_once('@').map_or(&rest[..host_end], |(_, host)| host);
    let kept = format!("{scheme}://{host}{}", &rest[host_end..]);
    (known && !host.is_empty() && kept.len() <= ADDRESS_LIMIT && is_printable(&kept)).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn only_names_on_the_list_are_kept() {
        let wire = json!({
            "at": "2026-11-24T03:00:00.000Z",
            "landing": "https://toko.example/promo?email=a@b.example#x",
            "referrer": "https://www.google.com/search?q=secret",
            "params": { "utm_source": "google", "gclid": "Cj0K~-_.A", "session": "s3cret" },
            "cookies": { "_ga": "GA1.1.1.1764000000", "_fbp": "fb.1.2.3", "sid": "s3cret" },
        });

        let touch = Touch::read(wire.to_string().as_bytes(), Consent::Granted);

        assert_eq!(touch.landing.as_deref(), Some("https://toko.example/promo"));
        assert_eq!(touch.referrer.as_deref(), Some("https://www.google.com/search"));
        assert_eq!(touch.param("gclid"), Some("Cj0K~-_.A"));
        assert_eq!(touch.params.len(), 2);
        assert_eq!(touch.cookies.len(), 1);
    }

    #[test]
    fn without_consent_no_click_id_and_no_cookie_is_kept() {
        let wire = json!({ "params": { "utm_source": "google", "gclid": "x" }, "cookies": { "_ga": "y" } });

        for consent in [Consent::Denied, Consent::Wait] {
            let touch = Touch::read(wire.to_string().as_bytes(), consent);
            assert_eq!(touch.params.keys().collect::<Vec<_>>(), ["utm_source"]);
            assert!(touch.cookies.is_empty());
        }
    }

    #[test]
    fn parameters_keep_the_order_in_which_they_came() {
        let wire = br#"{"first": {"params": {"utm_source": "x", "TTCLID": "1", "gclid": "2", "fbclid": "3"}}}"#;

        let params = Touches::read(wire, Consent::Granted).first.unwrap().params;

        assert_eq!(params.keys().collect::<Vec<_>>(), ["utm_source", "ttclid", "gclid", "fbclid"]);
    }

    #[test]
    fn an_odd_touch_is_an_empty_touch() {
        for wire in [
            json!(null),
            json!([]),
            json!({ "params": [1], "cookies": 3, "landing": {}, "at": "yesterday", "referrer": "javascript:alert(1)" }),
        ] {
            assert_eq!(Touch::read(wire.to_string().as_bytes(), Consent::Granted), Touch::default());
        }
        assert_eq!(Touches::read(br#""x""#, Consent::Granted), Touches::default());
    }

    #[test]
    fn a_value_too_long_or_with_control_characters_is_left_out_whole() {
        let wire = json!({ "params": { "gclid": "x".repeat(513), "utm_source": "a\nb", "utm_medium": "a\u{202e}b", "utm_term": "x".repeat(512) } });

        assert_eq!(
            Touch::read(wire.to_string().as_bytes(), Consent::Granted).params.keys().collect::<Vec<_>>(),
            ["utm_term"]
        );
    }

    #[test]
    fn an_address_loses_the_user_that_stands_in_it() {
        assert_eq!(address("https://me:pw@a.example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(address("https:///x"), None);
    }

    proptest! {
        #[test]
        fn a_click_id_is_kept_byte_for_byte(id in "[!-z][!-~]{0,299}") {
            prop_assume!(!id.starts_with("__"));
            let touch = Touch::read(json!({ "params": { "fbclid": id } }).to_string().as_bytes(), Consent::Granted);
            prop_assert_eq!(touch.param("fbclid"), Some(id.as_str()));
        }

        #[test]
        fn any_address_gets_an_answer(text in "\\PC*") {
            let _ = address(&text);
        }
    }
}
