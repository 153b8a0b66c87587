//! Notes of any text: a block is never taken for genuine, and a message that is written with a block comes back from it.
#![no_main]

use konektor::attribution::{Heading, Touches, compose_notes, parse_notes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(notes) = std::str::from_utf8(bytes) else { return };
    let parsed = parse_notes(notes);
    let touches = match &parsed.block {
        Some(block) => {
            assert!(!block.authenticated);
            block.touches.clone()
        }
        None => Touches::default(),
    };
    let heading = Heading { tracking_code: "KNK-abc123", form: "promo", ..Heading::default() };
    let composed = compose_notes(notes, heading, &touches);
    let again = parse_notes(&composed);
    assert_eq!(again.message, notes.trim().replace("\r\n", "\n").replace('\r', "\n"));
    assert_eq!(again.block.and_then(|block| block.form).as_deref(), Some("promo"));
});
