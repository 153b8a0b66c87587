//! Reads a lead's notes back: the message and our block, of this version or the first. Nobody signed a block, so what it says is a
//! claim; what it does not say is left empty, and a name that is not known is passed over.

use indexmap::IndexMap;
use serde::Serialize;

use super::agreement::Agreement;
use super::names::{COOKIES, PARAMETERS};
use super::notes::{AGREED, COOKIE, FIELD, MARKER, unescape};
use super::touch::{Consent, Touch, Touches};

/// Notes read back.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ParsedNotes {
    /// What stands before the last block, with its markers as the visitor wrote them.
    pub message: String,
    /// The last block, if there is one.
    pub block: Option<Block>,
}

/// The attribution that a note claims.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Block {
    /// Always `false`: a block is a claim, signed by nobody.
    pub authenticated: bool,
    /// The workspace's tracking code.
    pub tracking_code: Option<String>,
    /// The form's name.
    pub form: Option<String>,
    /// What the visitor filled in of the form's own fields, in the form's order.
    pub fields: IndexMap<String, String>,
    /// The visitor's consent.
    pub consent: Consent,
    /// What the visitor said about each purpose, as far as it had room.
    pub agreed: Vec<Agreement>,
    /// The credited `source`.
    pub source: Option<String>,
    /// The credited `adPlatform`.
    pub ad_platform: Option<String>,
    /// The credited channel, `Paid Search`; blocks of the first version have none.
    pub channel: Option<String>,
    /// The touches.
    pub touches: Touches,
}

/// Reads notes back: the message, and the last block, which ends at an empty line (people write below it).
#[must_use]
pub fn parse_notes(notes: &str) -> ParsedNotes {
    let mut start = None;
    let mut offset = 0;
    for line in notes.split_inclusive('\n') {
        if line.trim_end() == MARKER {
            start = Some((offset, offset + line.len()));
        }
        offset += line.len();
    }
    let Some((start, body)) = start else {
        return ParsedNotes { message: unescape(notes.trim()), block: None };
    };
    ParsedNotes { message: unescape(notes[..start].trim()), block: Some(read_block(&notes[body..])) }
}

fn read_block(text: &str) -> Block {
    let mut block = Block::default();
    let mut last_is_first = false;
    for line in text.lines().take_while(|line| !line.trim().is_empty()) {
        let Some((name, value)) = line.split_once(": ") else { continue };
        match name {
            "tracking" => block.tracking_code = Some(value.to_owned()),
            "form" => block.form = Some(value.to_owned()),
            "source" => block.source = Some(value.to_owned()),
            "adPlatform" => block.ad_platform = Some(value.to_owned()),
            "channel" => block.channel = Some(value.to_owned()),
            "consent" => block.consent = Consent::read(Some(value)),
            AGREED => block.agreed.extend(Agreement::parse(value)),
            "first" => {
                block.touches.first.get_or_insert_default();
            }
            "last" => {
                block.touches.last.get_or_insert_default();
                last_is_first = value == "as first";
            }
            _ => {
                if let Some(field) = name.strip_prefix(FIELD) {
                    block.fields.insert(field.to_owned(), value.to_owned());
                }
                let touch = match name.split_once('.') {
                    Some(("first", name)) => Some((&mut block.touches.first, name)),
                    Some(("last", name)) => Some((&mut block.touches.last, name)),
                    _ => None,
                };
                if let Some((touch, name)) = touch {
                    read_line(touch.get_or_insert_default(), name, value);
                }
            }
        }
    }
    // Blocks of the first version had both in one line, `channel: ads / google`.
    if block.source.is_none()
        && let Some(both) = block.channel.take()
    {
        let (source, platform) = both.split_once(" / ").map_or((both.as_str(), None), |(one, two)| (one, Some(two)));
        block.ad_platform = platform.map(str::to_owned);
        block.source = Some(source.to_owned());
    }
    if last_is_first {
        block.touches.last.clone_from(&block.touches.first);
    }
    block
}

fn read_line(touch: &mut Touch, name: &str, value: &str) {
    let value = value.to_owned();
    match name {
        "at" => touch.at = Some(value),
        "landing" => touch.landing = Some(value),
        "referrer" => touch.referrer = Some(value),
        param if PARAMETERS.contains(&param) => {
            touch.params.insert(param.to_owned(), value);
        }
        _ => {
            let cookie = name.strip_prefix(COOKIE).unwrap_or(name);
            if COOKIES.contains(&cookie) {
                touch.cookies.insert(cookie.to_owned(), value);
            }
        }
    }
}
