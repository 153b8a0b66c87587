//! The client's face: `advance`, JSON in and JSON out.

mod check;
mod growth;
mod hostility;
mod life;
mod trap;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faces::Instance;

#[wasm_bindgen(module = "/pkg-template/wasm/client/konektor.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = default)]
    async fn init(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = advance)]
    fn advance_raw(message: &[u8], bytes: Option<Vec<u8>>, now: f64, random: f64) -> Result<String, JsValue>;
    #[wasm_bindgen(catch)]
    fn started() -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = __wbg_reset_state)]
    fn reset() -> Result<(), JsValue>;
}

/// The one instance; it is made at the first call.
async fn instance() -> Instance {
    let binary = include_bytes!("../../pkg-template/wasm/client/konektor_bg.wasm");
    Instance(init(&Instance::options(binary)).await.expect("the binary starts"))
}

const LEAD: &[u8] = br#"{"success":true,"data":{"id":"lead_1","firstName":"Andi"}}"#;

/// A client without effects: time passes when a test says so, and the dice always show one half.
struct Client {
    state: [Value; 2],
    now: f64,
}

impl Default for Client {
    fn default() -> Self {
        Self { state: [json!(0), json!(0)], now: 1_700_000_000_000.0 }
    }
}

impl Client {
    async fn new() -> Self {
        instance().await;
        Self::default()
    }

    /// Begins a call with 30 s and two retries.
    fn start(&mut self, operation: &str, input: Option<&[u8]>) -> Value {
        self.begin(json!({ "operation": operation, "id": "lead_1" }), input)
    }

    /// Begins whatever is asked for in the same way.
    fn begin(&mut self, asked: Value, input: Option<&[u8]>) -> Value {
        let mut call = json!({
            "baseUrl": "https://konektor.id", "apiKey": "knk_secret",
            "timeoutMs": 30_000, "maxRetries": 2, "pacing": true, "spent": self.state[0], "resumeAt": self.state[1],
        });
        for (name, value) in asked.as_object().expect("an object") {
            call[name] = value.clone();
        }
        let step = advance_raw(call.to_string().as_bytes(), input.map(<[u8]>::to_vec), self.now, 0.5);
        self.step(step)
    }

    /// Answers a step with a head and a body.
    fn answer(&mut self, step: &Value, head: Value, body: &[u8]) -> Value {
        self.resume(step, json!({ "head": head }), Some(body))
    }

    /// Answers a step with an event; its call and the state are added.
    fn resume(&mut self, step: &Value, mut event: Value, body: Option<&[u8]>) -> Value {
        event["call"] = step["call"].clone();
        event["spent"] = self.state[0].clone();
        event["resumeAt"] = self.state[1].clone();
        let step = advance_raw(event.to_string().as_bytes(), body.map(<[u8]>::to_vec), self.now, 0.5);
        self.step(step)
    }

    fn step(&mut self, step: Result<String, JsValue>) -> Value {
        let step: Value = serde_json::from_str(&step.expect("no trap")).expect("a step is JSON");
        self.state = [step["spent"].clone(), step["resumeAt"].clone()];
        step
    }
}

#[wasm_bindgen_test]
async fn these_are_all_its_exports() {
    assert_eq!(instance().await.functions(), ["advance", "started"]);
    started().expect("it does nothing");
}
