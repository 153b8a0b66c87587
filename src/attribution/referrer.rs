//! What the page before says: which site sent the visitor. Our own pages, and those that only hand a visitor back, sent nobody.

use super::site::{Kind, Site};

/// The host of the page before, and the site it is if it is known; `None` when it is our own, a payment's or no host at all.
pub(crate) fn foreign(referrer: &str, landing: Option<&str>, own: &[String]) -> Option<(String, Option<Site>)> {
    let host = host(referrer)?;
    if landing.and_then(self::host).is_some_and(|landing| same_site(&landing, &host))
        || own
            .iter()
            .any(|name| is_within(&host, bare(&self::host(name).unwrap_or_else(|| name.trim().to_lowercase()))))
    {
        return None;
    }
    let site = Site::of_host(&host);
    let hands_back = site.is_some_and(|site| site.kind == Kind::Gateway);
    (!hands_back).then_some((host, site))
}

/// The host of an address or the package of an Android app, in lower case.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // The brackets of an IPv6 address hold colons of their own.
    let end = if host.starts_with('[') { host.find(']').map(|at| at + 1) } else { host.find(':') };
    let host = host[..end.unwrap_or(host.len())].trim_end_matches('.').to_lowercase();
    (!host.is_empty()).then_some(host)
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// A host, or one below it.
fn is_within(host: &str, top: &str) -> bool {
    !top.is_empty() && bare(host).strip_suffix(top).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// `toko.example`, `www.toko.example` and what is below one of them are one site.
fn same_site(one: &str, other: &str) -> bool {
    is_within(one, bare(other)) || is_within(other, bare(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(referrer: &str) -> Option<String> {
        let (host, site) = foreign(
            referrer,
            Some("https://toko.example/b"),
            &["Pay.Toko-Kita.example".to_owned(), "https://www.lain.example/".to_owned()],
        )?;
        Some(site.map_or(host, |site| site.name.to_owned()))
    }

    #[test]
    fn the_host_is_what_counts_and_nothing_around_it() {
        for (referrer, expected) in [
            ("https://L.Facebook.com:443/l.php", "Facebook"),
            ("https://www.google.co.id./", "Google"),
            ("https://google.com@evil.example/", "evil.example"),
            ("https://evil.example/https://google.com/", "evil.example"),
            ("https://evil.example\\@google.com/", "evil.example"),
            ("https://google.evil.example/", "google.evil.example"),
            ("https://google.com.evil.example/", "google.com.evil.example"),
            ("android-app://com.whatsapp/", "WhatsApp"),
            ("android-app://com.google.android.gm", "Gmail"),
            ("android-app://com.instagram.android/https/", "Instagram"),
            ("https://[::1]:8080/", "[::1]"),
        ] {
            assert_eq!(name(referrer).as_deref(), Some(expected), "{referrer}");
        }
    }

    #[test]
    fn our_own_pages_and_payments_send_nobody() {
        for referrer in [
            "https://www.toko.example/a",
            "https://checkout.toko.example/",
            "https://pay.toko-kita.example/",
            "https://a.pay.toko-kita.example/",
            "https://lain.example/",
            "https://app.midtrans.com/snap/v2",
            "https://checkout.xendit.co/",
            "https://www.paypal.com/",
            "about:blank",
            "https:///x",
        ] {
            assert_eq!(name(referrer), None, "{referrer}");
        }
        assert_eq!(name("https://toko-kita.example/").as_deref(), Some("toko-kita.example"));
        assert_eq!(name("https://nottoko.example/").as_deref(), Some("nottoko.example"));
    }

    proptest! {
        #[test]
        fn any_referrer_gets_an_answer(text in "\\PC*", odd in "[a-z]{0,3}://[]\\[@:./a\\\\]{0,12}") {
            let _ = foreign(&text, Some(&odd), &[]);
            let _ = foreign(&odd, None, &[text]);
        }
    }
}
