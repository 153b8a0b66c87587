//! Writes the lead's notes: the visitor's message first, our block last. The block is written for people and can be read back, but
//! nobody signed it: whoever may edit a note may write one, and a message cannot, since its markers are escaped. Values are
//! whole or absent, never cut, because half a click id is worth nothing.

use super::agreement::Agreement;
use super::channel::channel;
use super::names::{CLICK_IDS, COOKIES, PARAMETERS};
use super::summary::summary;
use super::touch::{Consent, Touch, Touches};
use super::value::is_printable;
use crate::intake::{Language, is_field_name};
use crate::validate::rules::utf16_len;

/// The longest message of a visitor, in UTF-16 units.
pub const MESSAGE_LIMIT: usize = 3_400;
/// The longest block, in UTF-16 units, besides the form's own fields.
pub const BLOCK_LIMIT: usize = 1_500;
/// The API's limit of `notes`, in UTF-16 units.
const NOTES_LIMIT: usize = 5_000;

pub(super) const MARKER: &str = "--- konektor:attribution v1 ---";
const GAP: &str = "\n\n";
pub(super) const COOKIE: &str = "cookie.";
pub(super) const FIELD: &str = "field.";
pub(super) const AGREED: &str = "agreed";

/// What a block says besides the touches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heading<'a> {
    /// The workspace's tracking code; none for the empty text.
    pub tracking_code: &'a str,
    /// The form's name; none for the empty text.
    pub form: &'a str,
    /// The visitor's consent.
    pub consent: Consent,
    /// The language of the line that people read first.
    pub language: Language,
    /// The form's own fields with their texts, each of one line: the block begins with them. What is none is left out.
    pub fields: &'a [(&'a str, &'a str)],
    /// What the visitor said about each purpose, as far as it has room.
    pub agreed: &'a [Agreement],
}

/// Writes the notes of a lead. The message and the form's own fields are taken whole: that they have at most [`MESSAGE_LIMIT`] units
/// together is checked by the caller.
///
/// ```
/// use konektor::attribution::{compose_notes, parse_notes, Heading, Touches};
///
/// let heading = Heading { tracking_code: "KNK-abc123", form: "promo", ..Heading::default() };
/// let notes = compose_notes("Halo!", heading, &Touches::default());
/// assert!(notes.starts_with("Halo!\n\n"));
/// let parsed = parse_notes(&notes);
/// assert_eq!(parsed.message, "Halo!");
/// assert_eq!(parsed.block.unwrap().tracking_code.as_deref(), Some("KNK-abc123"));
/// ```
#[must_use]
pub fn compose_notes(message: &str, heading: Heading<'_>, touches: &Touches) -> String {
    let mut notes = escape(message.trim());
    if !notes.is_empty() {
        notes.push_str(GAP);
    }
    notes.push_str(MARKER);
    for (name, text) in heading.fields {
        if is_field_name(name) && is_printable(text) && !text.is_empty() {
            notes.push_str(&field_line(name, text));
        }
    }
    // The marker is the block's as well.
    let room = (BLOCK_LIMIT - MARKER.len()).min(NOTES_LIMIT.saturating_sub(utf16_len(&notes)));
    notes.push_str(&block(heading, touches, room));
    notes
}

/// The line of a form's own field, with the line's end before it.
pub(crate) fn field_line(name: &str, text: &str) -> String {
    ["\n", FIELD, name, ": ", text].concat()
}

/// What stands below the marker and the form's own fields.
fn block(heading: Heading<'_>, touches: &Touches, room: usize) -> String {
    let channel = channel(touches);
    let mut head = String::new();
    // Whoever composes notes may pass on what a page said.
    for (name, value) in [("tracking", heading.tracking_code), ("form", heading.form)] {
        if !value.is_empty() && is_printable(value) {
            head.extend(["\n", name, ": ", value]);
        }
    }
    head.extend(["\n", &summary(touches, heading.language), "\nsource: ", channel.source]);
    if let Some(platform) = channel.ad_platform {
        head.extend(["\nadPlatform: ", platform]);
    }
    head.extend(["\nchannel: ", channel.name, "\nconsent: ", heading.consent.as_str()]);
    let mut lines = agreements(heading.agreed);
    lines.extend(lines_of(touches));
    let mut by_rank: Vec<usize> = (0..lines.len()).collect();
    by_rank.sort_by_key(|&index| rank(lines[index].name));
    let mut left = room.saturating_sub(utf16_len(&head));
    let mut kept = vec![false; lines.len()];
    for index in by_rank {
        let cost = utf16_len(&lines[index].text) + 1;
        if cost <= left {
            left -= cost;
            kept[index] = true;
        }
    }
    let body = lines.iter().zip(kept).filter(|(_, kept)| *kept).map(|(line, _)| format!("\n{}", line.text));
    body.fold(head, |block, line| block + &line)
}

struct Line<'a> {
    name: &'a str,
    text: String,
}

fn agreements(agreed: &[Agreement]) -> Vec<Line<'_>> {
    let lines = agreed.iter().map(|agreement| [AGREED, ": ", &agreement.write()].concat());
    lines.filter(|text| is_printable(text)).map(|text| Line { name: AGREED, text }).collect()
}

/// First touch, then last; a last touch that equals the first is one line.
fn lines_of(touches: &Touches) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    if let Some(first) = &touches.first {
        write_touch(&mut lines, "first", first);
    }
    match &touches.last {
        Some(last) if touches.first.as_ref() == Some(last) => {
            lines.push(Line { name: "at", text: "last: as first".to_owned() });
        }
        Some(last) => write_touch(&mut lines, "last", last),
        None => {}
    }
    lines
}

fn write_touch<'a>(lines: &mut Vec<Line<'a>>, which: &str, touch: &'a Touch) {
    let own = [("at", &touch.at), ("landing", &touch.landing), ("referrer", &touch.referrer)];
    let own = own.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    let params = touch.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let before = lines.len();
    for (name, value) in own.chain(params) {
        lines.push(Line { name, text: format!("{which}.{name}: {value}") });
    }
    for (name, value) in &touch.cookies {
        // LinkedIn calls the parameter and the cookie by one name.
        let cookie = if PARAMETERS.contains(&name.as_str()) { COOKIE } else { "" };
        lines.push(Line { name, text: format!("{which}.{cookie}{name}: {value}") });
    }
    if lines.len() == before {
        lines.push(Line { name: "at", text: format!("{which}: empty") });
    }
}

/// The order in which lines are given up last: what proves that the visitor agreed, what identifies the click, then the browser, then the
/// campaign, then the pages.
fn rank(name: &str) -> usize {
    let listed =
        [AGREED].iter().chain(CLICK_IDS).chain(COOKIES).chain(&["utm_source", "utm_medium", "utm_campaign", "at"]);
    listed.clone().position(|ranked| *ranked == name).unwrap_or(listed.count())
}

/// A marker inside a message gets one backslash more, so that it is no line of ours and can be read back.
fn escape(message: &str) -> String {
    let unix = message.replace("\r\n", "\n").replace('\r', "\n");
    unix.replace(MARKER, &format!("\\{MARKER}"))
}

pub(super) fn unescape(message: &str) -> String {
    message.replace(&format!("\\{MARKER}"), MARKER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{ParsedNotes, parse_notes};

    const HEADING: Heading<'_> = Heading {
        tracking_code: "KNK-abc123",
        form: "promo",
        consent: Consent::Granted,
        language: Language::En,
        fields: &[],
        agreed: &[],
    };

    use proptest::collection::btree_map;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn touch(params: &[(&str, &str)]) -> Touch {
        Touch {
            at: Some("2026-11-24T03:00:00.000Z".to_owned()),
            landing: Some("https://toko.example/promo".to_owned()),
            params: params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            ..Touch::default()
        }
    }

    #[test]
    fn a_person_can_read_the_block() {
        let touches = Touches { first: Some(touch(&[("utm_source", "google"), ("gclid", "Cj0K")])), last: None };

        let notes = compose_notes(" Halo ", HEADING, &touches);

        assert_eq!(
            notes,
            "Halo\n\n--- konektor:attribution v1 ---\ntracking: KNK-abc123\nform: promo\n\
             Came from: Google ad (Paid Search)\nsource: ads\nadPlatform: google\nchannel: Paid Search\nconsent: granted\n\
             first.at: 2026-11-24T03:00:00.000Z\nfirst.landing: https://toko.example/promo\nfirst.utm_source: google\nfirst.gclid: Cj0K"
        );
    }

    #[test]
    fn a_block_in_a_message_is_not_read_as_ours() {
        let forged = format!("x\n{MARKER}\ntracking: KNK-evil\n\r{MARKER}\n\\{MARKER}");

        let parsed = parse_notes(&compose_notes(&forged, HEADING, &Touches::default()));

        assert_eq!(parsed.block.unwrap().tracking_code.as_deref(), Some("KNK-abc123"));
        assert_eq!(parsed.message, forged.replace('\r', "\n"));
    }

    #[test]
    fn only_the_last_block_is_read_and_it_is_never_called_authentic() {
        let notes = format!(
            "a\n\n{MARKER}\ntracking: KNK-one\n\nb\n\n{MARKER}\r\ntracking: KNK-two\r\n\r\ntracking: KNK-three"
        );

        let block = parse_notes(&notes).block.unwrap();

        assert_eq!(block.tracking_code.as_deref(), Some("KNK-two"));
        assert!(!block.authenticated);
    }

    #[test]
    fn what_people_write_below_the_block_is_not_part_of_it() {
        let notes = compose_notes("", HEADING, &Touches::default()) + "\n\nfirst.gclid: forged";

        assert_eq!(parse_notes(&notes).block.unwrap().touches, Touches::default());
    }

    #[test]
    fn the_longest_message_of_markers_still_fits_the_api() {
        let message: String = MARKER.chars().cycle().take(MESSAGE_LIMIT).collect();
        let long = "x".repeat(400);
        let full = touch(&[("gclid", &long), ("fbclid", &long), ("ttclid", &long), ("utm_term", &long)]);

        let notes = compose_notes(&message, HEADING, &Touches { first: Some(full), last: None });

        assert!(utf16_len(&notes) <= NOTES_LIMIT, "{}", utf16_len(&notes));
        assert!(notes.contains(&format!("first.gclid: {long}")));
        assert!(!notes.contains("utm_term"));
    }

    #[test]
    fn notes_without_a_block_are_a_message() {
        assert_eq!(parse_notes("called twice"), ParsedNotes { message: "called twice".to_owned(), block: None });
    }

    #[test]
    fn a_block_of_the_first_version_is_still_read() {
        let notes = "Halo\n\n--- konektor:attribution v1 ---\ntracking: KNK-abc123\nform: promo\nchannel: ads / google\nconsent: granted\n\
            first.at: 2026-11-24T03:00:00.000Z\nfirst.landing: https://toko.example/promo\nfirst._ga: GA1.1.1.2\nfirst.gclid: Cj0K\n\
            first.utm_source: google\nlast: as first";

        let ParsedNotes { message, block } = parse_notes(notes);

        let block = block.unwrap();
        assert_eq!(message, "Halo");
        assert_eq!((block.source.as_deref(), block.ad_platform.as_deref()), (Some("ads"), Some("google")));
        assert_eq!(block.channel, None);
        let first = block.touches.first.unwrap();
        assert_eq!(first.params["gclid"], "Cj0K");
        assert_eq!(first.cookies["_ga"], "GA1.1.1.2");
        assert_eq!(block.touches.last, Some(first));
        assert_eq!(
            parse_notes(&format!("{MARKER}\nchannel: website")).block.unwrap().source.as_deref(),
            Some("website")
        );
    }

    #[test]
    fn a_heading_of_several_lines_is_left_out() {
        let heading = Heading { tracking_code: "KNK-a\nfirst.gclid: forged", form: "a\r\n\nb", ..HEADING };

        let block = parse_notes(&compose_notes("", heading, &Touches::default())).block.unwrap();

        assert_eq!((block.tracking_code, block.form, block.touches), (None, None, Touches::default()));
    }

    #[test]
    fn a_field_that_is_not_one_line_or_has_an_odd_name_is_left_out() {
        let fields =
            &[("company", "a\ntracking: KNK-evil"), ("a: b", "x"), ("a\nb", "x"), ("empty", ""), ("good", "y")];

        let block = parse_notes(&compose_notes("", Heading { fields, ..HEADING }, &Touches::default())).block.unwrap();

        assert_eq!(block.fields.into_iter().collect::<Vec<_>>(), [("good".to_owned(), "y".to_owned())]);
        assert_eq!(block.tracking_code.as_deref(), Some("KNK-abc123"));
    }

    fn any_touch(value: &'static str) -> impl Strategy<Value = Touch> {
        let params = btree_map(select(PARAMETERS.to_vec()), value, 0..6);
        let cookies = btree_map(select(COOKIES.to_vec()), "[!-~é😀]{1,20}", 0..3);
        let place = proptest::option::of("https://[a-z]{1,9}\\.example/[a-z: ]{0,9}[a-z]");
        (params, cookies, place).prop_map(|(params, cookies, place)| Touch {
            landing: place.clone(),
            referrer: place,
            params: params.into_iter().map(|(name, value)| (name.to_owned(), value)).rev().collect(),
            cookies: cookies.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            ..Touch::default()
        })
    }

    proptest! {
        #[test]
        fn notes_are_read_back_as_they_were_written(
            message in "([^\\r]|\n|\\\\|--- konektor:attribution v1 ---){0,60}",
            first in proptest::option::of(any_touch("[ -~]{0,19}[!-~]")),
            last in proptest::option::of(any_touch("[é😀 -~]{0,19}[!-~]")),
            own in "[é😀 -~]{0,19}[!-~]",
        ) {
            let touches = Touches { first, last };
            let heading = Heading { fields: &[("company", &own), ("b-2", "x")], ..HEADING };
            let notes = compose_notes(&message, heading, &touches);
            let ParsedNotes { message: read, block } = parse_notes(&notes);
            let block = block.unwrap();

            prop_assert_eq!(read, message.trim());
            prop_assert_eq!(&block.touches, &touches);
            let fields = [("company".to_owned(), own), ("b-2".to_owned(), "x".to_owned())];
            prop_assert_eq!(block.fields.into_iter().collect::<Vec<_>>(), fields);
            let order = |touches: &Touches| touches.last.iter().flat_map(|it| it.params.keys().cloned()).collect::<Vec<_>>();
            prop_assert_eq!(order(&block.touches), order(&touches));
            let channel = channel(&touches);
            prop_assert_eq!(block.source.as_deref(), Some(channel.source));
            prop_assert_eq!(block.ad_platform.as_deref(), channel.ad_platform);
            prop_assert_eq!(block.channel.as_deref(), Some(channel.name));
            prop_assert_eq!(block.consent, Consent::Granted);
        }

        #[test]
        fn what_has_no_room_is_left_out_whole(first in any_touch("[ -~]{0,400}[!-~]"), last in any_touch("[é😀]{1,250}")) {
            let touches = Touches { first: Some(first), last: Some(last) };
            let notes = compose_notes("", HEADING, &touches);
            let block = parse_notes(&notes).block.unwrap();

            prop_assert!(utf16_len(&notes) <= BLOCK_LIMIT);
            for (written, read) in [(&touches.first, &block.touches.first), (&touches.last, &block.touches.last)] {
                let (written, read) = (written.clone().unwrap_or_default(), read.clone().unwrap_or_default());
                for (name, value) in &read.params {
                    prop_assert_eq!(written.params.get(name), Some(value));
                }
                for (name, value) in &read.cookies {
                    prop_assert_eq!(written.cookies.get(name), Some(value));
                }
            }
        }

        #[test]
        fn a_message_can_never_forge_the_block(lines in proptest::collection::vec(select(vec![MARKER, "tracking: KNK-evil", "\n", "\r", "\\", "a"]), 0..12)) {
            let message = lines.concat();
            let notes = compose_notes(&message, HEADING, &Touches::default());
            prop_assert_eq!(parse_notes(&notes).block.unwrap().tracking_code, Some("KNK-abc123".to_owned()));
        }

        #[test]
        fn any_text_can_be_read(text in "\\PC*") {
            let _ = parse_notes(&text);
        }
    }
}
