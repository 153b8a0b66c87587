//! How a visitor's touches change with one more arrival. It is given what was known, the arrival and the time; where touches are kept,
//! and whether they may be, is the caller's matter.

use serde::{Deserialize, Serialize};

use super::instant::seconds_between;
use super::touch::{Touch, Touches};
use super::traffic::Traffic;

/// How long a touch counts, in seconds from when it was made: later arrivals do not prolong it.
pub const TOUCH_LIFE: i64 = 90 * 86_400;
/// How long a visitor may do nothing within one session, in seconds.
pub const SESSION_LIFE: i64 = 30 * 60;
/// How far a clock may be behind the one that wrote a time, in seconds.
pub const CLOCK_TOLERANCE: i64 = 86_400;

/// One stretch of a visitor's activity.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// When it began, in ISO 8601.
    pub started: String,
    /// When something was last heard of the visitor, in ISO 8601. It ends 30 minutes later.
    pub seen: String,
}

/// What is known of a visitor's visits.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Visits {
    /// The touches.
    pub touches: Touches,
    /// The session that goes on, or did.
    pub session: Option<Session>,
}

impl Visits {
    /// Takes an arrival in.
    ///
    /// The first touch is written once and stays for 90 days. The last is overwritten by an arrival that brings a campaign, a click id
    /// or a foreign referrer, and never by a direct one; loading the same address again within a session is no new arrival. With
    /// `campaign_starts_session` such an arrival begins a session as well.
    #[must_use]
    pub fn arrive(self, arrival: &Touch, now: &str, campaign_starts_session: bool) -> Self {
        let going_on = self.session.filter(|session| is_within(&session.seen, now, SESSION_LIFE));
        let alive = |touch: &Touch| touch.at.as_deref().is_some_and(|at| is_within(at, now, TOUCH_LIFE));
        let (first, last) = (self.touches.first.filter(alive), self.touches.last.filter(alive));
        let again = going_on.is_some() && last.as_ref().is_some_and(|last| is_same(last, arrival));
        let is_new = !again && overwrites(arrival);
        let started = match &going_on {
            Some(session) if !(is_new && campaign_starts_session) => session.started.clone(),
            _ => now.to_owned(),
        };
        // What came after a first touch that is forgotten is the first that is known.
        let first = first.or_else(|| last.clone()).unwrap_or_else(|| arrival.clone());
        let last = last.filter(|_| !is_new).unwrap_or_else(|| arrival.clone());
        Self {
            touches: Touches { first: Some(first), last: Some(last) },
            session: Some(Session { started, seen: now.to_owned() }),
        }
    }
}

/// Whether an arrival says how the visitor came.
fn overwrites(arrival: &Touch) -> bool {
    arrival.param("utm_nooverride") != Some("1") && Traffic::of(arrival).is_some()
}

/// A page that was loaded again.
fn is_same(one: &Touch, other: &Touch) -> bool {
    one.landing == other.landing && one.params == other.params && one.referrer == other.referrer
}

fn is_within(earlier: &str, now: &str, span: i64) -> bool {
    seconds_between(earlier, now).is_some_and(|age| (-CLOCK_TOLERANCE..span).contains(&age))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Consent;

    const AD: &str = "https://toko.example/promo?gclid=x&utm_campaign=januari";

    fn touch(page: &str, referrer: Option<&str>, at: &str) -> Touch {
        let referrer = referrer.map(str::to_owned);
        Touch { at: Some(at.to_owned()), referrer, ..Touch::from_page(page, Consent::Granted) }
    }

    /// The visits of one visitor, each a day and a time of 2026, a page and a referrer.
    fn visits(arrivals: &[(&str, &str, Option<&str>)], starts: bool) -> Visits {
        arrivals.iter().fold(Visits::default(), |visits, (time, page, referrer)| {
            let at = format!("2026-{time}.000Z");
            visits.arrive(&touch(page, *referrer, &at), &at, starts)
        })
    }

    fn landings(visits: &Visits) -> [&str; 2] {
        [&visits.touches.first, &visits.touches.last].map(|touch| touch.as_ref().unwrap().at.as_deref().unwrap())
    }

    #[test]
    fn the_first_touch_is_written_once_and_a_campaign_a_click_or_a_foreign_page_overwrites_the_last() {
        for (page, referrer) in [
            ("https://toko.example/?utm_source=tiktok", None),
            ("https://toko.example/?fbclid=y", None),
            ("https://toko.example/", Some("https://blog.example/")),
        ] {
            let visits = visits(&[("01-01T00:00:00", AD, None), ("01-02T00:00:00", page, referrer)], false);
            assert_eq!(landings(&visits), ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"], "{page}");
        }
    }

    #[test]
    fn a_direct_visit_our_own_page_and_a_payment_overwrite_nothing() {
        for (page, referrer) in [
            ("https://toko.example/", None),
            ("https://toko.example/b", Some("https://www.toko.example/a")),
            ("https://toko.example/thanks", Some("https://app.midtrans.com/")),
            ("https://toko.example/?utm_source=mail&utm_nooverride=1", None),
        ] {
            let visits = visits(&[("01-01T00:00:00", AD, None), ("01-02T00:00:00", page, referrer)], false);
            assert_eq!(landings(&visits), ["2026-01-01T00:00:00.000Z"; 2], "{page}");
        }
    }

    #[test]
    fn a_touch_counts_for_ninety_days_however_often_the_visitor_returns() {
        let direct = "https://toko.example/";
        let early = visits(&[("01-01T00:00:00", AD, None), ("03-31T23:59:59", direct, None)], false);
        assert_eq!(landings(&early), ["2026-01-01T00:00:00.000Z"; 2]);

        let late = visits(
            &[("01-01T00:00:00", AD, None), ("03-31T23:59:59", direct, None), ("04-01T00:00:00", direct, None)],
            false,
        );
        assert_eq!(landings(&late), ["2026-04-01T00:00:00.000Z"; 2]);
    }

    #[test]
    fn when_the_first_touch_is_forgotten_the_last_is_the_first_that_is_known() {
        let visits = visits(
            &[
                ("01-01T00:00:00", AD, None),
                ("03-01T00:00:00", "https://toko.example/?ttclid=z", None),
                ("04-15T00:00:00", "https://toko.example/", None),
            ],
            false,
        );

        assert_eq!(landings(&visits), ["2026-03-01T00:00:00.000Z"; 2]);
    }

    #[test]
    fn a_page_that_is_loaded_again_is_a_new_arrival_in_a_new_session_only() {
        let again = visits(&[("01-01T00:00:00", AD, None), ("01-01T00:29:59", AD, None)], true);
        assert_eq!(landings(&again), ["2026-01-01T00:00:00.000Z"; 2]);

        let later = visits(&[("01-01T00:00:00", AD, None), ("01-01T00:30:00", AD, None)], false);
        assert_eq!(landings(&later), ["2026-01-01T00:00:00.000Z", "2026-01-01T00:30:00.000Z"]);
    }

    #[test]
    fn a_session_ends_after_thirty_minutes_of_silence_and_with_a_new_campaign_if_asked() {
        let started = |visits: Visits| visits.session.unwrap().started;
        let page = "https://toko.example/";
        let active = [("01-01T00:00:00", page, None), ("01-01T00:20:00", page, None), ("01-01T00:40:00", page, None)];
        let silent = [("01-01T00:00:00", page, None), ("01-01T00:30:00", page, None)];
        let campaign = [("01-01T00:00:00", page, None), ("01-01T00:10:00", AD, None)];

        assert_eq!(started(visits(&active, true)), "2026-01-01T00:00:00.000Z");
        assert_eq!(started(visits(&silent, false)), "2026-01-01T00:30:00.000Z");
        assert_eq!(started(visits(&campaign, false)), "2026-01-01T00:00:00.000Z");
        assert_eq!(started(visits(&campaign, true)), "2026-01-01T00:10:00.000Z");
    }

    #[test]
    fn a_touch_without_a_time_or_from_the_future_is_forgotten() {
        for at in [None, Some("yesterday"), Some("2027-01-01T00:00:00.000Z")] {
            let odd = Touch { at: at.map(str::to_owned), ..Touch::from_page(AD, Consent::Granted) };
            let known = Visits { touches: Touches { first: Some(odd.clone()), last: Some(odd) }, session: None };
            let now = "2026-01-01T00:00:00.000Z";

            let visits = known.arrive(&touch("https://toko.example/", None, now), now, false);

            assert_eq!(landings(&visits), [now; 2]);
        }
    }
}
