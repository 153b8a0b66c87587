//! The channel of a visit, by the rules of Google Analytics 4's default channel group: they are asked in their order, and the first
//! that is met wins. Source categories are our lists'; a few words are met besides, which `traffic` names.

use super::site::Kind;
use super::traffic::{Traffic, is_chat, is_display, is_email, is_paid, is_referral, is_social};

type Rule = fn(&Traffic) -> bool;

/// The channels but the direct one, in the order in which they are asked.
const RULES: &[(&str, Rule)] = &[
    ("Cross-network", |it| it.campaign.contains("cross-network")),
    ("Paid Shopping", |it| (it.is(Kind::Shopping) || is_shop(&it.campaign)) && is_paid(&it.medium)),
    ("Paid Search", |it| it.is(Kind::Search) && is_paid(&it.medium)),
    ("Paid Social", |it| (it.is(Kind::Social) || it.is(Kind::WhatsApp)) && is_paid(&it.medium)),
    ("Paid Video", |it| it.is(Kind::Video) && is_paid(&it.medium)),
    ("Display", |it| is_display(&it.medium)),
    ("Paid Other", |it| is_paid(&it.medium)),
    ("Organic Shopping", |it| it.is(Kind::Shopping) || is_shop(&it.campaign)),
    ("Organic Social", |it| {
        it.is(Kind::Social) || it.is(Kind::WhatsApp) || is_social(&it.medium) || is_chat(&it.medium)
    }),
    ("Organic Video", |it| it.is(Kind::Video) || it.medium.contains("video")),
    ("Organic Search", |it| it.is(Kind::Search) || matches!(it.medium.as_str(), "organic" | "organic-search")),
    ("AI Assistant", |it| it.is(Kind::Assistant) || it.medium == "ai-assistant"),
    // Before the referrals, among which a web mailer's page would be.
    ("Email", |it| it.is(Kind::Email) || is_email(&it.source) || is_email(&it.medium)),
    ("Referral", |it| is_referral(&it.medium) || it.is(Kind::Plain) && it.medium.is_empty()),
    ("Affiliates", |it| matches!(it.medium.as_str(), "affiliate" | "affiliates")),
    ("Audio", |it| it.medium == "audio"),
    ("SMS", |it| it.source == "sms" || it.medium == "sms"),
    ("Mobile Push Notifications", |it| {
        it.medium.ends_with("push")
            || it.medium.contains("mobile")
            || it.medium.contains("notification")
            || it.source == "firebase"
    }),
];

/// The channel of traffic that no rule knows.
pub(crate) const UNASSIGNED: &str = "Unassigned";

/// The channel's name, as reports have it.
pub(crate) fn group(traffic: &Traffic) -> &'static str {
    RULES.iter().find(|(_, rule)| rule(traffic)).map_or(UNASSIGNED, |(name, _)| name)
}

/// Whether the visits of a channel were paid for.
pub(crate) fn is_ads(group: &str) -> bool {
    group.starts_with("Paid ") || matches!(group, "Display" | "Cross-network")
}

impl Traffic {
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.site.is_some_and(|site| site.kind == kind)
    }
}

/// `shop` where a word begins, or behind an `e`; and `shopping` anywhere.
fn is_shop(campaign: &str) -> bool {
    campaign.contains("shopping")
        || campaign.match_indices("shop").any(|(at, _)| {
            let before = campaign[..at].bytes().next_back();
            before.is_none_or(|byte| byte == b'e' || !byte.is_ascii_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::site::Site;

    fn of(source: &str, medium: &str, campaign: &str) -> &'static str {
        let site = Site::of_source(source);
        group(&Traffic { source: source.to_owned(), medium: medium.to_owned(), campaign: campaign.to_owned(), site })
    }

    #[test]
    fn the_first_rule_that_is_met_wins() {
        for (source, medium, campaign, expected) in [
            ("google", "cpc", "pmax-cross-network", "Cross-network"),
            ("tokopedia", "cpc", "", "Paid Shopping"),
            ("google", "cpc", "eshop-jan", "Paid Shopping"),
            ("google", "cpc", "workshop", "Paid Search"),
            ("google", "cpm", "", "Paid Search"),
            ("bing", "ppc", "", "Paid Search"),
            ("facebook", "paid-social", "", "Paid Social"),
            ("tiktok", "retargeting", "", "Paid Social"),
            ("youtube", "cpv", "", "Paid Video"),
            ("youtube", "paid-video", "", "Paid Video"),
            ("detik", "banner", "", "Display"),
            ("radio", "cpm", "", "Display"),
            ("radio", "ppc", "", "Paid Other"),
            ("shopee", "", "", "Organic Shopping"),
            ("instagram", "social", "", "Organic Social"),
            ("toko", "", "online-shop", "Organic Shopping"),
            ("instagram", "bio", "", "Organic Social"),
            ("whatsapp", "", "", "Organic Social"),
            ("vimeo", "", "", "Organic Video"),
            ("site", "video", "", "Organic Video"),
            ("google", "", "", "Organic Search"),
            ("brand", "organic", "", "Organic Search"),
            ("chatgpt.com", "referral", "", "AI Assistant"),
            ("newsletter", "referral", "", "Email"),
            ("brand", "e-mail", "", "Email"),
            ("blog", "link", "", "Referral"),
            ("detik", "", "", "Referral"),
            ("blog", "affiliate", "", "Affiliates"),
            ("spotify", "audio", "", "Audio"),
            ("sms", "blast", "", "SMS"),
            ("app", "web-push", "", "Mobile Push Notifications"),
            ("radio", "flyer", "", UNASSIGNED),
        ] {
            assert_eq!(of(source, medium, campaign), expected, "{source} / {medium} / {campaign}");
        }
    }
}
