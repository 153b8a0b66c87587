//! Decides what becomes of a public submission: whether it is well formed, what lead it makes, whether a person should look at
//! it first, and what happens to it until the API has it. It is given bytes, a form's definition, the clock and the bytes of
//! MACs; storing, sending and telling the time belong to whoever runs it.

mod answer;
mod audit;
mod code;
mod delivery;
pub(crate) mod field;
mod forms;
mod health;
mod keeping;
mod lead;
mod next;
mod pace;
mod refusal;
mod spam;
mod submission;
mod turnstile;

pub use answer::{Answer, Found, Lookup, judge_lookup};
pub use audit::{Audit, audited};
#[cfg(feature = "once")]
pub(crate) use code::base32;
pub use code::{code_message, external_ref, unique_code};
pub use delivery::{
    Begun, Effect, Outbox, Row, Settings, Settled, State, begin, erase, expire, looked_up, posted, recover, reject,
    release,
};
pub(crate) use field::is_name as is_field_name;
pub use forms::{Form, Forms, Language, Limits, Presence, Problem, Workspace, check_forms};
pub use health::{Concern, Facts, Reason, concerns};
pub use keeping::{KEEPING, Keeping};
pub use lead::compose;
pub use next::{Next, next};
pub use pace::{Pace, Permit, Rate};
pub use refusal::Refusal;
pub use spam::{Assessment, FormToken, SIGNS, Sign, Signals, SubmitOrigin, TOO_FAST_MS, TOO_OLD_MS, assess, replayed};
pub use submission::{BODY_LIMIT, Submission, read_form, read_json};
pub use turnstile::{Challenge, Turnstile, is_token, judge_challenge};
