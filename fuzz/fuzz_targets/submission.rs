//! A public submission of any bytes, as JSON and as a form post: what is acknowledged is a lead that the API's table accepts, and
//! its notes can be read back.
#![no_main]

use std::sync::LazyLock;

use konektor::attribution::parse_notes;
use konektor::intake::{Form, check_forms, compose, read_form, read_json};
use konektor::model::CreateLead;
use konektor::validate::{UnknownFields, request};
use libfuzzer_sys::fuzz_target;

const FORMS: &str = r#"{
    "workspaces": { "KNK-abc123": { "keyBinding": "KEY" } },
    "forms": {
        "promo": {
            "trackingCode": "KNK-abc123",
            "origins": ["https://shop.example"],
            "fields": { "firstName": "required", "email": "optional", "phone": "optional", "message": "optional", "company": "optional" }
        }
    }
}"#;

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let forms = check_forms(FORMS).expect("the forms are good");
    forms.forms["promo"].clone()
});

const ID: &str = "3f0c2c1e-8f4e-4b57-9b0b-0d7f0f6f1a11";

fuzz_target!(|bytes: &[u8]| {
    let read = [read_json(bytes, &FORM), read_form(bytes, &FORM, Some("https://shop.example/?utm_source=x"))];
    for submission in read.into_iter().flatten() {
        let Ok(lead) = compose("promo", &FORM, &submission, ID, "KNK-abc123-1") else { continue };
        assert_eq!(request(lead.as_bytes(), CreateLead::SCHEMA, UnknownFields::Refuse), Ok(()), "{lead}");
        let lead: CreateLead = serde_json::from_str(&lead).expect("what was composed is a lead");
        let notes = serde_json::to_value(&lead).expect("a lead can be written")["notes"].clone();
        let parsed = parse_notes(notes.as_str().expect("a lead of the edge has notes"));
        let block = parsed.block.expect("its notes have a block");
        assert_eq!(block.tracking_code.as_deref(), Some("KNK-abc123"));
        assert_eq!(block.consent, submission.consent);
        let wrote = submission.fields.get("message").map_or("", String::as_str);
        assert_eq!(parsed.message, wrote.replace("\r\n", "\n").replace('\r', "\n").trim());
    }
});
