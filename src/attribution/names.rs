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
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "campaign_id",
    "adset_id",
    "ad_id",
    "campaign_name",
    "adset_name",
    "ad_name",
    "site_source_name",
    "ad_account_id",
];

/// The parameters that identify a click: they travel only with consent, and byte for byte.
pub const CLICK_IDS: &[&str] = PARAMETERS.split_at(7).0;

/// Cookies that are noted. Each identifies a browser, so they travel only with consent.
pub const COOKIES: &[&str] = &["_ga", "_fbp", "_fbc", "_ttp"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_click_ids_end_where_the_campaign_names_begin() {
        assert_eq!(CLICK_IDS.last(), Some(&"msclkid"));
        assert!(PARAMETERS[CLICK_IDS.len()..].iter().all(|name| !name.ends_with("clid")));
    }
}
