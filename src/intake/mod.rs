//! Decides what becomes of a public submission: whether it is well formed, what lead it makes, whether a person should look at
//! it first, and what happens to it until the API has it. It is given bytes, a form's definition, the clock and the bytes of
//! MACs; storing, sending and telling the time belong to whoever runs it.

mod answer;
mod delivery;

pub use answer::{Answer, Found, Lookup, judge_lookup};
pub use delivery::{
    Begun, Effect, Outbox, Row, Settings, Settled, State, begin, looked_up, posted, recover, reject, release,
};
