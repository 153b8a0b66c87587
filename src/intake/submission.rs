//! Reads a public submission from bytes: JSON as the widget sends it, or a plain form post. What the form does not offer is
//! passed over, since a page's own form may have more fields than a lead; what it offers is cleaned and judged later. Markup and
//! formulas are text like any other: whoever shows or exports a lead writes them as text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::forms::Form;
use super::refusal::Refusal;
use crate::attribution::{Agreement, Consent, Touch, Touches};
use crate::text::turns;
use crate::validate::json::{self, DUPLICATE_KEY, Dialect, Syntax};
use crate::validate::{Issue, JsonType, Rule};

/// The largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 32 * 1024;

const HONEYPOT: &str = "_hp";
/// The field in which Cloudflare's script writes its token into a form.
const TURNSTILE: &str = "cf-turnstile-response";

/// A submission as it was read. It is handed to the caller and back between two steps, so it is written as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Submission {
    /// The visitor's id for it, a UUID v4 in lower case; a plain post may have none.
    pub id: Option<String>,
    /// The fields that the form offers and the visitor filled in.
    pub fields: BTreeMap<String, String>,
    /// Whether the field that no person sees was filled in.
    pub honeypot: bool,
    /// What the visitor allowed.
    pub consent: Consent,
    /// What the visitor said about each purpose.
    pub agreed: Vec<Agreement>,
    /// Where the visitor came from.
    pub touches: Touches,
    /// The token of the form, as it came.
    pub form_token: Option<String>,
    /// The token of the challenge, as it came.
    pub turnstile: Option<String>,
}

impl Submission {
    /// The same fields always give the same text: two submissions of one id are compared by it.
    #[must_use]
    pub fn content(&self) -> String {
        serde_json::to_string(&self.fields).unwrap_or_default()
    }
}

/// Reads a JSON submission.
///
/// # Errors
/// When it is not JSON of version 1 with a UUID v4 as its id and texts as its fields, or holds a name twice.
pub fn read_json(bytes: &[u8], form: &Form) -> Result<Submission, Refusal> {
    json::check(bytes, Dialect::Request).map_err(|syntax| not_json(bytes, syntax))?;
    let Ok(Value::Object(wire)) = serde_json::from_slice::<Value>(bytes) else {
        return Err(Refusal::body("The body is not a JSON object"));
    };
    if wire.get("v").and_then(Value::as_f64) != Some(1.0) {
        return Err(Refusal::field("v", "Expected 1"));
    }
    let id =
        wire.get("id").and_then(Value::as_str).and_then(uuid_v4).ok_or_else(|| Refusal::field("id", "Invalid uuid"))?;
    let proof =
        |name: &str| wire.get("proof").and_then(|proof| proof.get(name)).and_then(Value::as_str).map(str::to_owned);
    let empty = Map::new();
    let fields = match wire.get("fields") {
        None => &empty,
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err(Refusal::field("fields", "Expected object")),
    };
    let mut submission = Submission {
        id: Some(id),
        honeypot: is_filled(fields.get(HONEYPOT)) || is_filled(wire.get(HONEYPOT)),
        consent: Consent::read(wire.get("consent").and_then(Value::as_str)),
        agreed: Agreement::read_all(wire.get("agreed")),
        form_token: proof("formToken"),
        turnstile: proof("turnstile"),
        ..Submission::default()
    };
    submission.touches = Touches::read(json::members(bytes).get("touch").unwrap_or_default(), submission.consent)
        .without_self_referrals(&form.hosts());
    let mut issues = Vec::new();
    for name in form.fields.keys() {
        match fields.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => submission.fill_in(name, text),
            Some(other) => {
                let rule = Rule::Type { expected: JsonType::String, received: type_of(other) };
                issues.push(Issue { field: name.clone(), rule });
            }
        }
    }
    if issues.is_empty() { Ok(submission) } else { Err(Refusal::invalid(&issues)) }
}

/// Reads a plain form post, `application/x-www-form-urlencoded`. Nobody asked the visitor for consent, so none is assumed; the
/// page that posted is all that is known of where they came from. Of fields with one name the first that is filled in counts: pages
/// have a form twice, for telephones and for desks, and what is appended to a post changes nothing.
///
/// # Errors
/// When it is not UTF-8.
pub fn read_form(bytes: &[u8], form: &Form, page: Option<&str>) -> Result<Submission, Refusal> {
    let mut submission = Submission::default();
    for (name, value) in form_urlencoded::parse(bytes) {
        match name.as_ref() {
            HONEYPOT => submission.honeypot |= !value.trim().is_empty(),
            "_id" => submission.id = submission.id.or_else(|| uuid_v4(&value)),
            TURNSTILE if !value.is_empty() => submission.turnstile = submission.turnstile.or(Some(value.into_owned())),
            name if form.fields.contains_key(name) => {
                if value.contains('\u{fffd}') {
                    return Err(Refusal::field(name, "Not UTF-8"));
                }
                submission.fill_in(name, &value);
            }
            _ => {}
        }
    }
    if let Some(page) = page {
        submission.touches.last = Some(Touch::from_page(page, submission.consent));
    }
    Ok(submission)
}

impl Submission {
    fn fill_in(&mut self, name: &str, text: &str) {
        let text = if name == "message" {
            // A form that posts itself ends lines otherwise than one that is sent as JSON: it is the same message.
            clean(&text.replace("\r\n", "\n"), |character| matches!(character, '\n' | '\r' | '\t'))
        } else {
            clean(text, |_| false)
        };
        if !text.is_empty() {
            self.fields.entry(name.to_owned()).or_insert(text);
        }
    }
}

/// Control characters have no meaning in a form, and a NUL can break a database behind the API for good. What turns the direction
/// of a text goes too: a name must not make the line that it stands in look like another.
fn clean(text: &str, kept: impl Fn(char) -> bool) -> String {
    let printable: String = text
        .chars()
        .filter(|character| !turns(*character))
        .filter_map(|character| match character {
            // U+2028 and U+2029 part lines where people are shown a text.
            control if (control.is_control() || matches!(control, '\u{2028}' | '\u{2029}')) && !kept(control) => {
                control.is_whitespace().then_some(' ')
            }
            other => Some(other),
        })
        .collect();
    printable.trim().to_owned()
}

/// A name that stands there twice is told, as everywhere: which of its values was meant is nobody's guess.
fn not_json(bytes: &[u8], Syntax { at, problem }: Syntax) -> Refusal {
    let name = bytes.get(at..).filter(|_| problem == DUPLICATE_KEY).and_then(json::string);
    match name {
        Some(name) => Refusal::invalid(&[Issue { field: name.chars().take(60).collect(), rule: Rule::Duplicate }]),
        None => Refusal::body("The body is not a JSON object"),
    }
}

fn is_filled(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(_) => true,
    }
}

fn uuid_v4(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let shape = text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        });
    shape.then_some(text)
}

fn type_of(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(_) => JsonType::Number,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::intake::check_forms;
    use proptest::prelude::*;
    use serde_json::json;

    pub(crate) const ID: &str = "3f2b8c1e-9a4d-4c7b-8e21-5d6f7a8b9c0d";

    pub(crate) fn form() -> Form {
        let file = json!({
            "workspaces": { "KNK-abc123": { "keyBinding": "KEY" } },
            "forms": { "promo": {
                "trackingCode": "KNK-abc123",
                "origins": ["https://toko.example"],
                "fields": { "firstName": "required", "lastName": "optional", "email": "optional", "phone": "required", "message": "optional" },
            } },
        });
        check_forms(&file.to_string()).unwrap().forms.remove("promo").unwrap()
    }

    fn read(wire: &Value) -> Result<Submission, Refusal> {
        read_json(wire.to_string().as_bytes(), &form())
    }

    fn wire() -> Value {
        json!({ "v": 1, "id": ID, "fields": { "firstName": " Andi ", "phone": "0812 3456 7890" }, "consent": "granted" })
    }

    #[test]
    fn only_the_fields_that_the_form_offers_are_read() {
        let mut wire = wire();
        wire["fields"]["status"] = json!("won");
        wire["fields"]["assignedTo"] = json!(ID);
        wire["status"] = json!("won");

        let submission = read(&wire).unwrap();

        assert_eq!(submission.content(), r#"{"firstName":"Andi","phone":"0812 3456 7890"}"#);
    }

    #[test]
    fn the_hosts_of_the_forms_pages_send_nobody() {
        let mut form = form();
        form.origins =
            ["https://www.toko.example", "https://promo.lain.example:8443", "null"].map(str::to_owned).to_vec();
        let referrer = |page: &str| {
            let mut wire = wire();
            wire["touch"] = json!({ "last": { "landing": "https://www.toko.example/", "referrer": page } });
            read_json(wire.to_string().as_bytes(), &form).unwrap().touches.last.unwrap().referrer
        };

        for own in [
            "https://toko.example/a",
            "https://promo.lain.example/b",
            "https://a.promo.lain.example:8443/",
            "https://app.midtrans.com/",
        ] {
            assert_eq!(referrer(own), None, "{own}");
        }
        for other in ["https://lain.example/", "https://promo.lain.example.evil.example/"] {
            assert_eq!(referrer(other).as_deref(), Some(other));
        }
    }

    #[test]
    fn the_version_and_the_id_are_required() {
        for (field, value) in [
            ("v", json!(2)),
            ("v", json!(null)),
            ("id", json!("x")),
            ("id", json!("3f2b8c1e-9a4d-1c7b-8e21-5d6f7a8b9c0d")),
        ] {
            let mut wire = wire();
            wire[field] = value;
            assert_eq!(read(&wire).unwrap_err().details[0].field, field);
        }
    }

    #[test]
    fn a_field_that_is_no_text_is_named_in_the_servers_words() {
        let mut wire = wire();
        wire["fields"]["phone"] = json!(81_234);

        let refusal = read(&wire).unwrap_err();

        assert_eq!(
            (refusal.details[0].field.as_str(), refusal.details[0].message.as_str()),
            ("phone", "Expected string, received number")
        );
    }

    #[test]
    fn what_is_not_json_is_refused_and_never_panics() {
        for bytes in
            [&b""[..], b"[]", b"{\"v\":1", b"\xff", b"{\"v\":1e999}", b"\"x\"", b"{\"v\":1,\"id\":\"\\ud800\"}"]
        {
            assert_eq!(read_json(bytes, &form()).unwrap_err().status, 400);
        }
        let deep = "[".repeat(10_000);
        assert!(read_json(deep.as_bytes(), &form()).is_err());
    }

    #[test]
    fn a_filled_honeypot_is_noticed_wherever_it_stands() {
        for change in [json!({ "fields": { "_hp": "x" } }), json!({ "_hp": "x" }), json!({ "fields": { "_hp": 1 } })] {
            let mut wire = wire();
            for (name, value) in change.as_object().unwrap() {
                wire[name] = value.clone();
            }
            assert!(read(&wire).unwrap().honeypot);
        }
        let mut wire = wire();
        wire["fields"]["_hp"] = json!("  ");
        assert!(!read(&wire).unwrap().honeypot);
    }

    #[test]
    fn a_plain_post_is_read_with_what_its_page_tells() {
        let body = b"firstName=Andi+B&phone=0812%2D3&status=won&_id=3F2B8C1E-9A4D-4C7B-8E21-5D6F7A8B9C0D&_hp=";

        let submission =
            read_form(body, &form(), Some("https://toko.example/promo?utm_source=tiktok&gclid=x")).unwrap();

        assert_eq!(submission.id.as_deref(), Some(ID));
        assert_eq!(submission.fields["firstName"], "Andi B");
        assert_eq!(submission.fields.len(), 2);
        assert!(!submission.honeypot);
        let touch = submission.touches.last.unwrap();
        assert_eq!(touch.params.keys().collect::<Vec<_>>(), ["utm_source"]);
    }

    #[test]
    fn a_message_of_several_lines_is_the_same_however_the_form_was_sent() {
        let plain = read_form(b"message=a%0D%0Ab", &form(), None).unwrap();

        let json = format!(r#"{{"v":1,"id":"{ID}","fields":{{"message":"a\nb"}}}}"#);
        assert_eq!(plain.content(), read_json(json.as_bytes(), &form()).unwrap().content());
    }

    #[test]
    fn a_plain_post_in_another_encoding_is_refused_by_field() {
        assert_eq!(read_form(b"firstName=%e9", &form(), None).unwrap_err().details[0].field, "firstName");
    }

    #[test]
    fn a_name_that_stands_there_twice_is_told() {
        let fields = r#"{"firstName":"A","first\u004eame":"B"}"#;
        for (body, field) in [
            (format!(r#"{{"v":1,"id":"{ID}","fields":{fields}}}"#), "firstName"),
            (format!(r#"{{"v":1,"id":"{ID}","fields":{{}},"fields":{{}}}}"#), "fields"),
            (format!(r#"{{"v":1,"id":"{ID}","fields":{{}},"x":[{{"deep":1,"deep":2}}]}}"#), "deep"),
        ] {
            let refusal = read_json(body.as_bytes(), &form()).unwrap_err();
            assert_eq!(refusal.details[0].field, field);
            assert_eq!(refusal.details[0].message, format!("duplicate field `{field}`"));
        }
        let long = "x".repeat(500);
        let body = format!(r#"{{"{long}":1,"{long}":2}}"#);
        assert_eq!(read_json(body.as_bytes(), &form()).unwrap_err().details[0].field.len(), 60);
    }

    #[test]
    fn of_a_plain_posts_fields_with_one_name_the_first_that_is_filled_in_counts() {
        let other = "3f2b8c1e-9a4d-4c7b-8e21-5d6f7a8b9c0e";
        let body = format!(
            "firstName=+&firstName=Andi&firstName=Evil&_id=x&_id={ID}&_id={other}&cf-turnstile-response=&cf-turnstile-response=t"
        );

        let submission = read_form(body.as_bytes(), &form(), None).unwrap();

        assert_eq!(submission.fields["firstName"], "Andi");
        assert_eq!(submission.id.as_deref(), Some(ID));
        assert_eq!(submission.turnstile.as_deref(), Some("t"));
    }

    #[test]
    fn a_challenges_token_is_read_and_is_no_part_of_what_was_said() {
        let mut wire = wire();
        let without = read(&wire).unwrap().content();
        wire["proof"] = json!({ "turnstile": "t", "formToken": "f" });

        let submission = read(&wire).unwrap();

        assert_eq!((submission.turnstile.as_deref(), submission.form_token.as_deref()), (Some("t"), Some("f")));
        assert_eq!(submission.content(), without);
    }

    #[test]
    fn what_turns_the_direction_of_a_text_does_not_get_through() {
        let mut wire = wire();
        wire["fields"] = json!({ "firstName": "\u{202e}idnA\u{202c}", "phone": "\u{202a}+62 812\u{202c}", "message": "a\u{2066}b\u{2069}" });

        let fields = read(&wire).unwrap().fields;

        assert_eq!(fields["firstName"], "idnA");
        assert_eq!(fields["phone"], "+62 812");
        assert_eq!(fields["message"], "ab");
    }

    #[test]
    fn markup_and_formulas_are_text() {
        for text in ["<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(1)", "\"'`;--"] {
            let mut wire = wire();
            wire["fields"]["firstName"] = json!(text);
            assert_eq!(read(&wire).unwrap().fields["firstName"], text);
        }
    }

    #[test]
    fn control_characters_do_not_get_through() {
        let mut wire = wire();
        wire["fields"] = json!({ "firstName": "A\u{0}n\ndi\u{7f}", "message": "one\r\ntwo\u{0}\tthree" });

        let fields = read(&wire).unwrap().fields;

        assert_eq!(fields["firstName"], "An di");
        assert_eq!(fields["message"], "one\ntwo\tthree");
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_json(&bytes, &form());
            let _ = read_form(&bytes, &form(), None);
        }
    }
}
