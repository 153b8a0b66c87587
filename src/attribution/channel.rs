//! What a touch means: the API's `source` and `adPlatform`. The order is the product's own: click ids, then the ad platform's
//! URL template, then `utm_*`, then the page before; and a direct visit never overwrites what is known.

use serde::{Deserialize, Serialize};

use super::referrer;
use super::touch::{Touch, Touches};

/// How a visitor came, coarser than a campaign and finer than `source`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// A paid click.
    Ads,
    /// A post or a profile on a social network.
    Social,
    /// A chat.
    WhatsApp,
    /// A newsletter or a mail.
    Email,
    /// An unpaid search result.
    Search,
    /// A link on another site.
    Referral,
    /// A code at an event.
    Event,
    /// A campaign of a medium that we do not know.
    Other,
    /// Nothing is known: the address was typed, or the browser does not tell.
    Direct,
}

/// Where a lead came from, as the API spells it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Channel {
    /// How the visitor came.
    pub kind: Kind,
    /// The API's `source`.
    pub source: &'static str,
    /// The API's `adPlatform`, for paid clicks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ad_platform: Option<&'static str>,
}

/// The channel that gets the credit: the last touch that says anything, then the first, then direct.
#[must_use]
pub fn channel(touches: &Touches) -> Channel {
    [&touches.last, &touches.first]
        .into_iter()
        .flatten()
        .map(of_touch)
        .find(|channel| channel.kind != Kind::Direct)
        .unwrap_or(Channel::unpaid(Kind::Direct))
}

impl Channel {
    fn unpaid(kind: Kind) -> Self {
        let source = match kind {
            Kind::Ads => "ads",
            Kind::Social => "social",
            Kind::WhatsApp => "whatsapp",
            Kind::Email => "email",
            Kind::Referral => "referral",
            Kind::Event => "event",
            Kind::Other => "other",
            Kind::Search | Kind::Direct => "website",
        };
        Self { kind, source, ad_platform: None }
    }

    fn ads(platform: &'static str) -> Self {
        Self { ad_platform: Some(platform), ..Self::unpaid(Kind::Ads) }
    }
}

pub(crate) fn of_touch(touch: &Touch) -> Channel {
    let medium = touch.param("utm_medium").map(word).map(|medium| medium_kind(&medium));
    click(touch, medium)
        .or_else(|| url_template(touch))
        .or_else(|| campaign(touch, medium))
        .or_else(|| {
            touch
                .referrer
                .as_deref()
                .and_then(|page| referrer::kind(page, touch.landing.as_deref()))
                .map(Channel::unpaid)
        })
        .unwrap_or(Channel::unpaid(Kind::Direct))
}

/// Meta writes `fbclid` on unpaid links as well, so a medium that says "unpaid" is believed; the others stand on paid clicks only.
fn click(touch: &Touch, medium: Option<Kind>) -> Option<Channel> {
    const PLATFORMS: &[(&str, &str)] = &[
        ("gclid", "google"),
        ("gbraid", "google"),
        ("wbraid", "google"),
        ("fbclid", "meta"),
        ("ttclid", "tiktok"),
        ("li_fat_id", "linkedin"),
        ("msclkid", "other"),
    ];
    let unpaid = matches!(medium, Some(kind) if !matches!(kind, Kind::Ads | Kind::Other));
    PLATFORMS
        .iter()
        .find(|(name, _)| touch.params.contains_key(*name) && !(*name == "fbclid" && unpaid))
        .map(|(_, platform)| Channel::ads(platform))
}

/// The parameters that Meta's ad manager fills in; no unpaid link has them.
fn url_template(touch: &Touch) -> Option<Channel> {
    ["adset_id", "ad_id", "site_source_name", "ad_account_id"]
        .iter()
        .any(|name| touch.params.contains_key(*name))
        .then(|| Channel::ads("meta"))
}

fn campaign(touch: &Touch, medium: Option<Kind>) -> Option<Channel> {
    let source = touch.param("utm_source").map(word);
    let platform = source.as_deref().and_then(platform);
    if medium == Some(Kind::Ads) {
        return Some(Channel::ads(platform.unwrap_or("other")));
    }
    let by_source = source.as_deref().and_then(|source| match source {
        "whatsapp" | "wa" => Some(Kind::WhatsApp),
        "email" | "newsletter" | "mailchimp" => Some(Kind::Email),
        "direct" | "(direct)" => Some(Kind::Direct),
        "twitter" | "x" | "youtube" | "threads" | "telegram" | "pinterest" => Some(Kind::Social),
        _ => match platform {
            Some("google") => Some(Kind::Search),
            Some("meta" | "tiktok" | "linkedin") => Some(Kind::Social),
            _ => None,
        },
    });
    let known_medium = medium.filter(|kind| *kind != Kind::Other);
    let named = touch.params.keys().any(|name| name.starts_with("utm_"));
    known_medium.or(by_source).or(named.then_some(Kind::Other)).map(Channel::unpaid)
}

fn word(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace(['_', ' '], "-")
}

fn medium_kind(medium: &str) -> Kind {
    match medium {
        "cpc" | "ppc" | "cpm" | "cpv" | "cpa" | "cpl" | "ads" | "ad" | "sem" | "display" | "banner" | "retargeting"
        | "remarketing" => Kind::Ads,
        paid if paid.starts_with("paid") || paid.ends_with("-ads") || paid.ends_with("-paid") => Kind::Ads,
        "social" | "organic-social" | "social-organic" | "social-network" | "sosmed" | "bio" | "story" | "post" => {
            Kind::Social
        }
        "email" | "e-mail" | "newsletter" | "mail" => Kind::Email,
        "whatsapp" | "wa" | "chat" => Kind::WhatsApp,
        "organic" | "organic-search" => Kind::Search,
        "referral" | "affiliate" | "partner" => Kind::Referral,
        "event" | "offline" | "qr" | "qrcode" => Kind::Event,
        _ => Kind::Other,
    }
}

fn platform(source: &str) -> Option<&'static str> {
    Some(match source {
        "google" | "googleads" | "google-ads" | "adwords" | "gads" => "google",
        "meta" | "meta-ads" | "facebook" | "facebook-ads" | "fb" | "instagram" | "ig" | "messenger" | "an" | "msg" => {
            "meta"
        }
        "tiktok" | "tiktok-ads" | "tt" => "tiktok",
        "linkedin" | "linkedin-ads" | "li" => "linkedin",
        "posthog" => "posthog",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{CLICK_IDS, Consent};
    use serde_json::{Value, json};

    fn touch(params: Value) -> Touch {
        Touch::read(&json!({ "landing": "https://toko.example/", "params": params }), Consent::Granted)
    }

    fn credit(params: Value) -> (&'static str, Option<&'static str>) {
        let channel = of_touch(&touch(params));
        (channel.source, channel.ad_platform)
    }

    #[test]
    fn each_click_id_names_its_platform() {
        let expected = ["google", "google", "google", "meta", "tiktok", "linkedin", "other"];
        for (name, platform) in CLICK_IDS.iter().zip(expected) {
            assert_eq!(credit(json!({ *name: "x" })), ("ads", Some(platform)), "{name}");
        }
    }

    #[test]
    fn a_click_id_outweighs_what_the_campaign_says() {
        assert_eq!(
            credit(json!({ "gclid": "x", "utm_source": "newsletter", "utm_medium": "email" })),
            ("ads", Some("google"))
        );
    }

    #[test]
    fn an_unpaid_link_on_facebook_is_social_although_it_has_a_click_id() {
        assert_eq!(credit(json!({ "fbclid": "x", "utm_source": "instagram", "utm_medium": "bio" })), ("social", None));
        assert_eq!(credit(json!({ "fbclid": "x", "utm_medium": "paid_social" })), ("ads", Some("meta")));
        assert_eq!(credit(json!({ "fbclid": "x" })), ("ads", Some("meta")));
    }

    #[test]
    fn metas_url_template_stands_on_paid_links_only() {
        assert_eq!(credit(json!({ "ad_id": "1", "campaign_name": "Promo" })), ("ads", Some("meta")));
    }

    #[test]
    fn campaigns_are_read_by_medium_and_source() {
        assert_eq!(credit(json!({ "utm_source": "Google", "utm_medium": "CPC" })), ("ads", Some("google")));
        assert_eq!(credit(json!({ "utm_source": "fb", "utm_medium": "paid_social" })), ("ads", Some("meta")));
        assert_eq!(credit(json!({ "utm_source": "radio", "utm_medium": "cpm" })), ("ads", Some("other")));
        assert_eq!(credit(json!({ "utm_source": "google" })), ("website", None));
        assert_eq!(credit(json!({ "utm_source": "tiktok" })), ("social", None));
        assert_eq!(credit(json!({ "utm_source": "wa" })), ("whatsapp", None));
        assert_eq!(credit(json!({ "utm_medium": "email" })), ("email", None));
        assert_eq!(credit(json!({ "utm_campaign": "januari" })), ("other", None));
        assert_eq!(credit(json!({})), ("website", None));
    }

    #[test]
    fn a_direct_visit_never_overwrites() {
        let ad = touch(json!({ "gclid": "x" }));
        let direct = touch(json!({}));

        let channel = channel(&Touches { first: Some(ad), last: Some(direct) });

        assert_eq!((channel.source, channel.ad_platform), ("ads", Some("google")));
    }

    #[test]
    fn the_last_touch_that_says_anything_gets_the_credit() {
        let first = touch(json!({ "gclid": "x" }));
        let last = touch(json!({ "utm_source": "tiktok", "utm_medium": "cpc" }));

        assert_eq!(channel(&Touches { first: Some(first), last: Some(last) }).ad_platform, Some("tiktok"));
        assert_eq!(channel(&Touches::default()), Channel::unpaid(Kind::Direct));
    }

    #[test]
    fn the_page_before_counts_when_nothing_else_is_known() {
        let wire = json!({ "landing": "https://toko.example/", "referrer": "https://www.instagram.com/" });

        assert_eq!(of_touch(&Touch::read(&wire, Consent::Wait)).source, "social");
    }
}
