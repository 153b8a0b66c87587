//! Decides where a lead came from. It is given raw touches as a page noted them (names on a list, values untouched) and the
//! visitor's consent, and answers the API's `source` and `adPlatform` and a block for the notes. Noting and keeping touches is
//! the page's part; everything here is a visitor's claim and nothing here makes it more than that.

mod channel;
mod names;
mod notes;
mod page;
mod referrer;
mod touch;

pub use channel::{Channel, Kind, channel};
pub use names::{CLICK_IDS, COOKIES, PARAMETERS};
pub use notes::{BLOCK_LIMIT, Block, MESSAGE_LIMIT, ParsedNotes, compose_notes, parse_notes};
pub use touch::{Consent, Touch, Touches};
