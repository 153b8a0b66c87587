//! Whose click brought a visitor: the platform of the click id that decides. It is given a touch, and leaves what follows from the
//! platform to the channel.

use super::site::Site;
use super::touch::Touch;

/// Each click id with the site whose ad, or whose share button, writes it.
const SITES: &[(&str, &str)] = &[
    ("gclid", "google"),
    ("gbraid", "google"),
    ("wbraid", "google"),
    ("gad_source", "google"),
    ("gad_campaignid", "google"),
    ("gclsrc", "google"),
    ("dclid", "google"),
    ("fbclid", "facebook"),
    ("ttclid", "tiktok"),
    ("li_fat_id", "linkedin"),
    ("msclkid", "bing"),
    ("twclid", "twitter"),
    ("epik", "pinterest"),
    ("rdt_cid", "reddit"),
    ("ScCid", "snapchat"),
    ("yclid", "yandex"),
    ("qclid", "quora"),
    ("irclid", "impact"),
    ("igshid", "instagram"),
];

/// A click that a touch tells of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Click {
    pub name: &'static str,
    /// `None` for a network of affiliates, which is no site.
    pub site: Option<Site>,
}

impl Click {
    /// The click that decides: of the platform that `utm_source` names if there is one, else the last in the address.
    pub fn of(touch: &Touch, source: Option<Site>) -> Option<Self> {
        let clicks = || {
            let known = touch.params.keys().rev().filter_map(|name| SITES.iter().find(|(listed, _)| listed == name));
            known.map(|(name, site)| Self { name, site: Site::of_source(site) })
        };
        let named = source.and_then(|source| clicks().find(|click| click.is_of(source)));
        // A share is weaker than any click on an ad.
        named.or_else(|| clicks().find(|click| !click.is_share())).or_else(|| clicks().next())
    }

    /// Instagram's own mark of a link that somebody shared: no ad was clicked.
    pub fn is_share(&self) -> bool {
        self.name == "igshid"
    }

    /// Facebook's and Instagram's ads are one platform, as are Google's and YouTube's.
    fn is_of(&self, source: Site) -> bool {
        self.site.is_some_and(|site| {
            site.name == source.name || site.platform == source.platform && site.platform != "other"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{CLICK_IDS, Consent};

    #[test]
    fn every_click_id_has_its_platform() {
        for name in CLICK_IDS {
            assert!(SITES.iter().any(|(listed, _)| listed == name), "{name}");
        }
        for (name, site) in SITES {
            assert!(CLICK_IDS.contains(name), "{name}");
            assert_eq!(Site::of_source(site).is_none(), *name == "irclid", "{site}");
        }
    }

    #[test]
    fn of_two_platforms_the_source_decides_and_else_the_last_in_the_address() {
        for (query, source, expected) in [
            ("gclid=1&fbclid=2", None, "fbclid"),
            ("fbclid=2&gclid=1", None, "gclid"),
            ("fbclid=2&gclid=1", Some("ig"), "fbclid"),
            ("gclid=1&fbclid=2", Some("google"), "gclid"),
            ("gclid=1&fbclid=2", Some("youtube"), "gclid"),
            ("gclid=1&fbclid=2", Some("tiktok"), "fbclid"),
            ("msclkid=1&twclid=2", Some("bing"), "msclkid"),
            ("gclid=1&igshid=2", None, "gclid"),
            ("gclid=1&gclid=3&fbclid=2", None, "fbclid"),
        ] {
            let touch = Touch::from_page(&format!("https://a.example/?{query}"), Consent::Granted);
            let click = Click::of(&touch, source.and_then(Site::of_source)).unwrap();
            assert_eq!(click.name, expected, "{query} {source:?}");
        }
    }
}
