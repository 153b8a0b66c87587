//! What the page before says: which kind of site a host is. Only hosts that send many visitors in Indonesia are named; any
//! other is a referral.

use super::channel::Kind;

/// Hosts by their registrable part (or an Android package), with what they are.
const HOSTS: &[(&str, Kind)] = &[
    ("wa.me", Kind::WhatsApp),
    ("whatsapp.com", Kind::WhatsApp),
    ("com.whatsapp", Kind::WhatsApp),
    ("mail.google.com", Kind::Email),
    ("com.google.android.gm", Kind::Email),
    ("mail.yahoo.com", Kind::Email),
    ("outlook.live.com", Kind::Email),
    ("outlook.office.com", Kind::Email),
    ("facebook.com", Kind::Social),
    ("com.facebook.katana", Kind::Social),
    ("instagram.com", Kind::Social),
    ("com.instagram.android", Kind::Social),
    ("threads.net", Kind::Social),
    ("tiktok.com", Kind::Social),
    ("linkedin.com", Kind::Social),
    ("lnkd.in", Kind::Social),
    ("com.linkedin.android", Kind::Social),
    ("youtube.com", Kind::Social),
    ("twitter.com", Kind::Social),
    ("x.com", Kind::Social),
    ("t.co", Kind::Social),
    ("pinterest.com", Kind::Social),
    ("telegram.org", Kind::Social),
    ("t.me", Kind::Social),
    ("com.google.android.googlequicksearchbox", Kind::Search),
    ("bing.com", Kind::Search),
    ("duckduckgo.com", Kind::Search),
    ("search.yahoo.com", Kind::Search),
    ("ecosia.org", Kind::Search),
    ("yandex.com", Kind::Search),
    ("baidu.com", Kind::Search),
];

/// The kind of the page before; `None` when it is our own page or names no host.
pub(crate) fn kind(referrer: &str, landing: Option<&str>) -> Option<Kind> {
    let host = host(referrer)?;
    if landing.and_then(self::host).is_some_and(|own| same_site(&own, &host)) {
        return None;
    }
    let named = HOSTS.iter().find(|(name, _)| is_within(&host, name)).map(|(_, kind)| *kind);
    Some(named.unwrap_or(if is_google_search(&host) { Kind::Search } else { Kind::Referral }))
}

fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("").to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

fn is_within(host: &str, name: &str) -> bool {
    host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
}

/// `toko.example` and `www.toko.example` are one site.
fn same_site(one: &str, other: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    bare(one) == bare(other)
}

/// `google.com`, `www.google.co.id`: Google's search has a domain in each country.
fn is_google_search(host: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.strip_prefix("google.").is_some_and(|tail| tail.len() <= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_matched_whole() {
        assert_eq!(kind("https://l.facebook.com/", None), Some(Kind::Social));
        assert_eq!(kind("https://notfacebook.com/", None), Some(Kind::Referral));
        assert_eq!(kind("https://www.google.co.id/", None), Some(Kind::Search));
        assert_eq!(kind("https://google.attacker.example/", None), Some(Kind::Referral));
        assert_eq!(kind("https://mail.google.com/", None), Some(Kind::Email));
        assert_eq!(kind("android-app://com.whatsapp/", None), Some(Kind::WhatsApp));
    }

    #[test]
    fn our_own_page_is_no_referrer() {
        assert_eq!(kind("https://www.toko.example/a", Some("https://toko.example/b")), None);
        assert_eq!(kind("https://other.example/a", Some("https://toko.example/b")), Some(Kind::Referral));
    }
}
