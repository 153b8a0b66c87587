//! Which fields a form may offer: the five public ones, which are a lead's own, and fields of the form's own, whose texts go into the
//! lead's notes. A visitor can never set a lead's status, owner, priority or values.

use crate::attribution::MESSAGE_LIMIT;
use crate::model::Lead;

/// The public fields.
pub(crate) const PUBLIC: &[&str] = &["firstName", "lastName", "email", "phone", "message"];
/// How many fields of its own a form may have.
pub(crate) const MOST_CUSTOM: usize = 20;
/// The longest text of such a field, in UTF-16 units.
const CUSTOM_LIMIT: usize = 500;

/// Whether a field is a form's own.
pub(crate) fn is_custom(name: &str) -> bool {
    !PUBLIC.contains(&name)
}

/// Whether a field's text becomes a part of the notes.
pub(crate) fn goes_into_notes(name: &str) -> bool {
    name == "message" || is_custom(name)
}

/// The longest text of a field that becomes a part of the notes, in UTF-16 units.
pub(crate) fn limit_in_notes(name: &str) -> usize {
    if name == "message" { MESSAGE_LIMIT } else { CUSTOM_LIMIT }
}

/// Whether a form's own field may be called so: a letter, then at most 39 letters, digits, hyphens and underscores.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What is wrong with the name of a form's own field.
pub(crate) fn fault(name: &str) -> Option<&'static str> {
    if !is_name(name) || name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("cf-")) {
        return Some(
            "a field's name is a letter, then at most 39 letters, digits, hyphens and underscores; `cf-` is Cloudflare's",
        );
    }
    // In any case of its letters: `firstname` is a slip, and `Status` would be taken for the lead's.
    let of_a_lead = Lead::SCHEMA.fields.iter().map(|field| field.name);
    of_a_lead.chain(["message", "externalRef"]).any(|taken| taken.eq_ignore_ascii_case(name)).then_some(
        "a lead has a field of this name: visitors may fill in firstName, lastName, email, phone and message, spelled so, and fields of the form's own",
    )
}

/// The most units that each of some texts may have, so that all have room together. It is given the texts' lengths.
pub(crate) fn shared(lengths: &[usize], room: usize) -> usize {
    let taken = |most: usize| lengths.iter().map(|length| length.min(&most)).sum::<usize>();
    (0..=room).rev().find(|&most| taken(most) <= room).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_forms_own_field_has_a_plain_name_that_no_lead_has() {
        for good in ["company", "Budget_2026", "jumlah-orang", "a", &"x".repeat(40)] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "",
            "_id",
            "_hp",
            "2nd",
            "nama lengkap",
            "état",
            "a.b",
            "__proto__",
            "cf-turnstile-response",
            "CF-x",
            "firstname",
            "Message",
            "STATUS",
            "assignedTo",
            "priority",
            "estimatedValue",
            "actualValue",
            "uniqueCode",
            "externalref",
            "notes",
            "source",
            "id",
            &"x".repeat(41),
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_as_long_as_the_answer_fits_and_one_unit_more_would_not(
            lengths in prop::collection::vec(0usize..80, 0..6), room in 0usize..200,
        ) {
            let sum = |most: usize| lengths.iter().map(|length| *length.min(&most)).sum::<usize>();

            let most = shared(&lengths, room);

            prop_assert!(sum(most) <= room);
            prop_assert!(most == room || sum(most + 1) > room);
        }
    }
}
