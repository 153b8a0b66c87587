//! UUIDs.

/// Whether `text` is a UUID of any version, in the usual five groups of hexadecimal digits.
#[must_use]
pub fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn a_uuid_is_five_groups_of_hexadecimal_digits() {
        assert!(uuid("6f9619ff-8b86-d011-b42d-00c04fc964ff"));
        assert!(uuid("6F9619FF-8B86-D011-B42D-00C04FC964FF"));
        for bad in [
            "",
            "6f9619ff8b86d011b42d00c04fc964ff",
            "6f9619ff-8b86-d011-b42d-00c04fc964f",
            "6f9619ff-8b86-d011-b42d-00c04fc964fff",
            "6f9619ff-8b86-d011-b42d-00c04fc964fg",
            "{6f9619ff-8b86-d011-b42d-00c04fc964}",
            "6f9619ff-8b86-d011-b42d-00c04fc964é",
        ] {
            assert!(!uuid(bad), "{bad}");
        }
    }
}
