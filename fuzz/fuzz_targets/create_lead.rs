//! The check of a lead to create on any bytes: a refusal names what is wrong, and what passes is a lead that stays good when it
//! is written again.
#![no_main]

use konektor::model::CreateLead;
use konektor::validate::{UnknownFields, request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match request(bytes, CreateLead::SCHEMA, UnknownFields::Refuse) {
        Ok(()) => {
            let lead: CreateLead = serde_json::from_slice(bytes).expect("what passes is a lead");
            let written = serde_json::to_vec(&lead).expect("a lead can be written");
            assert_eq!(request(&written, CreateLead::SCHEMA, UnknownFields::Refuse), Ok(()));
            assert_eq!(request(bytes, CreateLead::SCHEMA, UnknownFields::Ignore), Ok(()));
        }
        Err(invalid) => assert!(!invalid.issues.is_empty(), "a refusal without a reason"),
    }
});
