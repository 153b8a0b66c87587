//! The check of an answer on any bytes: a refusal says why, and what passes and is Unicode is a page of leads that can be read.
#![no_main]

use konektor::endpoint::{Answer, operation};
use konektor::model::{Lead, Pagination};
use konektor::validate::response;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Some(Answer::Json(page)) = operation("leads.list").map(|operation| &operation.answer) else {
        unreachable!("a list answers JSON");
    };
    match response(bytes, page) {
        Ok(()) => {
            // A response may hold what serde_json cannot: half a surrogate pair, a number beyond f64, one level more.
            let Ok(Value::Object(body)) = serde_json::from_slice(bytes) else { return };
            for lead in body["data"].as_array().expect("a page has data") {
                serde_json::from_value::<Lead>(lead.clone()).expect("what passes is a lead");
            }
            // The table asks for numbers; the typed client reads counts, and calls anything else a wrong shape.
            let pagination = &body["pagination"];
            let counts = ["page", "limit", "total", "totalPages"].map(|name| &pagination[name]);
            if counts.iter().all(|count| count.is_u64() || count.is_null()) {
                serde_json::from_value::<Pagination>(pagination.clone()).expect("what passes has a place in its list");
            }
        }
        Err(shape) => assert!(!shape.message.is_empty(), "a refusal without a reason"),
    }
});
