//! What a visitor said about one purpose, as a proof that travels with the lead: yes or no, to which words, when and where. The words
//! themselves stay with the page; their digest says which they were. Reading never fails: what has another shape is passed over.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::touch::{address, is_instant};
use crate::text::{joined, turns};
use crate::validate::rules::utf16_len;

/// How many of them a submission may have.
pub const AGREEMENTS_LIMIT: usize = 8;
/// The longest words that a digest stands for, in UTF-16 units.
pub const WORDS_LIMIT: usize = 1_000;
/// The longest purpose, version and language, in UTF-16 units.
const LABEL_LIMIT: usize = 40;

const GAP: &str = "; ";
/// Stands for what is not known.
const NOTHING: &str = "-";
const DIGEST: &str = "sha256 ";

/// What a visitor said about one purpose.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Agreement {
    /// The purpose, as the page calls it: `marketing`.
    pub purpose: String,
    /// Whether the visitor agreed.
    pub given: bool,
    /// The version of the words.
    pub version: Option<String>,
    /// The language of the words.
    pub language: Option<String>,
    /// When, in ISO 8601, by the visitor's clock.
    pub at: Option<String>,
    /// The page's address, without query and fragment.
    pub page: Option<String>,
    /// The SHA-256 of the words in UTF-8, in hexadecimal: every run of white space counts as one space, none at the ends, without control
    /// characters and marks of direction. Of more than 1 000 UTF-16 units there is none.
    pub text_sha256: Option<String>,
}

impl Agreement {
    /// Reads the wire's `agreed` member.
    pub(crate) fn read_all(wire: Option<&Value>) -> Vec<Self> {
        let list = wire.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(Self::read).take(AGREEMENTS_LIMIT).collect()
    }

    fn read(wire: &Value) -> Option<Self> {
        let text = |name: &str| wire.get(name).and_then(Value::as_str);
        Some(Self {
            purpose: label(text("purpose")?)?,
            given: wire.get("given")?.as_bool()?,
            version: text("version").and_then(label),
            language: text("language").and_then(label),
            at: text("at").filter(|at| is_instant(at)).map(str::to_owned),
            page: text("page").and_then(address),
            text_sha256: text("text").and_then(digest),
        })
    }

    /// Its line of the block.
    pub(super) fn write(&self) -> String {
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| NOTHING.to_owned());
        let digest = self.text_sha256.as_deref().map_or_else(|| NOTHING.to_owned(), |digest| joined(&[DIGEST, digest]));
        let parts = [
            if self.given { "yes" } else { "no" },
            &self.purpose,
            &or_nothing(&self.version),
            &or_nothing(&self.language),
            &or_nothing(&self.at),
            &or_nothing(&self.page),
            &digest,
        ];
        parts.join(GAP)
    }

    /// Reads its line back.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (given, rest) = line.split_once(GAP)?;
        let (purpose, rest) = rest.split_once(GAP)?;
        let (version, rest) = rest.split_once(GAP)?;
        let (language, rest) = rest.split_once(GAP)?;
        let (at, rest) = rest.split_once(GAP)?;
        // An address may have a semicolon.
        let (page, digest) = rest.rsplit_once(GAP)?;
        let known = |text: &str| (text != NOTHING).then(|| text.to_owned());
        Some(Self {
            purpose: purpose.to_owned(),
            given: match given {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
            version: known(version),
            language: known(language),
            at: known(at),
            page: known(page),
            text_sha256: digest.strip_prefix(DIGEST).map(str::to_owned),
        })
    }
}

/// A short text that is one part of a line; `None` when there is none, or too much of it.
fn label(text: &str) -> Option<String> {
    let label = plain(text).replace(';', ",");
    (!label.is_empty() && label != NOTHING && utf16_len(&label) <= LABEL_LIMIT).then_some(label)
}

fn digest(text: &str) -> Option<String> {
    let words = plain(text);
    if words.is_empty() || utf16_len(&words) > WORDS_LIMIT {
        return None;
    }
    let half = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    Some(Sha256::digest(words.as_bytes()).iter().flat_map(|byte| [half(byte >> 4), half(byte & 15)]).collect())
}

/// A text as a person sees it on one line.
fn plain(text: &str) -> String {
    // JavaScript's `\s` has U+FEFF as well.
    let space = |it: char| it.is_whitespace() || it == '\u{feff}';
    let shown: String = text.chars().filter(|it| space(*it) || !it.is_control() && !turns(*it)).collect();
    shown.split(space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn one(wire: Value) -> Option<Agreement> {
        Agreement::read_all(Some(&json!([wire]))).pop()
    }

    #[test]
    fn a_proof_is_one_line_that_people_can_read() {
        let agreement = one(json!({
            "purpose": "marketing", "given": true, "text": "Saya setuju\n  dihubungi. ", "version": "2026-01", "language": "id",
            "at": "2026-11-26T03:00:00.000Z", "page": "https://toko.example/promo?email=a@b.example",
        }))
        .unwrap();

        assert_eq!(
            agreement.write(),
            "yes; marketing; 2026-01; id; 2026-11-26T03:00:00.000Z; https://toko.example/promo; \
             sha256 37555f66bf22828e7271ad5aafaf1538a819a0c4ef6c3aabab60762c9d5d261c"
        );
    }

    #[test]
    fn the_same_words_have_the_same_digest_however_they_are_spaced() {
        let digest = |text: &str| one(json!({ "purpose": "p", "given": false, "text": text })).unwrap().text_sha256;

        // printf abc | sha256sum
        assert_eq!(digest("abc").as_deref(), Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assert_eq!(digest(" a\u{a0}\u{feff}b\r\n\tc\u{0}\u{202e} "), digest("a b c"));
        assert_ne!(digest("a b c"), digest("abc"));
        assert!(digest(&"x".repeat(1_000)).is_some());
        assert_eq!((digest(&"x".repeat(1_001)), digest(" ")), (None, None));
    }

    #[test]
    fn what_has_another_shape_is_passed_over_and_what_is_odd_in_one_is_left_out() {
        for wire in [
            json!(null),
            json!("marketing"),
            json!({ "purpose": "marketing" }),
            json!({ "purpose": "marketing", "given": "true" }),
            json!({ "purpose": 1, "given": true }),
            json!({ "purpose": " \u{0}", "given": true }),
            json!({ "purpose": "x".repeat(41), "given": true }),
        ] {
            assert_eq!(one(wire.clone()), None, "{wire}");
        }
        let odd = json!({ "purpose": "a;\u{202e} b", "given": false, "version": 3, "language": "x".repeat(41), "at": "now", "page": "javascript:1", "text": [] });
        let expected = Agreement { purpose: "a, b".to_owned(), ..Agreement::default() };
        assert_eq!(one(odd), Some(expected));
        assert_eq!(Agreement::read_all(Some(&json!({}))), []);
    }

    #[test]
    fn at_most_eight_are_read() {
        let wire = Value::from_iter((0..20).map(|number| json!({ "purpose": number.to_string(), "given": true })));

        assert_eq!(Agreement::read_all(Some(&wire)).len(), 8);
    }

    proptest! {
        #[test]
        fn a_line_is_read_back_exactly(
            texts in prop::collection::vec("(\\PC|\n|; |sha256 |-){0,20}", 4), given in any::<bool>(), path in "[ -~]{0,30}",
        ) {
            let [purpose, version, language, text] = &texts[..] else { unreachable!() };
            let page = format!("https://toko.example/{path}");
            let wire = json!({ "purpose": purpose, "given": given, "version": version, "language": language, "text": text, "page": page, "at": "2026-11-26" });
            if let Some(agreement) = one(wire) {
                let line = agreement.write();
                prop_assert!(crate::attribution::value::is_printable(&line));
                prop_assert_eq!(Agreement::parse(&line), Some(agreement));
            }
        }

        #[test]
        fn any_line_can_be_read(line in "(\\PC|; |yes){0,20}") {
            let _ = Agreement::parse(&line);
        }
    }
}
