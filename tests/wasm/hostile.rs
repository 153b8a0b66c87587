//! Values that break careless readers of JSON, and what becomes of each.

/// A value, in the bytes in which it comes.
pub struct Hostile {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Whether `JSON.parse` reads it and we read it too, as some value of a field that we do not know.
    pub answered: bool,
    /// What is said when it is sent as the notes of a lead.
    pub refusal: &'static str,
}

/// All of them.
pub fn values() -> Vec<Hostile> {
    let value = |name, bytes: &[u8], answered, refusal| Hostile { name, bytes: bytes.to_vec(), answered, refusal };
    let nested = |open: &str, close: &str| format!("{}0{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
    let megabyte = format!("\"{}\"", "x".repeat(1 << 20)).into_bytes();
    let escapes = format!("\"{}\"", "\\u0041".repeat(1 << 18)).into_bytes();
    vec![
        value("no UTF-8", b"\"\xFF\xC0\x80\"", true, "not UTF-8"),
        value("an emoji cut in half", b"\"\xF0\x9F\"", true, "not UTF-8"),
        value("10 000 arrays", &nested("[", "]"), false, "nested too deeply"),
        value("10 000 objects", &nested("{\"a\":", "}"), false, "nested too deeply"),
        value("10 000 arrays without an end", "[".repeat(10_000).as_bytes(), false, "nested too deeply"),
        value("a string of a megabyte", &megabyte, true, "at most 5000 character(s)"),
        value("a string of a quarter million escapes", &escapes, true, "at most 5000 character(s)"),
        value("a number of a megabyte", "9".repeat(1 << 20).as_bytes(), true, "number out of range"),
        value("a number beyond all numbers", b"1e999", true, "number out of range"),
        value("a prototype", br#"{"__proto__":{"polluted":true}}"#, true, "Expected string, received object"),
        value("two prototypes", br#"{"__proto__":1,"__proto__":2}"#, false, "duplicate key"),
        value("a key twice", br#"{"a":1,"\u0061":2}"#, false, "duplicate key"),
        value("half a surrogate pair", br#""\ud83d""#, true, "half of a surrogate pair"),
        value("a raw NUL", b"\"\0\"", false, "control character"),
        value("a string without an end", b"\"abc", false, "Invalid JSON"),
        value("an escape without an end", b"\"\\u12", false, "Invalid JSON"),
        value("nothing", b"", false, "expected a value"),
        value("a word of JavaScript's", b"NaN", false, "expected a value"),
        value("a number of C's", b"01", false, "expected a comma"),
        value("a comma too many", b"[1,]", false, "expected a value"),
        value("a mark of byte order", b"\xEF\xBB\xBF1", false, "expected a value"),
    ]
}
