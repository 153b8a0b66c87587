//! The edge's face: what `konektor/edge` asks of the core about forms, submissions and their delivery.

use js_sys::JsString;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faces::{self, Instance, js, text};
use crate::hostile;

type Answer = Result<JsValue, JsValue>;

#[wasm_bindgen(module = "/pkg-template/wasm/edge/konektor_edge.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = default)]
    async fn init(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = __wbg_reset_state)]
    fn reset() -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn started() -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn advance(message: &[u8], bytes: Option<Vec<u8>>, now: f64, random: f64) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = bodyLimit)]
    fn body_limit() -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_name = checkForms)]
    fn check_forms(text: &JsString) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = readSubmission)]
    fn read_submission(
        form: &JsString,
        media: &JsValue,
        body: Vec<u8>,
        page: Option<JsString>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = composeLead)]
    fn compose_lead(
        name: &str,
        form: &JsString,
        submission: &JsString,
        id: &str,
        code: &str,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = assessSubmission)]
    fn assess_submission(form: &JsString, submission: &JsString, signals: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = isChallengeToken)]
    fn is_challenge_token(text: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_name = judgeChallenge)]
    fn judge_challenge(form: &JsString, answer: &[u8]) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = codeMessage)]
    fn code_message(tracking_code: &str, form: &str, id: &str, counter: u32) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = uniqueCode)]
    fn unique_code(tracking_code: &str, mac: &[u8]) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = externalRef)]
    fn external_ref(id: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = newRow)]
    fn new_row(suspicion: Option<String>, now: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = newOutbox)]
    fn new_outbox() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn decide(row: &JsValue, decision: &JsValue, now: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn audited(
        row: &JsValue,
        outbox: &JsValue,
        audit: &JsValue,
        unique_code: &str,
        now: f64,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn keeping() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = newPace)]
    fn new_pace() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn permit(pace: &JsValue, on_their_way: u32, now: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = paceBegun)]
    fn pace_begun(pace: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = paceAnswered)]
    fn pace_answered(pace: &JsValue, rate: &JsValue, on_their_way: u32, now: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = normalisePhone)]
    fn normalise_phone(text: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch)]
    fn capture(arrival: &[u8]) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = parseNotes)]
    fn parse_notes(notes: &JsString) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = normalizePhone)]
    fn normalize_phone(text: &JsString) -> Result<String, JsValue>;
    #[wasm_bindgen(catch)]
    fn begin(row: &JsValue, outbox: &JsValue, now: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn posted(
        row: &JsValue,
        outbox: &JsValue,
        answer: &JsValue,
        now: f64,
        settings: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = judgeLookup)]
    fn judge_lookup(answer: &JsValue, unique_code: &str, external_ref: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = lookedUp)]
    fn looked_up(
        row: &JsValue,
        outbox: &JsValue,
        lookup: &JsValue,
        now: f64,
        settings: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn recover(row: &JsValue, now: f64, settings: &JsValue) -> Result<JsValue, JsValue>;
}

const ID: &str = "3f0c2c1e-8f4e-4b57-9b0b-0d7f0f6f1a11";
const NOW: f64 = 1_700_000_000_000.0;

async fn instance() -> Instance {
    let binary = include_bytes!("../../pkg-template/wasm/edge/konektor_edge_bg.wasm");
    Instance(init(&Instance::options(binary)).await.expect("the binary starts"))
}

/// A plain answer that is no error.
fn plain(answer: Answer) -> Value {
    faces::json(&answer.expect("neither an error nor a trap"))
}

/// The error of a question that was asked wrongly; a trap is no such error.
fn assert_error<T>(answer: Result<T, JsValue>, name: &str) {
    let Err(error) = answer else { panic!("{name}: no error") };
    let error: js_sys::Error = error.unchecked_into();
    assert_eq!(String::from(error.name()), "Error", "{name}: {}", error.message());
    assert!(error.message().length() > 5, "{name}: {}", error.message());
}

fn forms() -> Value {
    json!({
        "workspaces": { "KNK-abc123": { "keyBinding": "KEY" } },
        "forms": { "promo": {
            "trackingCode": "KNK-abc123",
            "origins": ["https://shop.example"],
            "fields": { "firstName": "required", "email": "optional", "phone": "optional", "message": "optional" },
        } },
    })
}

/// The form as the file's check answers it.
async fn form() -> JsString {
    instance().await;
    let checked = plain(check_forms(&forms().to_string().into()));
    let forms: Value = serde_json::from_str(checked["json"].as_str().expect("good forms")).expect("JSON");
    forms["forms"]["promo"].to_string().into()
}

fn wire() -> Value {
    json!({
        "v": 1, "id": ID, "consent": "granted",
        "fields": { "firstName": "Andi", "phone": "0812 3456 7890", "message": "Halo!" },
        "touch": { "last": { "params": { "gclid": "abc" } } },
    })
}

fn submitted(form: &JsString) -> Value {
    plain(read_submission(form, &"json".into(), wire().to_string().into_bytes(), None))
}

fn settings() -> JsValue {
    js(&json!({ "settleMs": 60_000 }))
}

#[wasm_bindgen_test]
async fn these_are_all_its_exports() {
    let ours = [
        "advance",
        "afterReceipt",
        "assessSubmission",
        "audited",
        "begin",
        "bodyLimit",
        "capture",
        "checkForms",
        "codeMessage",
        "composeLead",
        "decide",
        "externalRef",
        "health",
        "isChallengeToken",
        "judgeChallenge",
        "judgeLookup",
        "keeping",
        "lookedUp",
        "newOutbox",
        "newPace",
        "newRow",
        "normalisePhone",
        "normalizePhone",
        "paceAnswered",
        "paceBegun",
        "parseNotes",
        "permit",
        "posted",
        "readSubmission",
        "recover",
        "replayed",
        "started",
        "uniqueCode",
    ];
    let theirs = instance().await.functions();
    let theirs: Vec<_> = theirs.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(theirs, ours.map(str::to_lowercase));
    started().expect("it does nothing");
}

#[wasm_bindgen_test]
async fn the_client_s_face_is_in_it() {
    instance().await;
    let call = json!({
        "operation": "leads.get", "id": "lead_1", "baseUrl": "https://konektor.id", "apiKey": "knk_secret",
        "timeoutMs": 30_000, "maxRetries": 0, "spent": 0, "resumeAt": 0,
    });
    let send: Value =
        serde_json::from_str(&advance(call.to_string().as_bytes(), None, NOW, 0.5).expect("no trap")).unwrap();
    assert_eq!(send["url"], "https://konektor.id/api/v2/agent/leads/lead_1");
    let event = json!({ "call": send["call"], "spent": 0, "resumeAt": 0, "head": { "status": 404 } });
    let body = br#"{"success":false,"error":{"code":"NOT_FOUND","message":"No such lead"}}"#;
    let failed = advance(event.to_string().as_bytes(), Some(body.to_vec()), NOW, 0.5).expect("no trap");
    let failed: Value = serde_json::from_str(&failed).unwrap();
    assert_eq!((&failed["error"]["kind"], &failed["error"]["code"]), (&json!("notFound"), &json!("NOT_FOUND")));
}

#[wasm_bindgen_test]
async fn a_forms_file_is_checked() {
    instance().await;
    let good = plain(check_forms(&forms().to_string().into()));
    assert_eq!(good["type"], "good");
    let mut file = forms();
    file["forms"]["promo"]["trackingCode"] = json!("KNK-other");
    let bad = plain(check_forms(&file.to_string().into()));
    assert_eq!((&bad["type"], &bad["problems"][0]["path"]), (&json!("bad"), &json!("forms.promo.trackingCode")));
}

#[wasm_bindgen_test]
async fn a_submission_becomes_a_lead() {
    let form = form().await;
    assert_eq!(body_limit(), Ok(32_768.0));
    let read = submitted(&form);
    assert_eq!((&read["type"], &read["id"]), (&json!("read"), &json!(ID)));
    let submission: JsString = read["json"].as_str().unwrap_or_default().into();

    let token = json!({ "type": "genuine", "ageMs": 9_000 });
    let listed = js(&json!({ "origin": "listed", "token": token, "challenge": "unasked" }));
    let clean = plain(assess_submission(&form, &submission, &listed));
    assert_eq!(clean, json!({ "score": 0, "suspect": false, "reason": "" }));
    let forged = js(&json!({ "origin": "foreign", "token": { "type": "forged" }, "challenge": "unasked" }));
    let suspect = plain(assess_submission(&form, &submission, &forged));
    assert_eq!(suspect, json!({ "score": 90, "suspect": true, "reason": "ORIGIN_FOREIGN TOKEN_FORGED" }));

    let message = code_message("KNK-abc123", "promo", ID, 0).expect("no trap");
    assert_ne!(message, code_message("KNK-abc123", "promo", ID, 1).expect("no trap"));
    let code = unique_code("KNK-abc123", &[7; 32]).expect("no trap");
    assert!(code.starts_with("KNK-abc123-"), "{code}");
    assert_eq!(external_ref(ID), Ok(format!("kf_{ID}")));

    let composed = plain(compose_lead("promo", &form, &submission, ID, &code));
    let lead: Value = serde_json::from_str(composed["json"].as_str().unwrap_or_default()).expect("a lead is JSON");
    assert_eq!((&lead["firstName"], &lead["phone"]), (&json!("Andi"), &json!("+6281234567890")));
    assert_eq!((&lead["source"], &lead["adPlatform"]), (&json!("ads"), &json!("google")));
    assert_eq!((&lead["uniqueCode"], &lead["externalRef"]), (&json!(code), &json!(format!("kf_{ID}"))));

    let post = b"firstName=Andi&phone=0812".to_vec();
    let page = Some("https://shop.example/".into());
    let read = plain(read_submission(&form, &"form".into(), post, page));
    let refused = plain(compose_lead("promo", &form, &read["json"].as_str().unwrap_or_default().into(), ID, &code));
    assert_eq!((&refused["type"], &refused["refusal"]["details"][0]["field"]), (&json!("refused"), &json!("phone")));
}

#[wasm_bindgen_test]
async fn a_challenge_is_judged_by_its_form() {
    let solved = br#"{"success":true,"hostname":"shop.example"}"#;
    assert_eq!(judge_challenge(&form().await, solved), Ok("unasked".into()));

    let mut file = forms();
    file["forms"]["promo"]["turnstile"] = json!({ "hostnames": ["shop.example"] });
    let checked = plain(check_forms(&file.to_string().into()));
    let file: Value = serde_json::from_str(checked["json"].as_str().unwrap_or_default()).expect("the file is JSON");
    let form: JsString = file["forms"]["promo"].to_string().into();

    assert_eq!(judge_challenge(&form, solved), Ok("passed".into()));
    for hostile in hostile::values() {
        assert_eq!(judge_challenge(&form, &hostile.bytes), Ok("unavailable".into()), "{}", hostile.name);
    }
    assert_eq!((is_challenge_token("0.abc"), is_challenge_token("a b")), (Ok(true), Ok(false)));
}

#[wasm_bindgen_test]
async fn a_row_is_taken_to_its_end() {
    instance().await;
    let (row, outbox) = (new_row(None, NOW).expect("a row"), new_outbox().expect("an outbox"));
    let begun = plain(begin(&row, &outbox, NOW));
    assert_eq!((&begun["effect"]["type"], &begun["row"]["state"]), (&json!("post"), &json!("sending")));
    let cut = js(&json!({}));
    let settled = plain(posted(&js(&begun["row"]), &outbox, &cut, NOW, &settings()));
    assert_eq!(
        (&settled["row"]["state"], &settled["row"]["dueAt"]),
        (&json!("unknown"), &json!(1_700_000_060_000_u64))
    );

    let begun = plain(begin(&js(&settled["row"]), &outbox, NOW + 60_000.0));
    assert_eq!(begun["effect"]["type"], "lookUp");
    let leads = json!([{ "id": "lead_1", "uniqueCode": "KNK-1" }]);
    let found = judge_lookup(&js(&json!({ "leads": leads, "complete": true })), "KNK-1", "kf_1").expect("a judgement");
    assert_eq!(faces::json(&found), json!({ "type": "present", "leadId": "lead_1" }));
    let settled = plain(looked_up(&js(&begun["row"]), &outbox, &found, NOW + 60_000.0, &settings()));
    assert_eq!((&settled["row"]["state"], &settled["row"]["leadId"]), (&json!("delivered"), &json!("lead_1")));

    let nothing = judge_lookup(&js(&json!({ "leads": [], "complete": true })), "KNK-1", "kf_1");
    assert_eq!(plain(nothing)["type"], "absent");
    let dead = plain(begin(&row, &outbox, NOW));
    assert_eq!(plain(recover(&js(&dead["row"]), NOW, &settings()))["state"], "unknown");
}

#[wasm_bindgen_test]
async fn a_person_decides_and_an_audit_looks_for_twins() {
    instance().await;
    let held = new_row(Some("HONEYPOT".to_owned()), NOW).expect("a row");
    let decided = |decision: &str| plain(decide(&held, &decision.into(), NOW));
    assert_eq!(decided("release")["state"], "accepted");
    for decision in ["reject", "erase", "expire"] {
        assert_eq!(decided(decision)["state"], "rejected", "{decision}");
    }

    let mut row =
        plain(begin(&new_row(None, NOW).expect("a row"), &new_outbox().expect("an outbox"), NOW))["row"].clone();
    row["doubtful"] = json!(true);
    let created = js(&json!({ "status": 201, "envelope": true, "leadId": "lead_1" }));
    let delivered = plain(posted(&js(&row), &new_outbox().expect("an outbox"), &created, NOW, &settings()));
    let leads = json!([{ "id": "lead_1", "uniqueCode": "KNK-1" }, { "id": "lead_2", "uniqueCode": "KNK-1" }]);
    let audit = js(&json!({ "type": "searched", "leads": leads }));
    let settled = plain(audited(&js(&delivered["row"]), &js(&delivered["outbox"]), &audit, "KNK-1", NOW));
    assert_eq!(settled["row"]["twins"], json!(["lead_2"]));

    assert_eq!(plain(keeping())["deliveredMs"], json!(7 * 86_400_000));
    assert_eq!(normalise_phone("0812 3456 7890").expect("no trap").as_deref(), Some("+6281234567890"));
}

#[wasm_bindgen_test]
async fn a_minute_that_is_spent_is_waited_out() {
    instance().await;
    let pace = pace_begun(&new_pace().expect("a pace")).expect("a pace");
    let spent = js(&json!({ "limit": 60, "remaining": 0, "endsInMs": 5_000, "succeeded": true }));
    let pace = pace_answered(&pace, &spent, 0, NOW).expect("a pace");
    assert_eq!(plain(permit(&pace, 0, NOW)), json!({ "type": "at", "time": 1_700_000_005_000_u64 }));
    assert_eq!(plain(permit(&pace, 0, NOW + 5_000.0))["type"], "now");
}

#[wasm_bindgen_test]
async fn hostile_bytes_are_refused() {
    let form = form().await;
    for hostile in hostile::values() {
        let member = |before: &[u8], behind: &[u8]| [before, &hostile.bytes, behind].concat();
        let checked = plain(check_forms(&text(&hostile.bytes)));
        assert_eq!(checked["type"], "bad", "{}", hostile.name);
        let whole = format!(r#"{{"v":1,"id":"{ID}","fields":{{"firstName":"#);
        for body in [hostile.bytes.clone(), member(whole.as_bytes(), b"}}")] {
            let read = plain(read_submission(&form, &"json".into(), body.clone(), None));
            // A long name is read, and refused when it is to become a lead.
            if read["type"] == "read" {
                let submission = read["json"].as_str().unwrap_or_default().into();
                let refused = plain(compose_lead("promo", &form, &submission, ID, "KNK-1"));
                assert_eq!(refused["type"], "refused", "{}", hostile.name);
            } else {
                assert_eq!(
                    (&read["type"], &read["refusal"]["status"]),
                    (&json!("refused"), &json!(400)),
                    "{}",
                    hostile.name
                );
            }
            plain(read_submission(&form, &"form".into(), body, Some(text(&hostile.bytes))));
        }
    }
}

#[wasm_bindgen_test]
async fn attribution_answers_whatever_it_is_asked() {
    instance().await;
    let answer = |json: Result<String, JsValue>| serde_json::from_str::<Value>(&json.expect("no trap")).expect("JSON");
    for hostile in hostile::values() {
        let touches =
            [br#"{"url":"https://shop.example/?gclid=x","touches":"#, hostile.bytes.as_slice(), b"}"].concat();
        for arrival in [&hostile.bytes, &touches] {
            let captured = answer(capture(arrival));
            assert!(captured["source"].is_string() && captured["last"].is_object(), "{}", hostile.name);
            assert!(captured["first"]["params"].is_object(), "{}", hostile.name);
        }
        let text = text(&hostile.bytes);
        assert!(answer(parse_notes(&text))["message"].is_string(), "{}", hostile.name);
        assert!(answer(normalize_phone(&text)).is_object(), "{}", hostile.name);
    }
}

#[wasm_bindgen_test]
async fn a_question_asked_wrongly_is_an_error() {
    let form = form().await;
    let row = new_row(Some("HONEYPOT".to_owned()), f64::NAN).expect("a row");
    let outbox = new_outbox().expect("an outbox");
    for wrong in [JsValue::UNDEFINED, JsValue::NULL, js(&json!({ "__proto__": 1 })), js(&json!([[]])), f64::NAN.into()]
    {
        let name = format!("{wrong:?}");
        assert_error(read_submission(&form, &wrong, b"{}".to_vec(), None), &name);
        let submission = submitted(&form)["json"].as_str().unwrap_or_default().into();
        assert_error(assess_submission(&form, &submission, &wrong), &name);
        assert_error(begin(&wrong, &outbox, NOW), &name);
        assert_error(posted(&row, &outbox, &wrong, NOW, &wrong), &name);
        assert_error(judge_lookup(&wrong, "", ""), &name);
        assert_error(looked_up(&row, &outbox, &wrong, NOW, &settings()), &name);
        assert_error(recover(&row, NOW, &wrong), &name);
        assert_error(decide(&row, &wrong, NOW), &name);
        assert_error(audited(&row, &outbox, &wrong, "", NOW), &name);
        assert_error(permit(&wrong, 0, NOW), &name);
        assert_error(pace_begun(&wrong), &name);
    }
    for hostile in hostile::values() {
        let wrong = text(&hostile.bytes);
        assert_error(read_submission(&wrong, &"json".into(), b"{}".to_vec(), None), hostile.name);
        assert_error(compose_lead("promo", &wrong, &wrong, ID, ""), hostile.name);
        assert_error(assess_submission(&form, &wrong, &JsValue::NULL), hostile.name);
        assert_error(judge_challenge(&wrong, b"{}"), hostile.name);
    }
}

#[wasm_bindgen_test]
async fn good_questions_give_their_memory_back() {
    let form = form().await;
    let (row, outbox) = (new_row(None, NOW).expect("a row"), new_outbox().expect("an outbox"));
    reset().expect("a new instance");
    instance().await.does_not_grow(|| {
        let read = submitted(&form);
        let submission = read["json"].as_str().unwrap_or_default().into();
        assert_eq!(plain(compose_lead("promo", &form, &submission, ID, "KNK-1"))["type"], "composed");
        begin(&row, &outbox, NOW).expect("an effect");
    });
}

#[wasm_bindgen_test]
async fn wrong_questions_give_their_memory_back() {
    let form = form().await;
    let row = new_row(None, NOW).expect("a row");
    let (wrong, half) = (js(&json!({ "no": "such thing" })), js(&json!({ "leads": [{ "id": "a" }, 7] })));
    reset().expect("a new instance");
    instance().await.does_not_grow(|| {
        read_submission(&form, &"json".into(), b"{\"v\":1,\"fields\":{\"a\":[".to_vec(), None).expect("a refusal");
        assert!(read_submission(&form, &wrong, b"{}".to_vec(), None).is_err());
        assert!(begin(&row, &wrong, NOW).is_ok() || begin(&wrong, &row, NOW).is_err());
        assert!(judge_lookup(&half, "KNK-1", "kf_1").is_err());
    });
}

#[wasm_bindgen_test]
async fn a_new_instance_works_after_a_trap() {
    let form = form().await;
    instance().await.ruin();
    let trapped = read_submission(&form, &"json".into(), wire().to_string().into_bytes(), None);
    assert!(trapped.is_err(), "nothing can work on this memory");
    reset().expect("a new instance");
    assert_eq!(submitted(&form)["type"], "read");
}
