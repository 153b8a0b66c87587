//! The page of the edge's signs of spam.

use konektor::intake::{Limits, SIGNS};

use super::table;

/// The page.
pub fn page() -> String {
    let head = format!(
        "# Signs of spam\n\nThe edge adds up the weights of the signs that a submission shows. From the form's `limits.threshold` on, {} unless it \
         says otherwise, the submission is held for a person; nothing is dropped. The codes are stored with it as its reason.\n\n",
        Limits::default().threshold
    );
    head + &table(
        ["code", "weight", "shown when"],
        SIGNS.iter().map(|sign| [format!("`{}`", sign.code), sign.weight.to_string(), sign.doc.to_owned()]),
    )
}
