//! The edge's face: what `konektor/edge` asks of [`crate::intake`]. A form and a submission travel as JSON text, since
//! JavaScript only carries them from one question to the next; everything else is plain values. The edge's binary has the
//! client's face too.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::intake::{
    self, Answer, Audit, Begun, Challenge, Facts, Form, Found, Keeping, Lookup, Next, Outbox, Pace, Permit, Problem,
    Rate, Reason, Refusal, Row, Settings, Settled, Signals, Submission,
};

/// The forms file, checked.
#[derive(Serialize, Tsify)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum CheckedForms {
    /// It is good; `json` has all defaults filled in.
    Good { json: String },
    /// It has mistakes.
    Bad { problems: Vec<Problem> },
}

/// How a submission's body came.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// As JSON.
    Json,
    /// As a plain form post.
    Form,
}

/// A body, read.
#[derive(Serialize, Tsify)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReadSubmission {
    /// A submission: `json` is handed to the next questions, and `content` is what two of one id are compared by.
    Read {
        json: String,
        content: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        form_token: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        turnstile: Option<String>,
    },
    /// None that is taken.
    Refused { refusal: Refusal },
}

/// A lead, made.
#[derive(Serialize, Tsify)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ComposedLead {
    /// The lead to create, as JSON.
    Composed { json: String },
    /// The fields break rules.
    Refused { refusal: Refusal },
}

/// What comes after a receipt.
#[derive(Serialize, Tsify)]
pub struct AfterReceipt {
    /// Where the visitor goes; absent when the form has no wish.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    next: Option<Next>,
}

/// How suspicious a submission is.
#[derive(Serialize, Tsify)]
pub struct Assessed {
    /// The sum of its signs' weights.
    score: u32,
    /// Whether the form holds it for a person.
    suspect: bool,
    /// The signs' codes, with spaces between them.
    reason: String,
}

/// A look-up's answer.
#[derive(Deserialize, Tsify)]
pub struct LookupAnswer {
    /// The leads of all pages that were read.
    leads: Vec<Found>,
    /// Whether these were all.
    complete: bool,
}

/// The largest body that is read, in bytes.
#[wasm_bindgen(js_name = bodyLimit)]
#[must_use]
pub fn body_limit() -> usize {
    intake::BODY_LIMIT
}

/// Checks the forms file.
///
/// # Errors
/// None that JavaScript could meet.
#[wasm_bindgen(js_name = checkForms)]
pub fn check_forms(text: &str) -> Result<Ts<CheckedForms>, JsError> {
    let checked = match intake::check_forms(text) {
        Ok(forms) => CheckedForms::Good { json: serde_json::to_string(&forms)? },
        Err(problems) => CheckedForms::Bad { problems },
    };
    Ok(checked.into_ts()?)
}

/// Reads a submission's body; `page` is the address of the page that a plain post came from.
///
/// # Errors
/// When `form` is not one of [`check_forms`].
#[wasm_bindgen(js_name = readSubmission)]
pub fn read_submission(
    form: &str,
    media: Ts<Media>,
    body: Vec<u8>,
    page: Option<String>,
) -> Result<Ts<ReadSubmission>, JsError> {
    let form: Form = serde_json::from_str(form)?;
    let read = match media.to_rust()? {
        Media::Json => intake::read_json(&body, &form),
        Media::Form => intake::read_form(&body, &form, page.as_deref()),
    };
    let read = match read {
        Ok(submission) => ReadSubmission::Read {
            json: serde_json::to_string(&submission)?,
            content: submission.content(),
            id: submission.id,
            form_token: submission.form_token,
            turnstile: submission.turnstile,
        },
        Err(refusal) => ReadSubmission::Refused { refusal },
    };
    Ok(read.into_ts()?)
}

/// Makes the lead of a submission.
///
/// # Errors
/// When `form` or `submission` is not what an earlier question answered.
#[wasm_bindgen(js_name = composeLead)]
pub fn compose_lead(
    name: &str,
    form: &str,
    submission: &str,
    id: &str,
    unique_code: &str,
) -> Result<Ts<ComposedLead>, JsError> {
    let form: Form = serde_json::from_str(form)?;
    let submission: Submission = serde_json::from_str(submission)?;
    let composed = match intake::compose(name, &form, &submission, id, unique_code) {
        Ok(json) => ComposedLead::Composed { json },
        Err(refusal) => ComposedLead::Refused { refusal },
    };
    Ok(composed.into_ts()?)
}

/// Decides what comes after a receipt; `site` is the origin of the page, if it is one of the form's, and else our own.
///
/// # Errors
/// When `form` is not one of [`check_forms`].
#[wasm_bindgen(js_name = afterReceipt)]
pub fn after_receipt(form: &str, unique_code: &str, site: &str) -> Result<Ts<AfterReceipt>, JsError> {
    let form: Form = serde_json::from_str(form)?;
    Ok(AfterReceipt { next: intake::next(&form, unique_code, site) }.into_ts()?)
}

/// Looks for the signs of spam in a submission.
///
/// # Errors
/// When `form` or `submission` is not what an earlier question answered.
#[wasm_bindgen(js_name = assessSubmission)]
pub fn assess_submission(form: &str, submission: &str, signals: Ts<Signals>) -> Result<Ts<Assessed>, JsError> {
    let form: Form = serde_json::from_str(form)?;
    let submission: Submission = serde_json::from_str(submission)?;
    let assessment = intake::assess(&submission, signals.to_rust()?);
    let score = assessment.score();
    Ok(Assessed { score, suspect: score >= form.limits.threshold, reason: assessment.reason() }.into_ts()?)
}

/// Whether a text can be a challenge's token.
#[wasm_bindgen(js_name = isChallengeToken)]
#[must_use]
pub fn is_challenge_token(text: &str) -> bool {
    intake::is_token(text)
}

/// Judges the verifier's answer about a challenge.
///
/// # Errors
/// When `form` is not one of [`check_forms`].
#[wasm_bindgen(js_name = judgeChallenge)]
pub fn judge_challenge(form: &str, answer: &[u8]) -> Result<Ts<Challenge>, JsError> {
    let form: Form = serde_json::from_str(form)?;
    let challenge = form.turnstile.map_or(Challenge::Unasked, |turnstile| intake::judge_challenge(&turnstile, answer));
    Ok(challenge.into_ts()?)
}

/// What the MAC of a unique code is computed over.
#[wasm_bindgen(js_name = codeMessage)]
#[must_use]
pub fn code_message(tracking_code: &str, form: &str, id: &str, counter: u32) -> String {
    intake::code_message(tracking_code, form, id, counter)
}

/// The unique code made of a MAC.
#[wasm_bindgen(js_name = uniqueCode)]
#[must_use]
pub fn unique_code(tracking_code: &str, mac: &[u8]) -> String {
    intake::unique_code(tracking_code, mac)
}

/// The reference of a submission's lead.
#[wasm_bindgen(js_name = externalRef)]
#[must_use]
pub fn external_ref(id: &str) -> String {
    intake::external_ref(id)
}

/// A row as it is acknowledged; a suspicion is why a person should look at it first.
///
/// # Errors
/// None that JavaScript could meet.
#[wasm_bindgen(js_name = newRow)]
pub fn new_row(suspicion: Option<String>, now: f64) -> Result<Ts<Row>, JsError> {
    Ok(Row::new(suspicion, instant(now)).into_ts()?)
}

/// An outbox that nothing stops.
///
/// # Errors
/// None that JavaScript could meet.
#[wasm_bindgen(js_name = newOutbox)]
pub fn new_outbox() -> Result<Ts<Outbox>, JsError> {
    Ok(Outbox::default().into_ts()?)
}

/// Takes a row up.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn begin(row: Ts<Row>, outbox: Ts<Outbox>, now: f64) -> Result<Ts<Begun>, JsError> {
    Ok(intake::begin(row.to_rust()?, &outbox.to_rust()?, instant(now)).into_ts()?)
}

/// Settles a row after its POST.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn posted(
    row: Ts<Row>,
    outbox: Ts<Outbox>,
    answer: Ts<Answer>,
    now: f64,
    settings: Ts<Settings>,
) -> Result<Ts<Settled>, JsError> {
    let settled =
        intake::posted(row.to_rust()?, outbox.to_rust()?, &answer.to_rust()?, instant(now), settings.to_rust()?);
    Ok(settled.into_ts()?)
}

/// Judges a look-up's answer.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen(js_name = judgeLookup)]
pub fn judge_lookup(answer: Ts<LookupAnswer>, unique_code: &str, external_ref: &str) -> Result<Ts<Lookup>, JsError> {
    let answer = answer.to_rust()?;
    Ok(intake::judge_lookup(&answer.leads, answer.complete, unique_code, external_ref).into_ts()?)
}

/// Settles a row after its look-up.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen(js_name = lookedUp)]
pub fn looked_up(
    row: Ts<Row>,
    outbox: Ts<Outbox>,
    lookup: Ts<Lookup>,
    now: f64,
    settings: Ts<Settings>,
) -> Result<Ts<Settled>, JsError> {
    let settled =
        intake::looked_up(row.to_rust()?, outbox.to_rust()?, &lookup.to_rust()?, instant(now), settings.to_rust()?);
    Ok(settled.into_ts()?)
}

/// A row as it is found at start-up.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn recover(row: Ts<Row>, now: f64, settings: Ts<Settings>) -> Result<Ts<Row>, JsError> {
    Ok(intake::recover(row.to_rust()?, instant(now), settings.to_rust()?).into_ts()?)
}

/// Notes what an audit of a delivered row found.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn audited(
    row: Ts<Row>,
    outbox: Ts<Outbox>,
    audit: Ts<Audit>,
    unique_code: &str,
    now: f64,
) -> Result<Ts<Settled>, JsError> {
    let settled = intake::audited(row.to_rust()?, outbox.to_rust()?, &audit.to_rust()?, unique_code, instant(now));
    Ok(settled.into_ts()?)
}

/// What a person decides of a row.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It goes out.
    Release,
    /// It does not.
    Reject,
    /// Its personal data has to go.
    Erase,
    /// Nobody decided in time.
    Expire,
}

/// Carries out a person's decision.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn decide(row: Ts<Row>, decision: Ts<Decision>, now: f64) -> Result<Ts<Row>, JsError> {
    let row = row.to_rust()?;
    let row = match decision.to_rust()? {
        Decision::Release => intake::release(row, instant(now)),
        Decision::Reject => intake::reject(row),
        Decision::Erase => intake::erase(row, instant(now)),
        Decision::Expire => intake::expire(row),
    };
    Ok(row.into_ts()?)
}

/// How long what is kept.
///
/// # Errors
/// None that JavaScript could meet.
#[wasm_bindgen]
pub fn keeping() -> Result<Ts<Keeping>, JsError> {
    Ok(intake::KEEPING.into_ts()?)
}

/// Whether an outbox is well.
#[derive(Serialize, Tsify)]
pub struct Health {
    /// Whether there is no reason to look at it.
    healthy: bool,
    /// The reasons, the gravest first.
    reasons: Vec<Reason>,
}

/// Judges the facts of an outbox.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn health(facts: Ts<Facts>, now: f64) -> Result<Ts<Health>, JsError> {
    let reasons = intake::concerns(&facts.to_rust()?, instant(now));
    Ok(Health { healthy: reasons.is_empty(), reasons }.into_ts()?)
}

/// What is known of the rate before the first answer.
///
/// # Errors
/// None that JavaScript could meet.
#[wasm_bindgen(js_name = newPace)]
pub fn new_pace() -> Result<Ts<Pace>, JsError> {
    Ok(Pace::default().into_ts()?)
}

/// Whether the next request may begin.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen]
pub fn permit(pace: Ts<Pace>, on_their_way: u32, now: f64) -> Result<Ts<Permit>, JsError> {
    Ok(pace.to_rust()?.permit(on_their_way, now).into_ts()?)
}

/// A request begins.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen(js_name = paceBegun)]
pub fn pace_begun(pace: Ts<Pace>) -> Result<Ts<Pace>, JsError> {
    Ok(pace.to_rust()?.begun().into_ts()?)
}

/// A request was answered, or was not.
///
/// # Errors
/// When a value is not of its type.
#[wasm_bindgen(js_name = paceAnswered)]
pub fn pace_answered(pace: Ts<Pace>, rate: Ts<Rate>, on_their_way: u32, now: f64) -> Result<Ts<Pace>, JsError> {
    Ok(pace.to_rust()?.answered(rate.to_rust()?, on_their_way, now).into_ts()?)
}

/// A telephone number as leads have it; nothing when it is none.
#[wasm_bindgen(js_name = normalisePhone)]
#[must_use]
pub fn normalise_phone(text: &str) -> Option<String> {
    crate::phone::normalise(text)
}

/// The reason of a submission whose challenge's token came before.
#[wasm_bindgen]
#[must_use]
pub fn replayed(reason: Option<String>) -> String {
    intake::replayed(reason.as_deref())
}

/// JavaScript's time in whole milliseconds.
fn instant(now: f64) -> u64 {
    now.max(0.0) as u64
}
