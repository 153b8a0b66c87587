//! The names a page may note, written once: the widget's list is generated from these.

/// URL parameters that are noted. The first [`CLICK_IDS`]`.len()` of them identify one click of one person.
pub const PARAMETERS: &[&str] = &[
    "gclid",
    "gbraid",
    "wbraid",
    "fbclid",
    "ttclid",
    "li_fat_id",
    "msclkid",
    "dclid",
    "twclid",
    "epik",
    "rdt_cid",
    "ScCid",
    "yclid",
    "qclid",
    "irclid",
    "igshid",
    "gad_source",
    "gad_campaignid",
    "gclsrc",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "utm_source_platform",
    "utm_creative_format",
    "utm_marketing_tactic",
    "utm_nooverride",
    "campaign_id",
    "adset_id",
    "ad_id",
    "campaign_name",
    "adset_name",
    "ad_name",
    "site_source_name",
    "ad_account_id",
    "placement",
];

/// The parameters that identify a click: they travel only with consent, and byte for byte.
pub const CLICK_IDS: &[&str] = PARAMETERS.split_at(19).0;

/// The parameters that Meta's ad manager fills in; no unpaid link has them.
pub const META_ADS: &[&str] = &["adset_id", "ad_id", "site_source_name", "ad_account_id"];

/// Cookies that are noted. Each identifies a browser, so they travel only with consent.
pub const COOKIES: &[&str] = &["_ga", "_fbp", "_fbc", "_ttp", "_gcl_aw", "_gcl_gb", "li_fat_id"];

/// A name as the list spells it. Links are retyped and rewritten on their way, so case does not count.
pub(crate) fn spelled(name: &str) -> Option<&'static str> {
    PARAMETERS.iter().copied().find(|listed| listed.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_click_ids_end_where_the_campaign_names_begin() {
        assert_eq!(CLICK_IDS.last(), Some(&"gclsrc"));
        assert!(PARAMETERS[CLICK_IDS.len()..].iter().all(|name| !name.ends_with("clid")));
        assert!(META_ADS.iter().all(|name| PARAMETERS[CLICK_IDS.len()..].contains(name)));
    }

    #[test]
    fn a_name_is_known_in_any_case() {
        assert_eq!(spelled("GCLID"), Some("gclid"));
        assert_eq!(spelled("sccid"), Some("ScCid"));
        assert_eq!(spelled("Utm_Source"), Some("utm_source"));
        assert_eq!(spelled("utm_"), None);
    }
}
