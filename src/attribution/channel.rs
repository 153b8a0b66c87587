//! What a touch means: the API's `source` and `adPlatform`, and the channel that reports have. A direct visit never overwrites what is
//! known.

use serde::Serialize;

use super::group::{self, UNASSIGNED};
use super::site::Kind;
use super::touch::Touches;
use super::traffic::{Traffic, is_chat};

/// Where a lead came from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Channel {
    /// The API's `source`.
    pub source: &'static str,
    /// The API's `adPlatform`, for paid clicks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ad_platform: Option<&'static str>,
    /// The channel as Google Analytics 4 calls it: `Paid Search`, `Organic Social`, `Direct` …
    #[serde(rename = "channel")]
    pub name: &'static str,
}

/// The channel that gets the credit: the last touch that says anything, then the first, then direct.
#[must_use]
pub fn channel(touches: &Touches) -> Channel {
    let direct = Channel { source: "website", ad_platform: None, name: "Direct" };
    [&touches.last, &touches.first].into_iter().flatten().find_map(Traffic::of).map_or(direct, |traffic| of(&traffic))
}

/// The channel of one visit.
pub(crate) fn of(traffic: &Traffic) -> Channel {
    let name = group::group(traffic);
    if group::is_ads(name) {
        let platform = traffic.site.map_or("other", |site| site.platform);
        return Channel { source: "ads", ad_platform: Some(platform), name };
    }
    let source = match name {
        _ if traffic.is(Kind::WhatsApp) || is_chat(&traffic.medium) => "whatsapp",
        "Organic Social" => "social",
        "Organic Video" if traffic.is(Kind::Video) => "social",
        "Organic Search" => "website",
        "Organic Shopping" | "AI Assistant" | "Referral" | "Affiliates" => "referral",
        "Email" => "email",
        UNASSIGNED if matches!(traffic.medium.as_str(), "event" | "offline" | "qr" | "qrcode") => "event",
        _ => "other",
    };
    Channel { source, ad_platform: None, name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Consent, Touch};
    use serde_json::{Value, json};

    fn touch(params: Value) -> Touch {
        Touch::read(
            json!({ "landing": "https://toko.example/", "params": params }).to_string().as_bytes(),
            Consent::Granted,
        )
    }

    fn credit(params: Value) -> (&'static str, Option<&'static str>) {
        let channel = channel(&Touches { first: None, last: Some(touch(params)) });
        (channel.source, channel.ad_platform)
    }

    #[test]
    fn a_click_id_without_a_campaign_means_a_paid_click() {
        for (name, platform, group) in [
            ("gclid", "google", "Paid Search"),
            ("gbraid", "google", "Paid Search"),
            ("wbraid", "google", "Paid Search"),
            ("gad_source", "google", "Paid Search"),
            ("gad_campaignid", "google", "Paid Search"),
            ("gclsrc", "google", "Paid Search"),
            ("dclid", "google", "Display"),
            ("fbclid", "meta", "Paid Social"),
            ("ttclid", "tiktok", "Paid Social"),
            ("li_fat_id", "linkedin", "Paid Social"),
            ("msclkid", "other", "Paid Search"),
            ("twclid", "other", "Paid Social"),
            ("epik", "other", "Paid Social"),
            ("rdt_cid", "other", "Paid Social"),
            ("ScCid", "other", "Paid Social"),
            ("yclid", "other", "Paid Search"),
            ("qclid", "other", "Paid Social"),
            ("irclid", "other", "Paid Other"),
        ] {
            let channel = channel(&Touches { first: Some(touch(json!({ (name): "x" }))), last: None });
            assert_eq!((channel.source, channel.ad_platform, channel.name), ("ads", Some(platform), group), "{name}");
        }
        // A share is no ad.
        assert_eq!(credit(json!({ "igshid": "x" })), ("social", None));
    }

    #[test]
    fn what_kind_of_ad_was_clicked_the_campaign_may_know_better() {
        let of = |params| channel(&Touches { first: None, last: Some(touch(params)) });
        let video = of(json!({ "gclid": "x", "utm_source": "youtube", "utm_medium": "cpc" }));
        assert_eq!((video.ad_platform, video.name), (Some("google"), "Paid Video"));
        let display = of(json!({ "gclid": "x", "utm_source": "google", "utm_medium": "display" }));
        assert_eq!((display.ad_platform, display.name), (Some("google"), "Display"));
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
        assert_eq!(credit(json!({ "utm_source": "expo", "utm_medium": "qr" })), ("event", None));
        assert_eq!(credit(json!({ "utm_source": "shopee" })), ("referral", None));
        assert_eq!(credit(json!({ "utm_source": "(direct)", "utm_medium": "(none)" })), ("website", None));
        assert_eq!(credit(json!({ "utm_source": "direct", "utm_medium": "sms" })), ("other", None));
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
        assert_eq!(channel(&Touches::default()), Channel { source: "website", ad_platform: None, name: "Direct" });
    }

    #[test]
    fn the_page_before_counts_when_nothing_else_is_known() {
        for (referrer, source, name) in [
            ("https://www.instagram.com/", "social", "Organic Social"),
            ("https://www.google.co.id/", "website", "Organic Search"),
            ("https://www.tokopedia.com/toko", "referral", "Organic Shopping"),
            ("https://chatgpt.com/", "referral", "AI Assistant"),
            ("android-app://com.google.android.gm/", "email", "Email"),
            ("android-app://com.whatsapp/", "whatsapp", "Organic Social"),
            ("https://www.youtube.com/", "social", "Organic Video"),
            ("https://news.detik.com/", "referral", "Referral"),
            ("https://google.evil.example/", "referral", "Referral"),
            ("https://app.midtrans.com/", "website", "Direct"),
            ("https://toko.example/a", "website", "Direct"),
        ] {
            let touch = Touch {
                landing: Some("https://toko.example/".to_owned()),
                referrer: Some(referrer.to_owned()),
                ..Touch::default()
            };
            let channel = channel(&Touches { first: None, last: Some(touch) });
            assert_eq!((channel.source, channel.name), (source, name), "{referrer}");
        }
    }
}
