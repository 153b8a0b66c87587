//! What the three binaries have in common: how an instance is made, what it exports, and how its memory is watched.

use js_sys::{ArrayBuffer, JSON, JsString, Object, Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// The exports of an instance.
pub struct Instance(pub JsValue);

impl Instance {
    /// What to hand to the glue's `init`.
    pub fn options(binary: &[u8]) -> JsValue {
        let options = Object::new();
        let set = Reflect::set(&options, &"module_or_path".into(), &Uint8Array::from(binary));
        assert_eq!(set, Ok(true));
        options.into()
    }

    /// The names of what we export, in order, without wasm-bindgen's own.
    pub fn functions(&self) -> Vec<String> {
        let keys = Object::keys(self.0.unchecked_ref::<Object>());
        let mut names: Vec<String> = keys.iter().filter_map(|key| key.as_string()).collect();
        names.retain(|name| name != "memory" && !name.starts_with("__"));
        names.sort_unstable();
        names
    }

    fn memory(&self) -> ArrayBuffer {
        let get = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).expect("an instance has memory");
        get(&get(&self.0, "memory"), "buffer").unchecked_into()
    }

    /// Writes over all of the memory, so that whatever is called next finds nothing it can trust.
    pub fn ruin(&self) {
        Uint8Array::new(&self.memory()).fill(0xFF, 0, u32::MAX);
    }

    /// Works 10 000 times, and compares the memory before and behind.
    pub fn does_not_grow(&self, mut work: impl FnMut()) {
        (0..500).for_each(|_| work());
        let before = self.memory().byte_length();
        (0..10_000).for_each(|_| work());
        let grown = self.memory().byte_length() - before;
        assert_eq!(grown, 0, "bytes of growth over {before}");
    }
}

/// A value as JavaScript has it.
pub fn js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("serde_json writes JSON")
}

/// A plain value of JavaScript.
pub fn json(value: &JsValue) -> Value {
    let text = JSON::stringify(value).map(String::from).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Whatever the bytes say as text, with halves of surrogate pairs left as they are.
pub fn text(bytes: &[u8]) -> JsString {
    let text = JsString::from(String::from_utf8_lossy(bytes).as_ref());
    text.concat(&JsString::from_char_code(&[0xD83D]))
}
