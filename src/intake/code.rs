//! The two names by which a submission is found again: the code that the visitor is given and the reference that only we know.
//! The MAC is computed by the caller, whose secret it needs; the code's alphabet and length are decided here.

/// Crockford's base32: no I, L, O or U, so a code can be read out on the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// What the MAC of a code is computed over; `counter` is 0, or the next one when the code is another submission's already.
#[must_use]
pub fn code_message(tracking_code: &str, form: &str, id: &str, counter: u32) -> String {
    match counter {
        0 => format!("{tracking_code}|{form}|{id}"),
        counter => format!("{tracking_code}|{form}|{id}|{counter}"),
    }
}

/// The code made of a MAC: the tracking code, a hyphen and ten characters, which are the MAC's first 50 bits.
///
/// ```
/// assert_eq!(konektor::intake::unique_code("KNK-abc123", &[0xff; 32]), "KNK-abc123-ZZZZZZZZZZ");
/// ```
#[must_use]
pub fn unique_code(tracking_code: &str, mac: &[u8]) -> String {
    let mut code = format!("{tracking_code}-");
    code.extend(base32(mac, LENGTH));
    code
}

/// The first characters of some bytes, the most significant bits first; a byte that is not there is 0.
pub(crate) fn base32(bytes: &[u8], length: usize) -> impl Iterator<Item = char> {
    (0..length).map(|index| {
        let bit = index * 5;
        let pair = u16::from_be_bytes([byte(bytes, bit / 8), byte(bytes, bit / 8 + 1)]);
        let character = usize::from(pair >> (11 - bit % 8)) & 31;
        char::from(ALPHABET[character])
    })
}

/// The lead's `externalRef`.
#[must_use]
pub fn external_ref(id: &str) -> String {
    format!("kf_{id}")
}

fn byte(mac: &[u8], index: usize) -> u8 {
    mac.get(index).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_fifty_bits_make_the_code() {
        let mac = [0b0000_1000, 0b1000_0110, 0b0100_0010, 0b1001_1000, 0b1110_1000, 0b0100_1010, 0b0101_1111];
        assert_eq!(unique_code("KNK-a", &mac), "KNK-a-12345678".to_owned() + "99");
    }

    #[test]
    fn a_mac_too_short_still_makes_a_code() {
        assert_eq!(unique_code("KNK-a", &[]), "KNK-a-0000000000");
    }

    #[test]
    fn each_counter_asks_for_another_mac() {
        assert_eq!(code_message("KNK-a", "promo", "id", 0), "KNK-a|promo|id");
        assert_ne!(code_message("KNK-a", "promo", "id", 1), code_message("KNK-a", "promo", "id", 2));
    }

    proptest! {
        #[test]
        fn codes_differ_where_their_first_fifty_bits_do(one in any::<u64>(), other in any::<u64>()) {
            let code = |bits: u64| unique_code("K", &bits.to_be_bytes());
            prop_assert_eq!(code(one) == code(other), one >> 14 == other >> 14);
        }
    }
}
