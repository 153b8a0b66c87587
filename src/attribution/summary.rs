//! One line for the person who calls the lead: how the visitor came, in the words of the form's language. It is derived from the
//! touches and never read back.

use super::channel::{Channel, of};
use super::touch::{Touch, Touches};
use super::traffic::Traffic;
use crate::intake::Language;

/// As much of a campaign's name as a person needs, in characters; its own line has all of it.
const CAMPAIGN_SHOWN: usize = 60;

/// The line, with its label.
pub(crate) fn summary(touches: &Touches, language: Language) -> String {
    let english = matches!(language, Language::En);
    let mut visits =
        [&touches.last, &touches.first].into_iter().flatten().filter_map(|it| Some((it, Traffic::of(it)?)));
    let label = if english { "Came from" } else { "Datang dari" };
    let Some((touch, traffic)) = visits.next() else {
        return [label, ": ", if english { "the address itself" } else { "alamat langsung" }, " (Direct)"].concat();
    };
    let mut line = [label, ": ", &visit(&traffic, english)].concat();
    if let Some(campaign) = touch.param("utm_campaign").or_else(|| touch.param("campaign_name")) {
        line.push_str(if english { ", campaign " } else { ", kampanye " });
        line.push_str(&shortened(campaign));
    }
    if let Some((_, first)) = visits.next().filter(|(earlier, _)| is_other(earlier, touch)) {
        line.push_str(if english { "; the first time from " } else { "; pertama kali dari " });
        line.push_str(&visit(&first, english));
    }
    line
}

fn is_other(one: &Touch, other: &Touch) -> bool {
    one.at != other.at || one.params != other.params || one.referrer != other.referrer
}

/// `iklan Google (Paid Search)`
fn visit(traffic: &Traffic, english: bool) -> String {
    let Channel { source, name, .. } = of(traffic);
    let from = traffic.site.map_or_else(|| shortened(&traffic.source), |site| site.name.to_owned());
    let what = match (source, from.as_str(), english) {
        ("ads", "", true) => "an ad".to_owned(),
        ("ads", "", false) => "iklan".to_owned(),
        ("ads", from, true) => [from, " ad"].concat(),
        ("ads", from, false) => ["iklan ", from].concat(),
        ("website", from, true) => [from, " search"].concat(),
        ("website", from, false) => ["pencarian ", from].concat(),
        (_, "", true) => "a link".to_owned(),
        (_, "", false) => "tautan".to_owned(),
        (_, from, _) => from.to_owned(),
    };
    [what.trim(), " (", name, ")"].concat()
}

fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let shown: String = characters.by_ref().take(CAMPAIGN_SHOWN).collect();
    if characters.next().is_some() { shown + "…" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Consent;

    fn touch(page: &str) -> Option<Touch> {
        Some(Touch::from_page(page, Consent::Granted))
    }

    #[test]
    fn a_sales_person_reads_how_the_visitor_came() {
        let ad = touch("https://a.example/?gclid=x&utm_campaign=Promo+Januari");
        let post = touch("https://a.example/?utm_source=ig&utm_medium=bio");
        for (touches, indonesian, english) in [
            (
                Touches { first: post.clone(), last: ad.clone() },
                "Datang dari: iklan Google (Paid Search), kampanye Promo Januari; pertama kali dari Instagram (Organic Social)",
                "Came from: Google ad (Paid Search), campaign Promo Januari; the first time from Instagram (Organic Social)",
            ),
            (
                Touches { first: ad.clone(), last: ad },
                "Datang dari: iklan Google (Paid Search), kampanye Promo Januari",
                "Came from: Google ad (Paid Search), campaign Promo Januari",
            ),
            (
                Touches { first: touch("https://a.example/?utm_medium=organic&utm_source=bing"), last: None },
                "Datang dari: pencarian Bing (Organic Search)",
                "Came from: Bing search (Organic Search)",
            ),
            (
                Touches { first: touch("https://a.example/?irclid=1"), last: None },
                "Datang dari: iklan (Paid Other)",
                "Came from: an ad (Paid Other)",
            ),
            (Touches::default(), "Datang dari: alamat langsung (Direct)", "Came from: the address itself (Direct)"),
        ] {
            assert_eq!(summary(&touches, Language::Id), indonesian);
            assert_eq!(summary(&touches, Language::En), english);
        }
    }

    #[test]
    fn a_long_campaign_is_shortened() {
        let touches =
            Touches { first: None, last: touch(&format!("https://a.example/?utm_campaign={}", "é".repeat(100))) };

        assert!(summary(&touches, Language::En).ends_with(&format!("campaign {}…", "é".repeat(60))));
    }
}
