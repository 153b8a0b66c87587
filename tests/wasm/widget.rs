//! The widget's face: `check`, a field's name and text in, a number out.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faces::{Instance, text};
use crate::hostile;

#[wasm_bindgen(module = "/pkg-template/wasm/widget/konektor_widget.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = default)]
    async fn init(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn check(name: &JsString, text: &JsString) -> Result<u32, JsValue>;
}

async fn instance() -> Instance {
    let binary = include_bytes!("../../pkg-template/wasm/widget/konektor_widget_bg.wasm");
    Instance(init(&Instance::options(binary)).await.expect("the binary starts"))
}

/// The problem and its limit.
fn checked(name: &str, text: &str) -> (u32, u32) {
    let answer = check(&name.into(), &text.into()).expect("no trap");
    (answer & 15, answer >> 4)
}

#[wasm_bindgen_test]
async fn this_is_its_one_export() {
    assert_eq!(instance().await.functions(), ["check"]);
}

#[wasm_bindgen_test]
async fn each_problem_is_told_by_its_number() {
    const NONE: (u32, u32) = (0, 0);
    instance().await;
    assert_eq!(checked("firstName", "Andi"), NONE);
    assert_eq!(checked("firstName", ""), (1, 0), "required");
    assert_eq!(checked("lastName", ""), NONE);
    assert_eq!(checked("firstName", &"😀".repeat(50)), NONE, "an emoji counts two");
    assert_eq!(checked("firstName", &"😀".repeat(51)), (2, 100), "too long");
    assert_eq!(checked("message", &"x".repeat(3_400)), NONE);
    assert_eq!(checked("message", &"x".repeat(3_401)), (2, 3_400), "too long");
    assert_eq!(checked("email", "andi@example.com"), NONE);
    assert_eq!(checked("email", "andi"), (3, 0), "an e-mail address");
    assert_eq!(checked("phone", "0812 3456-7890"), NONE);
    assert_eq!(checked("phone", "0812 3456 7890, 0813 3456 7890"), (7, 0), "two phone numbers");
    assert_eq!(checked("phone", "0812"), (11, 0), "a phone number with too few digits");
    assert_eq!(checked("kota", "Bandung"), NONE);
    assert_eq!(checked("kota", &"x".repeat(501)), (2, 500), "too long for a field of the form's own");
}

#[wasm_bindgen_test]
async fn whatever_a_visitor_types_is_judged() {
    instance().await;
    for hostile in hostile::values() {
        let typed = text(&hostile.bytes);
        for name in
            ["firstName", "email", "phone", "message", "status", "assignedTo", "estimatedValue", "__proto__", ""]
        {
            let answer = check(&name.into(), &typed).expect("no trap");
            assert!(answer & 15 <= 12, "{}", hostile.name);
            check(&typed, &name.into()).expect("no trap");
        }
    }
}

#[wasm_bindgen_test]
async fn checks_give_their_memory_back() {
    let long: JsString = "0812 ".repeat(1_000).into();
    instance().await.does_not_grow(|| {
        for name in ["firstName", "email", "phone"] {
            check(&name.into(), &long).expect("no trap");
        }
    });
}
