//! What an analyst calls a visit's source and medium. It is given one touch and reads the strongest sign it has: a click id, then the
//! ad platform's URL template, then `utm_*`, then the page before. Which channel that makes is `group`'s matter.

use super::click::Click;
use super::names::META_ADS;
use super::referrer;
use super::site::{Kind, Site};
use super::touch::Touch;

/// The source and the medium of a visit, in lower case, with hyphens for spaces and underscores.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Traffic {
    pub source: String,
    pub medium: String,
    pub campaign: String,
    pub site: Option<Site>,
}

impl Traffic {
    /// The traffic that a touch tells of; `None` when it was a direct visit.
    pub fn of(touch: &Touch) -> Option<Self> {
        let utm = Self::utm(touch);
        if let Some(click) = Click::of(touch, utm.site)
            && !(click.name == "fbclid" && is_unpaid(&utm.medium))
        {
            return Some(Self::clicked(click, utm));
        }
        if META_ADS.iter().any(|name| touch.params.contains_key(*name)) {
            let platform = touch.param("site_source_name").map(word).and_then(|source| Site::of_source(&source));
            let site = platform.filter(|site| site.platform == "meta").or_else(|| Site::of_source("facebook"));
            return Some(utm.paid_by(site));
        }
        if touch.params.keys().any(|name| name.starts_with("utm_") && name != "utm_nooverride") {
            return Some(utm).filter(|utm| !utm.is_direct());
        }
        let (host, site) = referrer::foreign(touch.referrer.as_deref()?, touch.landing.as_deref(), &[])?;
        let medium = if site.is_some_and(|site| site.kind == Kind::Search) { "organic" } else { "referral" };
        Some(Self { source: host, medium: medium.to_owned(), campaign: String::new(), site })
    }

    fn utm(touch: &Touch) -> Self {
        let said = |name: &str| touch.param(name).map(word).unwrap_or_default();
        let source = said("utm_source");
        Self { site: Site::of_source(&source), source, medium: said("utm_medium"), campaign: said("utm_campaign") }
    }

    /// Analytics' own words for a direct visit, which some links repeat.
    fn is_direct(&self) -> bool {
        matches!(self.source.as_str(), "direct" | "(direct)")
            && matches!(self.medium.as_str(), "" | "none" | "(none)" | "(not-set)")
    }

    /// A click id means that the click was paid, whatever the link says; what kind of ad it was the link may know better.
    fn clicked(click: Click, utm: Self) -> Self {
        if click.is_share() {
            let medium = if utm.medium.is_empty() { "social".to_owned() } else { utm.medium };
            return Self { medium, site: click.site, ..utm };
        }
        if click.name == "irclid" {
            return Self { medium: "paid-affiliate".to_owned(), site: None, ..utm };
        }
        if click.name == "dclid" && !is_paid(&utm.medium) {
            return Self { medium: "display".to_owned(), site: click.site, ..utm };
        }
        utm.paid_by(click.site)
    }

    fn paid_by(self, site: Option<Site>) -> Self {
        let paid = is_paid(&self.medium) || is_display(&self.medium);
        let medium = if paid { self.medium } else { "cpc".to_owned() };
        // `youtube` says more than `google` does, where both are the same platform's.
        let closer =
            self.site.filter(|own| site.is_some_and(|site| own.platform == site.platform && own.platform != "other"));
        Self { medium, site: closer.or(site), ..self }
    }
}

/// A word as it is compared.
fn word(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

/// GA4's media of paid traffic, and those that people here write for them.
pub(crate) fn is_paid(medium: &str) -> bool {
    medium.contains("cp")
        || matches!(medium, "ppc" | "retargeting" | "remarketing" | "ads" | "ad" | "sem")
        || medium.starts_with("paid")
        || medium.ends_with("-ads")
        || medium.ends_with("-paid")
}

/// GA4's media of display ads.
pub(crate) fn is_display(medium: &str) -> bool {
    matches!(medium, "display" | "banner" | "expandable" | "interstitial" | "cpm")
}

/// GA4's media of social networks, and those that people here write for them.
pub(crate) fn is_social(medium: &str) -> bool {
    matches!(
        medium,
        "social"
            | "social-network"
            | "social-media"
            | "sm"
            | "organic-social"
            | "social-organic"
            | "sosmed"
            | "bio"
            | "story"
            | "post"
    )
}

pub(crate) fn is_email(word: &str) -> bool {
    matches!(word, "email" | "e-mail" | "mail" | "newsletter")
}

pub(crate) fn is_chat(medium: &str) -> bool {
    matches!(medium, "whatsapp" | "wa" | "chat")
}

pub(crate) fn is_referral(medium: &str) -> bool {
    matches!(medium, "referral" | "app" | "link" | "partner")
}

/// Facebook writes `fbclid` on unpaid links as well, so a medium that says "unpaid" is believed there.
fn is_unpaid(medium: &str) -> bool {
    !is_paid(medium)
        && (is_social(medium)
            || is_email(medium)
            || is_chat(medium)
            || is_referral(medium)
            || matches!(
                medium,
                "organic" | "organic-search" | "affiliate" | "sms" | "event" | "offline" | "qr" | "qrcode"
            ))
}
