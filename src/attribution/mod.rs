//! Decides where a lead came from. It is given raw touches as a page noted them (names on a list, values untouched) and the
//! visitor's consent, and answers the API's `source` and `adPlatform`, the channel that reports have, and a block for the notes. Keeping
//! touches is the page's part; everything here is a visitor's claim and nothing here makes it more than that.

mod agreement;
mod capture;
mod channel;
mod click;
mod group;
mod instant;
mod names;
mod notes;
mod page;
mod parse;
mod referrer;
mod site;
mod summary;
mod touch;
mod traffic;
mod value;
mod visit;

pub use agreement::{AGREEMENTS_LIMIT, Agreement, WORDS_LIMIT};
pub use capture::{Arrival, Captured, capture};
pub use channel::{Channel, channel};
pub use names::{CLICK_IDS, COOKIES, META_ADS, PARAMETERS};
pub(crate) use notes::field_line;
pub use notes::{BLOCK_LIMIT, Heading, MESSAGE_LIMIT, compose_notes};
pub use parse::{Block, ParsedNotes, parse_notes};
pub use site::gateways;
pub use touch::{ADDRESS_LIMIT, Consent, Touch, Touches};
pub use value::{VALUE_LIMIT, is_printable};
pub use visit::{CLOCK_TOLERANCE, SESSION_LIFE, Session, TOUCH_LIFE, Visits};
