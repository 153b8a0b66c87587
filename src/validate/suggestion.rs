//! Which field was probably meant by a name that no field has.

use crate::schema::Schema;

/// The field nearest to `name`: at most one edit away for each three letters.
pub(super) fn nearest(name: &str, schema: &'static Schema) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    let allowed = name.len() / 3;
    let distances = schema.fields.iter().map(|field| (distance(name, field.name), field.name));
    distances.min().filter(|(distance, _)| *distance <= allowed).map(|(_, name)| name)
}

/// How many letters have to be put in, left out or changed to make `b` from `a`, whatever their case.
fn distance(a: &str, b: &str) -> usize {
    let mut row = vec![0];
    row.extend((1_usize..).take(b.len()));
    for (i, letter) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(b.bytes()) {
            let changed = diagonal + usize::from(!letter.eq_ignore_ascii_case(&other));
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CreateLead;

    #[test]
    fn a_slip_of_the_finger_finds_its_field() {
        let near = |name| nearest(name, CreateLead::SCHEMA);
        assert_eq!(near("fristName"), Some("firstName"));
        assert_eq!(near("firstname"), Some("firstName"));
        assert_eq!(near("first_name"), Some("firstName"));
        assert_eq!(near("e-mail"), Some("email"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(""), None);
    }
}
