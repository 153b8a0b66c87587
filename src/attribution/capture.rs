//! Everything at once, for forms that are not ours: one arrival at a page becomes what a lead says of where it came from. It is given
//! what the browser knows and what was known before; keeping the result for the next page is the caller's part.

use indexmap::IndexMap;
use serde::Serialize;

use super::channel::{Channel, channel};
use super::instant::iso;
use super::names::CLICK_IDS;
use super::notes::{Heading, compose_notes};
use super::page::cookies;
use super::referrer;
use super::touch::{Touch, Touches, address};
use super::visit::{Session, Visits};

/// One arrival at a page.
#[derive(Clone, Debug, Default)]
pub struct Arrival<'a> {
    /// The page's address as the browser has it, with query and fragment.
    pub url: &'a str,
    /// The address of the page before, `document.referrer`.
    pub referrer: &'a str,
    /// The page's cookies, `document.cookie` or a `Cookie` header.
    pub cookie: &'a str,
    /// The time, in milliseconds since 1970.
    pub now: f64,
    /// What was known before.
    pub visits: Visits,
    /// Hosts that are ours, with all below them, besides the page's own.
    pub own_domains: &'a [String],
    /// Whether a new campaign begins a new session.
    pub campaign_starts_session: bool,
    /// The visitor's message, with which the notes begin.
    pub message: &'a str,
    /// What the notes say besides. Without [`Consent::Granted`](super::Consent::Granted) no click id and no cookie is used.
    pub heading: Heading<'a>,
}

/// What a lead says of where it came from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Captured {
    /// `source`, `adPlatform` and the channel.
    #[serde(flatten)]
    pub channel: Channel,
    /// The click ids of the last touch, byte for byte.
    pub click_ids: IndexMap<String, String>,
    /// The `utm_*` parameters of the last touch.
    pub utm: IndexMap<String, String>,
    /// The touches, for the next arrival.
    #[serde(flatten)]
    pub touches: Touches,
    /// The session, for the next arrival.
    pub session: Option<Session>,
    /// The lead's notes.
    pub notes: String,
}

/// Takes an arrival in.
///
/// ```
/// use konektor::attribution::{capture, Arrival, Consent, Heading};
///
/// let captured = capture(Arrival {
///     url: "https://toko.example/promo?utm_campaign=januari&gclid=Cj0K",
///     now: 1_764_000_000_000.0,
///     heading: Heading { consent: Consent::Granted, ..Heading::default() },
///     ..Arrival::default()
/// });
/// assert_eq!((captured.channel.source, captured.channel.ad_platform), ("ads", Some("google")));
/// assert_eq!(captured.click_ids["gclid"], "Cj0K");
/// ```
#[must_use]
pub fn capture(arrival: Arrival<'_>) -> Captured {
    let Arrival { url, visits, heading, .. } = arrival;
    let now = iso(arrival.now);
    let mut touch = Touch::from_page(url, heading.consent);
    touch.at = Some(now.clone());
    touch.referrer = Some(arrival.referrer)
        .filter(|page| referrer::foreign(page, Some(url), arrival.own_domains).is_some())
        .and_then(address);
    let mut visits = visits.arrive(&touch, &now, arrival.campaign_starts_session);
    // Platforms set their cookies once consent is there, often later than the touch: the browser's present ones count.
    // As they are written, since the order of parameters counts: a clock that was set back may give two arrivals one time.
    let written = |touch: &Option<Touch>| serde_json::to_string(touch).ok();
    let is_first = written(&visits.touches.first) == written(&visits.touches.last);
    if let Some(last) = &mut visits.touches.last {
        last.cookies = cookies(arrival.cookie);
        last.limit_to(heading.consent);
        if is_first {
            visits.touches.first = Some(last.clone());
        }
    }
    if let Some(first) = &mut visits.touches.first {
        first.limit_to(heading.consent);
    }
    let credited = visits.touches.last.clone().unwrap_or_default();
    let (mut click_ids, mut utm) = (IndexMap::new(), IndexMap::new());
    for (name, value) in credited.params {
        if CLICK_IDS.contains(&name.as_str()) {
            click_ids.insert(name, value);
        } else if name.starts_with("utm_") {
            utm.insert(name, value);
        }
    }
    Captured {
        channel: channel(&visits.touches),
        click_ids,
        utm,
        notes: compose_notes(arrival.message, heading, &visits.touches),
        touches: visits.touches,
        session: visits.session,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Consent, parse_notes};
    use proptest::prelude::*;

    const NOW: f64 = 1_764_000_000_000.0;
    const GRANTED: Heading<'_> = Heading {
        tracking_code: "",
        form: "",
        consent: Consent::Granted,
        language: crate::intake::Language::Id,
        fields: &[],
        agreed: &[],
    };

    fn arrive(url: &str, referrer: &str, before: Option<Captured>) -> Captured {
        let visits = before.map(|it| Visits { touches: it.touches, session: it.session }).unwrap_or_default();
        let own_domains = &["bayar.example".to_owned()];
        capture(Arrival { url, referrer, now: NOW, visits, own_domains, heading: GRANTED, ..Arrival::default() })
    }

    #[test]
    fn an_ad_that_is_followed_by_a_direct_visit_keeps_the_credit() {
        let ad = arrive("https://toko.example/?fbclid=Iw+AR&utm_source=ig", "https://l.instagram.com/?u=secret", None);
        let later =
            arrive("https://toko.example/kontak?session=secret", "https://www.bayar.example/ok", Some(ad.clone()));

        assert_eq!(
            (later.channel.source, later.channel.ad_platform, later.channel.name),
            ("ads", Some("meta"), "Paid Social")
        );
        assert_eq!(later.click_ids["fbclid"], "Iw+AR");
        assert_eq!(later.utm["utm_source"], "ig");
        assert_eq!(later.touches, ad.touches);
        let notes = parse_notes(&later.notes).block.unwrap();
        assert_eq!(notes.touches, later.touches);
        assert!(!later.notes.contains("secret"));
    }

    #[test]
    fn a_page_whose_address_is_too_long_to_keep_is_ours_all_the_same() {
        let page = format!("https://toko.example/{}", "p".repeat(400));

        let captured = arrive(&page, "https://www.toko.example/a", None);

        assert_eq!((captured.channel.name, captured.touches.last.unwrap().referrer), ("Direct", None));
    }

    #[test]
    fn the_browsers_present_cookies_count_and_only_with_consent() {
        let ad = arrive("https://toko.example/?gclid=x", "", None);
        let with = |consent| {
            let visits = Visits { touches: ad.touches.clone(), session: ad.session.clone() };
            let heading = Heading { consent, ..GRANTED };
            let (url, cookie) = ("https://toko.example/", "_ga=GA1.1.5.1764000000; sid=1");
            capture(Arrival { url, cookie, now: NOW, visits, heading, ..Arrival::default() })
        };

        assert_eq!(with(Consent::Granted).touches.last.unwrap().cookies["_ga"], "GA1.1.5.1764000000");
        let newer = arrive("https://toko.example/?ttclid=y&utm_source=tiktok", "", Some(ad.clone()));
        let visits = Visits { touches: newer.touches, session: newer.session };
        let heading = Heading { consent: Consent::Denied, ..GRANTED };
        let denied = capture(Arrival { url: "https://toko.example/", now: NOW, visits, heading, ..Arrival::default() });
        assert!(denied.touches.first.unwrap().params.is_empty());
        assert_eq!(denied.touches.last.unwrap().params.keys().collect::<Vec<_>>(), ["utm_source"]);
        for consent in [Consent::Denied, Consent::Wait] {
            let captured = with(consent);
            assert_eq!((captured.channel.source, captured.click_ids.len()), ("website", 0));
            assert!(!captured.notes.contains("gclid") && !captured.notes.contains("_ga"));
            assert_eq!(captured.touches.first, captured.touches.last);
        }
    }

    #[test]
    fn two_arrivals_of_one_time_are_two_if_their_parameters_stand_in_another_order() {
        const DAY: f64 = 86_400_000.0;
        let visits = [("?gclid=a&ttclid=b", NOW), ("?ttclid=b&gclid=a", NOW - DAY), ("?ttclid=b&gclid=a", NOW)]
            .into_iter()
            .fold(Visits::default(), |visits, (query, now)| {
                let url = ["https://toko.example/", query].concat();
                let captured = capture(Arrival { url: &url, now, visits, heading: GRANTED, ..Arrival::default() });
                Visits { touches: captured.touches, session: captured.session }
            });

        let order = |touch: Option<Touch>| touch.unwrap().params.into_keys().collect::<Vec<_>>();
        assert_eq!(order(visits.touches.first), ["gclid", "ttclid"]);
        assert_eq!(order(visits.touches.last), ["ttclid", "gclid"]);
    }

    #[test]
    fn the_result_is_written_as_the_package_documents_it() {
        let json = serde_json::to_value(arrive("https://toko.example/?gclid=x&utm_source=google", "", None)).unwrap();

        let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let expected = ["adPlatform", "channel", "clickIds", "first", "last", "notes", "session", "source", "utm"];
        assert_eq!(keys, expected);
        assert_eq!((&json["channel"], &json["source"]), (&"Paid Search".into(), &"ads".into()));
    }

    proptest! {
        #[test]
        fn any_arrival_gets_an_answer(url in "\\PC*", referrer in "\\PC*", cookie in "\\PC*", now in any::<f64>()) {
            let captured = capture(Arrival { url: &url, referrer: &referrer, cookie: &cookie, now, heading: GRANTED, ..Arrival::default() });
            prop_assert!(parse_notes(&captured.notes).block.is_some());
        }
    }
}
