use super::*;
use proptest::prelude::*;
use serde_json::Value;

/// Text that is JSON, nearly JSON, or made of JSON's pieces.
fn nearly_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\"a\"",
        "\"b\":",
        "null",
        "true",
        "false",
        "nul",
        "0",
        "-",
        "1",
        "01",
        "1.",
        ".5",
        "1e5",
        "1e999",
        "-0",
        "1E+2",
        "\\u",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\u00\"",
        "\"\\x\"",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{b}",
        "\u{a0}",
        "\"\u{7f}é😀\"",
        "\"\u{1}\"",
        "\"\u{0}\"",
        "\"__proto__\":",
        "\"\\u0061\":",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    (value, any::<bool>()).prop_map(|(value, pretty)| {
        if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap()
    })
}

fn request_accepts(text: &[u8]) -> bool {
    check(text, Dialect::Request).is_ok()
}

/// The known difference: `serde_json` keeps the last of two equal keys, we refuse them.
fn is_duplicate_key(text: &[u8]) -> bool {
    check(text, Dialect::Request).is_err_and(|syntax| syntax.problem == "duplicate key")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn requests_have_the_grammar_of_serde_json(text in prop_oneof![nearly_json(), json()]) {
        let theirs = serde_json::from_str::<Value>(&text).is_ok();
        prop_assert!(request_accepts(text.as_bytes()) == theirs || is_duplicate_key(text.as_bytes()), "{text}");
    }

    #[test]
    fn any_bytes_are_judged_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let theirs = serde_json::from_slice::<Value>(&bytes).is_ok();
        prop_assert!(request_accepts(&bytes) == theirs || is_duplicate_key(&bytes));
        let _ = check(&bytes, Dialect::Response);
    }

    #[test]
    fn a_cut_anywhere_is_noticed(text in json(), cut in any::<prop::sample::Index>()) {
        let bytes = text.as_bytes();
        let at = cut.index(bytes.len());
        let theirs = serde_json::from_slice::<Value>(&bytes[..at]).is_ok();
        prop_assert_eq!(request_accepts(&bytes[..at]), theirs);
    }

    #[test]
    fn strings_say_what_serde_json_reads(text in any::<String>(), ascii in any::<bool>()) {
        let mut quoted = serde_json::to_string(&text).unwrap();
        if ascii {
            quoted = quoted.encode_utf16().map(|unit| match unit {
                0..128 => char::from(unit as u8).to_string(),
                _ => format!("\\u{unit:04X}"),
            }).collect();
        }
        let read = string(quoted.as_bytes());
        prop_assert_eq!(read.as_deref(), Some(text.as_str()));
    }

    #[test]
    fn the_fast_scan_stops_where_the_plain_one_does(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(b'"'), Just(0x80), Just(0x20)], 0..40)) {
        let plain = bytes.iter().take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\').count();
        prop_assert_eq!(scan::plain_prefix(&bytes), plain);
    }
}

#[test]
fn responses_accept_what_json_parse_accepts_and_serde_json_does_not() {
    for text in [r#""\ud83d""#, r#""\ude00\ud83d""#, "1e999", "-1e999", r#"{"\ud83d":1,"\ud83e":2}"#] {
        assert!(check(text.as_bytes(), Dialect::Response).is_ok(), "{text}");
        assert!(check(text.as_bytes(), Dialect::Request).is_err(), "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
    assert!(check(b"\xEF\xBB\xBF{}", Dialect::Response).is_ok());
    assert!(check(b"\"a name cut inside an emoji \xF0\x9F\"", Dialect::Response).is_ok());
    assert!(check(b"\"\\u0000\"", Dialect::Response).is_ok());
}

#[test]
fn a_key_that_an_object_holds_twice_is_refused_however_it_is_written() {
    for text in [
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"b":0,"\u0061":2}"#,
        r#"[{"x":{"__proto__":1,"__proto__":1}}]"#,
        r#"{"😀":1,"\ud83d\ude00":2}"#,
    ] {
        for dialect in [Dialect::Request, Dialect::Response] {
            let refused = check(text.as_bytes(), dialect).unwrap_err();
            assert_eq!(refused.problem, "duplicate key", "{text}");
        }
    }
    assert!(check(br#"{"a":{"a":1},"b":{"a":1}}"#, Dialect::Request).is_ok());
    // Bytes that are not UTF-8 are the same key where JSON.parse finds it the same, which sees them decoded.
    assert!(check(b"{\"\xFF\":1,\"\xFE\":2}", Dialect::Response).is_err());
    assert!(check(b"{\"\xED\xA0\xBD\":1,\"\\ud83d\":2}", Dialect::Response).is_ok());
}

#[test]
fn nesting_ends_at_127_levels_in_requests_and_128_in_responses() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for (levels, in_request, in_response) in
        [(127, true, true), (128, false, true), (129, false, false), (10_000, false, false)]
    {
        let text = nested(levels);
        assert_eq!(check(text.as_bytes(), Dialect::Request).is_ok(), in_request, "{levels}");
        assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), in_request, "{levels}");
        assert_eq!(check(text.as_bytes(), Dialect::Response).is_ok(), in_response, "{levels}");
    }
    assert!(check("{\"a\":".repeat(10_000).as_bytes(), Dialect::Response).is_err());
}

/// No clock is asked: in a quadratic walk these inputs would take hours, so that finishing at all is the proof.
#[test]
fn many_keys_and_strings_of_megabytes_are_judged_in_less_than_quadratic_time() {
    let keys: Vec<String> = (0..200_000).map(|key| format!("\"{key}\":0")).collect();
    assert!(check(format!("{{{}}}", keys.join(",")).as_bytes(), Dialect::Response).is_ok());
    assert!(check(format!("\"{}\"", "\\n".repeat(2_000_000)).as_bytes(), Dialect::Request).is_ok());
    assert!(check("9".repeat(2_000_000).as_bytes(), Dialect::Request).is_err());
}

#[test]
fn the_members_of_an_object_come_with_the_text_of_their_values() {
    let read = members(br#" { "a" : "x\ny" , "\u0062" : [1, 2] ,"c":1.50 } "#);
    let read: Vec<_> = read.iter().collect();
    assert_eq!(read, [("a", &br#""x\ny""#[..]), ("b", b"[1, 2]"), ("c", b"1.50")]);
    assert!(members(b"[1]").is_empty());
    assert!(members(b"").is_empty());
}

#[test]
fn whole_numbers_are_read_from_the_text_of_their_values() {
    assert_eq!(
        [&b"12"[..], b"1e3", b"-1", b"1.5", b"\"1\"", b"null"].map(whole_number),
        [Some(12), Some(1000), Some(-1), None, None, None]
    );
}
