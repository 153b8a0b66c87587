//! Whether a noted value can be what its name says. What cannot is left out whole, never cut or mended: half a click id is worth
//! nothing, and a mended one is another's.

use super::names::CLICK_IDS;
use crate::text::turns;

/// The longest parameter or cookie value kept, in bytes. Click ids stay below 300.
pub const VALUE_LIMIT: usize = 512;

/// Whether the value of a URL parameter is kept. A click id is printable ASCII without spaces: anything else was damaged on its way.
pub(crate) fn is_param(name: &str, value: &str) -> bool {
    if CLICK_IDS.contains(&name) {
        return is_text(value) && value.bytes().all(|byte| byte.is_ascii_graphic()) && !is_unfilled(value);
    }
    is_text(value) && !value.trim().is_empty() && !is_unfilled(value)
}

/// Whether a cookie is kept: each vendor writes its own format, with a time in its own unit.
pub(crate) fn is_cookie(name: &str, value: &str) -> bool {
    if !is_text(value) || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let parts: Vec<&str> = value.split('.').collect();
    match (name, parts.as_slice()) {
        // GA1.<labels of the domain>.<random>.<seconds of the first visit>
        ("_ga", [version, labels, random, seconds]) => {
            is_version(version, "GA") && is_domain(labels) && is_number(random) && is_seconds(seconds)
        }
        // fb.<labels of the domain>.<milliseconds>.<fbclid or random>
        ("_fbc", ["fb", labels, milliseconds, click, ..]) => {
            is_number(labels) && is_milliseconds(milliseconds) && !click.is_empty()
        }
        ("_fbp", ["fb", labels, milliseconds, random, ..]) => {
            is_number(labels) && is_milliseconds(milliseconds) && is_number(random)
        }
        // GCL.<seconds>.<gclid, or gbraid and wbraid>
        ("_gcl_aw" | "_gcl_gb", [version, seconds, click, ..]) => {
            is_version(version, "GCL") && is_seconds(seconds) && !click.is_empty()
        }
        ("_ttp", _) => {
            (20..=64).contains(&value.len())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        }
        ("li_fat_id", _) => crate::validate::rules::uuid(value),
        _ => false,
    }
}

/// A text that people can be shown.
pub(crate) fn is_text(value: &str) -> bool {
    !value.is_empty() && value.len() <= VALUE_LIMIT && is_printable(value)
}

/// Whether a text has no control character, and none that turns the direction in which all that follows is shown.
#[must_use]
pub fn is_printable(text: &str) -> bool {
    !text.chars().any(|character| character.is_control() || turns(character))
}

/// A place in a URL template that nobody filled in, as previews of ads leave it: `{{ad.id}}`, `{campaignid}`, `__CAMPAIGN_NAME__`.
fn is_unfilled(value: &str) -> bool {
    let macro_name = value.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    value.starts_with('{') && value.ends_with('}')
        || macro_name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
}

fn is_number(part: &str) -> bool {
    (1..=20).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// `GA1`, and `GCL` with or without a version.
fn is_version(part: &str, name: &str) -> bool {
    part.strip_prefix(name).is_some_and(|version| version.len() <= 2 && version.bytes().all(|it| it.is_ascii_digit()))
}

/// Labels of the domain, and of the path behind a hyphen.
fn is_domain(part: &str) -> bool {
    part.split('-').all(is_number) && part.len() <= 8
}

/// Ten digits: from 2001 to 2286.
fn is_seconds(part: &str) -> bool {
    part.len() == 10 && is_number(part) && !part.starts_with('0')
}

fn is_milliseconds(part: &str) -> bool {
    part.len() == 13 && is_number(part) && !part.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_has_its_vendors_format_with_the_time_in_its_vendors_unit() {
        for (name, good) in [
            ("_ga", "GA1.1.1234567890.1764000000"),
            ("_ga", "GA1.2-2.123.1764000000"),
            ("_fbc", "fb.1.1764000000000.IwAR0_x-Y"),
            ("_fbc", "fb.2.1764000000000.IwAR0.with.dots"),
            ("_fbp", "fb.1.1764000000000.1098115397"),
            ("_gcl_aw", "GCL.1764000000.Cj0KCQ_a-B"),
            ("_gcl_gb", "GCL.1764000000.0AAAAAo"),
            ("_ttp", "2a8Tz0Yq8sU3v6nS0hT1kQxWm9c"),
            ("_ttp", "01JXABCDEFGHJKMNPQRSTVWXYZ_.tt.1"),
            ("li_fat_id", "3f2b8c1e-9a4d-4c7b-8e21-5d6f7a8b9c0d"),
        ] {
            assert!(is_cookie(name, good), "{name} {good}");
        }
        for (name, bad) in [
            ("_ga", "GA1.1.1234567890.1764000000000"),
            ("_ga", "GA1.1.1234567890"),
            ("_ga", "GS1.1.1234567890.1764000000.1"),
            ("_fbc", "fb.1.1764000000.IwAR0"),
            ("_fbc", "fb.1.1764000000000."),
            ("_fbp", "fb.1.1764000000000.x"),
            ("_fbp", "fb.1.2=3"),
            ("_gcl_aw", "GCL.1764000000000.Cj0K"),
            ("_gcl_aw", "1764000000.Cj0K"),
            ("_gcl_gb", "GCL.0764000000.x"),
            ("_ttp", "short"),
            ("_ttp", "2a8Tz0Yq8sU3v6nS0hT1 kQxWm9c"),
            ("li_fat_id", "3f2b8c1e"),
            ("sid", "secret"),
        ] {
            assert!(!is_cookie(name, bad), "{name} {bad}");
        }
    }

    #[test]
    fn a_click_id_that_was_damaged_on_its_way_is_none() {
        assert!(is_param("gclid", "Cj0K~-_.A%"));
        for bad in ["", "a b", "é", "a\u{fffd}", "{gclid}", &"x".repeat(513)] {
            assert!(!is_param("gclid", bad), "{bad}");
        }
        assert!(is_param("fbclid", &"x".repeat(512)));
    }

    #[test]
    fn a_template_that_nobody_filled_in_says_nothing() {
        for value in ["{{campaign.name}}", "{campaignid}", "__CAMPAIGN_NAME__", " "] {
            assert!(!is_param("utm_campaign", value), "{value}");
        }
        assert!(is_param("utm_campaign", "promo {januari} é😀"));
    }
}
