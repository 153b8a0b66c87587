//! Makes the lead of a submission, and checks it by the same table as everything that goes to the API, before anybody is told
//! that it was received: what is acknowledged can be delivered.

use serde_json::{Map, Value};

use super::code::external_ref;
use super::field::{goes_into_notes, is_custom, limit_in_notes, shared};
use super::forms::{Form, Presence};
use super::refusal::{Detail, Refusal};
use super::submission::Submission;
use crate::attribution::{Heading, MESSAGE_LIMIT, channel, compose_notes, field_line};
use crate::model::CreateLead;
use crate::phone;
use crate::validate::{self, Issue, Rule, UnknownFields, rules};

/// The JSON of the lead to create.
///
/// # Errors
/// Names the fields that are missing or that the API would refuse, by the form's own names.
pub fn compose(
    form_name: &str,
    form: &Form,
    submission: &Submission,
    id: &str,
    unique_code: &str,
) -> Result<String, Refusal> {
    let field = |name: &str| submission.fields.get(name).map(String::as_str);
    let mut details = Vec::new();
    let mut lead = Map::new();
    let notes = texts_for_notes(form, submission);
    let most = most_units(&notes);
    for (name, presence) in &form.fields {
        match field(name) {
            None if *presence == Presence::Required => details.push(detail(name, Rule::Required)),
            None => {}
            Some(text) if name == "phone" => match phone::why_not(text) {
                Some(reason) => details.push(Detail { field: name.clone(), message: reason.message().to_owned() }),
                None => drop(lead.insert(name.clone(), Value::from(phone::normalise(text)))),
            },
            Some(text) if goes_into_notes(name) => {
                let most = limit_in_notes(name).min(most);
                if rules::utf16_len(text) > most {
                    details.push(detail(name, Rule::TooLong(most as u32)));
                }
            }
            Some(text) => drop(lead.insert(name.clone(), Value::String(text.to_owned()))),
        }
    }
    let channel = channel(&submission.touches);
    let fields: Vec<_> = notes.iter().copied().filter(|(name, _)| is_custom(name)).collect();
    let heading = Heading {
        tracking_code: &form.tracking_code,
        form: form_name,
        consent: submission.consent,
        language: form.language,
        fields: &fields,
        agreed: &submission.agreed,
    };
    let texts =
        [("source", Some(channel.source)), ("adPlatform", channel.ad_platform), ("uniqueCode", Some(unique_code))];
    lead.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::String(text?.to_owned())))));
    lead.insert("externalRef".to_owned(), Value::String(external_ref(id)));
    // Texts that are too long are reported above; their notes would be reported once more.
    if details.iter().all(|detail| !goes_into_notes(&detail.field)) {
        let notes = compose_notes(field("message").unwrap_or(""), heading, &submission.touches);
        lead.insert("notes".to_owned(), Value::String(notes));
    }
    let json = Value::Object(lead).to_string();
    if let Err(invalid) = validate::request(json.as_bytes(), CreateLead::SCHEMA, UnknownFields::Refuse) {
        for issue in &invalid.issues {
            if details.iter().all(|detail| detail.field != issue.field) {
                details.push(Detail { field: issue.field.clone(), message: issue.message() });
            }
        }
    }
    if details.is_empty() { Ok(json) } else { Err(Refusal { details, ..Refusal::invalid(&[]) }) }
}

/// What the visitor filled in for the notes, in the form's order.
fn texts_for_notes<'a>(form: &'a Form, submission: &'a Submission) -> Vec<(&'a str, &'a str)> {
    let names = form.fields.keys().map(String::as_str).filter(|name| goes_into_notes(name));
    names.filter_map(|name| Some((name, submission.fields.get(name)?.as_str()))).collect()
}

/// The message and the form's own fields share the room that a message alone has: so long may the longest of them be, that all have room.
fn most_units(texts: &[(&str, &str)]) -> usize {
    let around =
        texts.iter().filter(|(name, _)| is_custom(name)).map(|(name, _)| rules::utf16_len(&field_line(name, "")));
    let room = MESSAGE_LIMIT.saturating_sub(around.sum());
    let lengths: Vec<_> = texts.iter().map(|(name, text)| rules::utf16_len(text).min(limit_in_notes(name))).collect();
    shared(&lengths, room)
}

fn detail(field: &str, rule: Rule) -> Detail {
    let issue = Issue { field: field.to_owned(), rule };
    Detail { field: field.to_owned(), message: issue.message() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Consent, Touch, Touches, parse_notes};
    use crate::intake::submission::tests::{ID, form};
    use crate::intake::{read_form, read_json};
    use crate::schema::Kind;
    use proptest::prelude::*;
    use serde_json::json;

    fn submission(fields: &[(&str, &str)]) -> Submission {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Submission { fields, consent: Consent::Granted, ..Submission::default() }
    }

    fn lead(submission: &Submission) -> Result<Value, Vec<(String, String)>> {
        match compose("promo", &form(), submission, ID, "KNK-abc123-0123456789") {
            Ok(json) => Ok(serde_json::from_str(&json).unwrap()),
            Err(refusal) => Err(refusal.details.into_iter().map(|detail| (detail.field, detail.message)).collect()),
        }
    }

    #[test]
    fn a_visitor_of_an_ad_becomes_a_lead_of_its_platform() {
        let touch =
            json!({ "params": { "gclid": "Cj0K", "utm_source": "google" }, "landing": "https://toko.example/" });
        let touch = Touch::read(touch.to_string().as_bytes(), Consent::Granted);
        let mut submission = submission(&[("firstName", "Andi"), ("phone", "0812-3456-7890"), ("message", "Halo")]);
        submission.touches = Touches { first: Some(touch.clone()), last: Some(touch.clone()) };

        let lead = lead(&submission).unwrap();

        assert_eq!(lead["source"], "ads");
        assert_eq!(lead["adPlatform"], "google");
        assert_eq!(lead["phone"], "+6281234567890");
        assert_eq!(lead["uniqueCode"], "KNK-abc123-0123456789");
        assert_eq!(lead["externalRef"], format!("kf_{ID}"));
        let notes = parse_notes(lead["notes"].as_str().unwrap());
        assert_eq!(notes.message, "Halo");
        assert_eq!(notes.block.unwrap().touches.last, Some(touch));
    }

    #[test]
    fn every_wrong_field_is_named_at_once_by_the_forms_own_name() {
        let wrong = submission(&[
            ("email", "nobody"),
            ("phone", "12"),
            ("lastName", &"x".repeat(101)),
            ("message", &"x".repeat(3_401)),
        ]);

        let mut details = lead(&wrong).unwrap_err();
        details.sort();

        let expected = [
            ("email", "Invalid email"),
            ("firstName", "Required"),
            ("lastName", "String must contain at most 100 character(s)"),
            ("message", "String must contain at most 3400 character(s)"),
            ("phone", "Phone number with too few digits"),
        ];
        assert_eq!(details, expected.map(|(field, message)| (field.to_owned(), message.to_owned())));
    }

    #[test]
    fn the_longest_message_is_taken_in_utf16_units() {
        let with = |message: String| {
            lead(&submission(&[("firstName", "A"), ("phone", "081234567890"), ("message", &message)]))
        };

        assert!(with("😀".repeat(1_700)).is_ok());
        assert!(with("😀".repeat(1_701)).is_err());
    }

    /// The form with two fields of its own.
    fn with_own_fields() -> Form {
        let mut form = form();
        form.fields.insert("company".to_owned(), Presence::Required);
        form.fields.insert("budget".to_owned(), Presence::Optional);
        form
    }

    fn refused(form: &Form, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let refusal = compose("promo", form, &submission(fields), ID, "KNK-abc123-0123456789").unwrap_err();
        refusal.details.into_iter().map(|detail| (detail.field, detail.message)).collect()
    }

    #[test]
    fn a_forms_own_fields_stand_in_the_notes_where_a_person_begins_to_read() {
        let submission = submission(&[
            ("firstName", "A"),
            ("phone", "081234567890"),
            ("message", "Halo"),
            ("company", "PT Maju"),
            ("budget", "5: juta"),
        ]);

        let lead = compose("promo", &with_own_fields(), &submission, ID, "KNK-abc123-0123456789").unwrap();

        let lead: Value = serde_json::from_str(&lead).unwrap();
        let expected = "Halo\n\n--- konektor:attribution v1 ---\nfield.company: PT Maju\nfield.budget: 5: juta\ntracking: KNK-abc123\n";
        assert!(lead["notes"].as_str().unwrap().starts_with(expected), "{lead}");
        assert!(lead.get("company").is_none());
    }

    #[test]
    fn a_forms_own_field_may_be_required_and_has_a_limit() {
        let named = [("firstName", "A"), ("phone", "081234567890")];

        assert_eq!(refused(&with_own_fields(), &named), [("company".to_owned(), "Required".to_owned())]);
        let long = "x".repeat(501);
        assert_eq!(
            refused(&with_own_fields(), &[&named[..], &[("company", &long)]].concat()),
            [("company".to_owned(), "String must contain at most 500 character(s)".to_owned())]
        );
    }

    #[test]
    fn message_and_own_fields_share_the_room_and_what_is_longest_is_named_with_what_would_fit() {
        let with = |message: usize| {
            let (message, company) = ("m".repeat(message), "c".repeat(500));
            let fields =
                [("firstName", "A"), ("phone", "081234567890"), ("message", &*message), ("company", &*company)];
            compose("promo", &with_own_fields(), &submission(&fields), ID, "KNK-abc123-0123456789")
                .map_err(|it| it.details)
        };
        // "\nfield.company: " takes 16 units.
        let room = 3_400 - 16 - 500;

        assert!(with(room).is_ok());
        let details = with(room + 1).unwrap_err();
        assert_eq!(details.len(), 1);
        assert_eq!(details[0].field, "message");
        assert_eq!(details[0].message, format!("String must contain at most {room} character(s)"));
    }

    /// What a page sends about so many purposes.
    fn agreed(count: usize, path: &str) -> Value {
        let one = |number: usize| {
            json!({
                "purpose": format!("purpose-{number}"), "given": number.is_multiple_of(2), "text": "I agree", "version": "3", "language": "en",
                "at": "2026-11-26T03:00:00.000Z", "page": format!("https://toko.example/{path}"),
            })
        };
        (0..count).map(one).collect()
    }

    fn agreed_block(agreed: &Value) -> crate::attribution::Block {
        let long = "x".repeat(250);
        let touch = json!({ "landing": "https://toko.example/", "params": { "gclid": long, "fbclid": long, "utm_campaign": "januari" } });
        let wire = json!({
            "v": 1, "id": ID, "fields": { "firstName": "Andi", "phone": "081234567890", "message": "m".repeat(3_400) },
            "consent": "granted", "touch": { "first": touch, "last": touch }, "agreed": agreed,
        });
        let submission = read_json(wire.to_string().as_bytes(), &form()).unwrap();
        let lead = lead(&submission).unwrap();
        parse_notes(lead["notes"].as_str().unwrap()).block.unwrap()
    }

    #[test]
    fn what_the_visitor_agreed_to_travels_with_the_lead_and_parameters_give_way_to_it() {
        let few = agreed_block(&agreed(2, "promo"));
        assert_eq!(
            few.agreed.iter().map(|it| (it.purpose.as_str(), it.given)).collect::<Vec<_>>(),
            [("purpose-0", true), ("purpose-1", false)]
        );
        assert_eq!(few.touches.last.unwrap().params.len(), 3);

        let many = agreed_block(&agreed(7, "promo"));
        assert_eq!(many.agreed.len(), 7);
        assert!(!many.touches.first.unwrap_or_default().params.contains_key("gclid"));
    }

    #[test]
    fn of_more_proofs_than_have_room_the_first_are_kept_whole() {
        let block = agreed_block(&agreed(8, &"x".repeat(200)));

        let kept: Vec<_> = block.agreed.iter().map(|it| it.purpose.as_str()).collect();
        assert_eq!(kept, ["purpose-0", "purpose-1", "purpose-2"]);
        assert!(block.agreed.iter().all(|it| it.text_sha256.is_some()));
    }

    #[test]
    fn what_a_visitor_agrees_to_is_no_part_of_what_two_submissions_are_compared_by() {
        let wire = |agreed: Value| {
            json!({ "v": 1, "id": ID, "fields": { "firstName": "Andi" }, "agreed": agreed }).to_string()
        };
        let content = |agreed| read_json(wire(agreed).as_bytes(), &form()).unwrap().content();

        assert_eq!(content(json!(null)), content(agreed(2, "")));
    }

    #[test]
    fn every_value_of_attribution_is_one_of_the_apis() {
        let listed = |name: &str| {
            let field = CreateLead::SCHEMA.fields.iter().find(|field| field.name == name).unwrap();
            let Kind::Values(values) = &field.kind else { panic!("{name} has no list") };
            values.values
        };
        for platform in ["google", "meta", "tiktok", "linkedin", "posthog", "other"] {
            assert!(listed("adPlatform").contains(&platform));
        }
        for source in ["ads", "social", "whatsapp", "email", "referral", "event", "other", "website"] {
            assert!(listed("source").contains(&source));
        }
    }

    /// What a visitor would like to set: the API's members, and whatever else could be taken for one.
    fn wanted() -> impl Strategy<Value = String> {
        let of_the_api = CreateLead::SCHEMA.fields.iter().map(|field| field.name.to_owned());
        let others = ["id", "createdAt", "trackingCode", "form", "keyBinding", "__proto__", "_id", "fields", "lead"];
        let names: Vec<_> = of_the_api.chain(others.map(str::to_owned)).collect();
        prop_oneof![proptest::sample::select(names), "[a-zA-Z_.\\[\\]]{1,12}"]
    }

    fn evil() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!("EVIL")),
            Just(json!(null)),
            Just(json!(true)),
            any::<i32>().prop_map(|number| json!(number))
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(wanted(), inner, 0..4).prop_map(|members| json!(members)),
            ]
        })
    }

    /// The form of these properties lists two fields; `email` and `message` are not for its visitors.
    fn small() -> Form {
        let mut form = form();
        form.fields.retain(|name, _| matches!(name.as_str(), "firstName" | "phone"));
        form
    }

    const OURS: &[&str] = &["adPlatform", "externalRef", "firstName", "notes", "phone", "source", "uniqueCode"];

    fn is_ours_alone(form: &Form, submission: &Submission) -> Result<(), TestCaseError> {
        let json = compose("promo", form, submission, ID, "KNK-abc123-0123456789").unwrap();
        let lead: Map<String, Value> = serde_json::from_str(&json).unwrap();
        prop_assert!(lead.keys().all(|name| OURS.contains(&name.as_str())), "{}", json);
        prop_assert!(!json.contains("EVIL"), "{}", json);
        prop_assert_eq!(&lead["firstName"], "Andi");
        prop_assert_eq!(&lead["uniqueCode"], "KNK-abc123-0123456789");
        prop_assert_eq!(&lead["externalRef"], &format!("kf_{ID}"));
        prop_assert!(lead["notes"].as_str().unwrap().contains("tracking: KNK-abc123\nform: promo\n"));
        Ok(())
    }

    proptest! {
        #[test]
        fn no_json_sets_a_field_that_the_form_does_not_list(
            around in prop::collection::btree_map(wanted(), evil(), 0..8),
            inside in prop::collection::btree_map(wanted(), evil(), 0..8),
        ) {
            let form = small();
            let mut wire = json!({ "v": 1, "id": ID, "fields": { "firstName": "Andi", "phone": "081234567890" } });
            for (name, value) in around {
                wire.as_object_mut().unwrap().entry(name).or_insert(value);
            }
            for (name, value) in inside {
                wire["fields"].as_object_mut().unwrap().entry(name).or_insert(value);
            }

            let submission = read_json(wire.to_string().as_bytes(), &form).unwrap();

            is_ours_alone(&form, &submission)?;
        }

        #[test]
        fn no_plain_post_sets_a_field_that_the_form_does_not_list(names in prop::collection::vec(wanted(), 0..12)) {
            let form = small();
            let mut post = form_urlencoded::Serializer::new(String::new());
            post.append_pair("firstName", "Andi").append_pair("phone", "081234567890");
            post.extend_pairs(names.iter().map(|name| (name, "EVIL")));

            let submission = read_form(post.finish().as_bytes(), &form, None).unwrap();

            is_ours_alone(&form, &submission)?;
        }

        #[test]
        fn nothing_that_turns_or_ends_a_text_gets_into_a_lead(texts in prop::collection::vec("([\u{202a}-\u{202e}\u{2066}-\u{2069}\u{0}\u{1b}]|[a-z=<+]){1,12}", 6)) {
            let (name, message, source, page, id) = (&texts[0], &texts[1], &texts[2], &texts[3], &texts[4]);
            let touch = json!({ "params": { "utm_source": source, "gclid": id }, "landing": format!("https://toko.example/{page}") });
            let wire = json!({
                "v": 1, "id": ID, "consent": "granted", "touch": { "first": touch, "last": touch },
                "fields": { "firstName": format!("A{name}"), "phone": "081234567890", "message": message },
            });
            let submission = read_json(wire.to_string().as_bytes(), &form()).unwrap();

            let lead = lead(&submission).unwrap();

            let texts: String = lead.as_object().unwrap().values().map(|value| value.as_str().unwrap()).collect();
            prop_assert!(!texts.contains(|it: char| it != '\n' && (it.is_control() || crate::text::turns(it))), "{:?}", texts);
        }

        #[test]
        fn a_message_never_ends_in_a_block_of_its_own(lines in prop::collection::vec("(\u{202e}|\u{0}|\\\\| )?--- konektor:attribution v1 ---( |\r)?|tracking: EVIL|", 0..6)) {
            let message = lines.join("\n");
            let wire = json!({ "v": 1, "id": ID, "fields": { "firstName": "Andi", "phone": "081234567890", "message": message } });
            let submission = read_json(wire.to_string().as_bytes(), &form()).unwrap();

            let lead = lead(&submission).unwrap();

            let notes = parse_notes(lead["notes"].as_str().unwrap());
            let block = notes.block.unwrap();
            prop_assert_eq!(block.tracking_code.as_deref(), Some("KNK-abc123"));
            prop_assert_eq!(notes.message.contains("EVIL"), message.contains("EVIL"));
        }

        #[test]
        fn a_forms_own_fields_come_back_as_they_were_said_whatever_they_say(
            texts in prop::collection::vec("(\\PC|\\n|\\r|\u{2028}|\\\\|: |--- konektor:attribution v1 ---|field\\.company: |tracking: ){0,12}", 6),
            message in "(\\PC|\\n|--- konektor:attribution v1 ---|\\nfield\\.own1: EVIL){0,12}",
        ) {
            let mut form = form();
            let mut wire = json!({ "v": 1, "id": ID, "fields": { "firstName": "Andi", "phone": "081234567890", "message": message } });
            for (index, text) in texts.iter().enumerate() {
                let name = format!("own{}", (index * 5) % 6);
                form.fields.insert(name.clone(), Presence::Optional);
                wire["fields"][name] = json!(text);
            }
            let submission = read_json(wire.to_string().as_bytes(), &form).unwrap();

            let lead = compose("promo", &form, &submission, ID, "KNK-abc123-0123456789");

            let Ok(lead) = lead else {
                return Err(TestCaseError::reject("too long together"));
            };
            let lead: Value = serde_json::from_str(&lead).unwrap();
            let notes = parse_notes(lead["notes"].as_str().unwrap());
            let block = notes.block.unwrap();
            let said: Vec<_> = form.fields.keys().filter(|it| it.starts_with("own")).filter_map(|it| Some((it.clone(), submission.fields.get(it)?.clone()))).collect();
            prop_assert_eq!(block.fields.into_iter().collect::<Vec<_>>(), said);
            prop_assert_eq!(block.tracking_code.as_deref(), Some("KNK-abc123"));
            prop_assert_eq!(&notes.message, submission.fields.get("message").map_or("", |it| it.as_str()).trim());
        }

        #[test]
        fn what_is_refused_for_its_length_fits_when_it_is_shortened_as_told(
            message in 0usize..5_000, own in prop::collection::vec(0usize..700, 0..20), letter in proptest::sample::select(vec!["x", "😀", "--- konektor:attribution v1 ---"]),
        ) {
            let text = |length: usize| letter.chars().cycle().take(length).collect::<String>();
            let mut form = form();
            let mut fields = vec![("firstName".to_owned(), "A".to_owned()), ("phone".to_owned(), "081234567890".to_owned())];
            fields.push(("message".to_owned(), text(message)));
            for (index, length) in own.iter().enumerate().filter(|(_, length)| **length > 0) {
                let name = format!("{}{index}", "n".repeat(38));
                form.fields.insert(name.clone(), Presence::Optional);
                fields.push((name, text(*length)));
            }
            let compose = |fields: &[(String, String)]| {
                let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                super::compose("promo", &form, &submission(&fields), ID, "KNK-abc123-0123456789")
            };

            if let Err(refusal) = compose(&fields) {
                for detail in &refusal.details {
                    let most: usize = detail.message.split(' ').nth(5).unwrap().parse().unwrap();
                    let (_, text) = fields.iter_mut().find(|(name, _)| *name == detail.field).unwrap();
                    prop_assert!(most >= 100, "{}", most);
                    let units = text.chars().scan(0, |sum, it| {
                        *sum += it.len_utf16();
                        Some((it, *sum))
                    });
                    *text = units.take_while(|(_, sum)| *sum <= most).map(|(it, _)| it).collect();
                }
            }

            prop_assert!(compose(&fields).is_ok());
        }

        #[test]
        fn what_is_acknowledged_is_a_lead_by_the_table(name in "\\PC{0,120}", message in "\\PC{0,80}", source in "\\PC{0,30}", medium in "\\PC{0,30}") {
            let mut submission = submission(&[("firstName", &name), ("phone", "081234567890"), ("message", &message)]);
            submission.touches.last = Some(Touch::read(json!({ "params": { "utm_source": source, "utm_medium": medium } }).to_string().as_bytes(), Consent::Wait));
            if let Ok(lead) = compose("promo", &form(), &submission, ID, "KNK-abc123-0123456789") {
                prop_assert!(validate::request(lead.as_bytes(), CreateLead::SCHEMA, UnknownFields::Refuse).is_ok());
            } else {
                prop_assert!(rules::utf16_len(&name) > 100 || name.is_empty());
            }
        }
    }
}
