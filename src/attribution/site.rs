//! Which site a host, an app or a campaign's source is. It is given a name and asks the lists under `data/`, our own first; what a
//! visit from there means is the channel's matter. A host is matched whole or from its end, label by label, so that
//! `google.evil.example` is only itself.

const SITES: &str = include_str!("data/sites.txt");
const SEARCH: &str = include_str!("data/search.txt");
const SOCIAL: &str = include_str!("data/social.txt");
const ASSISTANTS: &str = include_str!("data/assistants.txt");

/// What a site is to a visitor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Search,
    Social,
    WhatsApp,
    Video,
    Email,
    Shopping,
    Assistant,
    /// It takes payments or signs people in, and hands them back.
    Gateway,
    /// Any other that is known by name.
    Plain,
}

/// A site on a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Site {
    pub kind: Kind,
    pub name: &'static str,
    /// The API's `adPlatform` of its ads.
    pub platform: &'static str,
}

impl Site {
    /// The site of a host or an Android package, in lower case.
    pub fn of_host(host: &str) -> Option<Self> {
        let bare = host.strip_prefix("www.").unwrap_or(host);
        let own = sites().find(|(_, _, hosts)| hosts.split(' ').any(|pattern| matches(bare, pattern)));
        own.map(|(site, _, _)| site)
            .or_else(|| listed(ASSISTANTS, Kind::Assistant, |pattern| matches(bare, pattern)))
            .or_else(|| listed(SEARCH, Kind::Search, |pattern| whole(bare.strip_prefix("m.").unwrap_or(bare), pattern)))
            .or_else(|| listed(SOCIAL, Kind::Social, |pattern| matches(bare, pattern)))
    }

    /// The site that a campaign's `utm_source` means: a name, or a host.
    pub fn of_source(source: &str) -> Option<Self> {
        if source.is_empty() {
            return None;
        }
        let own = sites().find(|(site, words, _)| {
            site.name.eq_ignore_ascii_case(source) || words.split(' ').any(|word| word == source)
        });
        own.map(|(site, _, _)| site)
            .or_else(|| if source.contains('.') { Self::of_host(source) } else { None })
            .or_else(|| named(ASSISTANTS, Kind::Assistant, source))
            .or_else(|| named(SEARCH, Kind::Search, source))
            .or_else(|| named(SOCIAL, Kind::Social, source))
    }
}

/// The hosts, with all below them, that only hand a visitor back: who pays or signs in there came from elsewhere.
pub fn gateways() -> impl Iterator<Item = &'static str> {
    let listed = sites().filter(|(site, ..)| site.kind == Kind::Gateway).flat_map(|(.., hosts)| hosts.split(' '));
    listed.map(|pattern| pattern.trim_start_matches('='))
}

/// Our own list: each site, the names of its campaigns, and its hosts.
fn sites() -> impl Iterator<Item = (Site, &'static str, &'static str)> {
    SITES.lines().filter_map(|line| {
        let mut parts = line.split('|').map(str::trim);
        let (kind, name) = parts.next()?.split_once(' ')?;
        let (words, hosts) = (parts.next()?, parts.next()?);
        let (name, platform) = name.split_once('/').unwrap_or((name, "other"));
        let kind = match kind {
            "search" => Kind::Search,
            "social" => Kind::Social,
            "whatsapp" => Kind::WhatsApp,
            "video" => Kind::Video,
            "email" => Kind::Email,
            "shopping" => Kind::Shopping,
            "gateway" => Kind::Gateway,
            "site" => Kind::Plain,
            _ => return None,
        };
        Some((Site { kind, name, platform }, words, hosts))
    })
}

fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter_map(|line| line.split_once('\t'))
}

fn listed(list: &'static str, kind: Kind, is: impl Fn(&str) -> bool) -> Option<Site> {
    let (name, _) = lines(list).find(|(_, hosts)| hosts.split(' ').any(&is))?;
    Some(Site { kind, name, platform: "other" })
}

fn named(list: &'static str, kind: Kind, source: &str) -> Option<Site> {
    let (name, _) = lines(list).find(|(name, _)| name.eq_ignore_ascii_case(source))?;
    Some(Site { kind, name, platform: "other" })
}

/// A host that the pattern names, or one below it.
fn matches(host: &str, pattern: &str) -> bool {
    if let Some(alone) = pattern.strip_prefix('=') {
        return whole(host, alone);
    }
    if pattern.ends_with(".{}") {
        return parents(host).any(|host| whole(host, pattern));
    }
    !pattern.is_empty() && host.strip_suffix(pattern).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A host and all that it is below.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, rest)| rest))
}

/// That host alone; `{}` stands for a country at one of its ends.
fn whole(host: &str, pattern: &str) -> bool {
    if let Some(stem) = pattern.strip_suffix("{}") {
        return host.strip_prefix(stem).is_some_and(is_country_suffix);
    }
    if let Some(stem) = pattern.strip_prefix("{}") {
        return host.strip_suffix(stem).is_some_and(is_country);
    }
    host == pattern
}

/// `id`, or `co.id`: the ends under which countries register names. Nobody can register a host right above one of two letters, save
/// at a country that sells `co` and the like as names, of which none is known.
fn is_country_suffix(suffix: &str) -> bool {
    match suffix.split_once('.') {
        Some((second, country)) => matches!(second, "co" | "com" | "org" | "net" | "it" | "edu") && is_country(country),
        None => is_country(suffix),
    }
}

fn is_country(label: &str) -> bool {
    label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(host: &str) -> Option<Kind> {
        Site::of_host(host).map(|site| site.kind)
    }

    #[test]
    fn hosts_are_known_by_their_end_label_by_label() {
        for (host, expected) in [
            ("l.facebook.com", Some(Kind::Social)),
            ("notfacebook.com", None),
            ("facebook.com.evil.example", None),
            ("www.google.co.id", Some(Kind::Search)),
            ("google.com", Some(Kind::Search)),
            ("google.evil.example", None),
            ("google.co.evil", None),
            ("google.com.evil.example", None),
            ("docs.google.com", None),
            ("xgoogle.com", None),
            ("mail.google.com", Some(Kind::Email)),
            ("gemini.google.com", Some(Kind::Assistant)),
            ("id.search.yahoo.com", Some(Kind::Search)),
            ("search.brave.com", Some(Kind::Search)),
            ("pinterest.co.uk", Some(Kind::Social)),
            ("id.pinterest.com", Some(Kind::Social)),
            ("mastodon.social", Some(Kind::Social)),
            ("seller.tokopedia.com", Some(Kind::Shopping)),
            ("shopee.co.id", Some(Kind::Shopping)),
            ("www.bukalapak.com", Some(Kind::Shopping)),
            ("www.kaskus.co.id", Some(Kind::Social)),
            ("news.detik.com", Some(Kind::Plain)),
            ("app.midtrans.com", Some(Kind::Gateway)),
            ("pay.shopee.co.id", Some(Kind::Gateway)),
            ("accounts.google.com", Some(Kind::Gateway)),
            ("com.whatsapp", Some(Kind::WhatsApp)),
            ("", None),
        ] {
            assert_eq!(kind(host), expected, "{host}");
        }
    }

    #[test]
    fn a_campaigns_source_is_a_name_or_a_host() {
        for (source, name, platform) in [
            ("ig", "Instagram", "meta"),
            ("adwords", "Google", "google"),
            ("www.linkedin.com", "LinkedIn", "linkedin"),
            ("badoo", "Badoo", "other"),
            ("perplexity", "Perplexity", "other"),
        ] {
            let site = Site::of_source(source).unwrap();
            assert_eq!((site.name, site.platform), (name, platform));
        }
        assert_eq!(Site::of_source(""), None);
        assert_eq!(Site::of_source("radio"), None);
    }

    #[test]
    fn every_line_of_our_own_list_is_read_and_every_platform_is_the_apis() {
        let written = SITES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();

        assert_eq!(sites().count(), written);
        for (site, _, hosts) in sites() {
            assert!(["google", "meta", "tiktok", "linkedin", "posthog", "other"].contains(&site.platform));
            assert!(hosts.split(' ').all(|host| !host.is_empty() && !host.contains('/')), "{}", site.name);
        }
        assert!(lines(SEARCH).count() > 200 && lines(SOCIAL).count() > 80 && lines(ASSISTANTS).count() > 15);
    }
}
