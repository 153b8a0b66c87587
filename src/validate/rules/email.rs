//! E-mail addresses.

/// Whether `text` is an e-mail address by the rule of zod 3, which the server uses: letters, digits and `_ ' + - .` before
/// the `@`, not beginning with a dot, not ending with one or with `'`, and no two dots in a row; behind it a domain of at
/// least two labels, the last of two letters or more.
#[must_use]
pub fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    local_part(local.as_bytes()) && host(domain) && !text.contains("..")
}

fn local_part(local: &[u8]) -> bool {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"_'+-.".contains(byte);
    let last = |byte: &u8| byte.is_ascii_alphanumeric() || b"_+-".contains(byte);
    local.first().is_some_and(|&byte| byte != b'.') && local.last().is_some_and(last) && local.iter().all(inner)
}

fn host(domain: &str) -> bool {
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && !label.starts_with('-') && label.bytes().all(inner)
    };
    labels.split('.').all(label) && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::email;

    #[test]
    fn an_address_needs_a_name_and_a_domain_with_a_top() {
        for good in ["a@b.co", "andi@example.com", "A.B+c@sub.example.id", "o'neil@example.com", "_@a-.id", "-@x.yz"] {
            assert!(email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@",
            "a@",
            "@b.co",
            "a@b",
            "a@b.c",
            ".a@b.co",
            "a.@b.co",
            "a..b@c.co",
            "a'@b.co",
            "a@b..co",
            "a@-b.co",
            "a@b.c0",
            "a b@c.co",
            "a@b.co ",
            " a@b.co",
            "a@b@c.co",
            "ä@b.co",
            "a@bü.co",
            "a@b.co\n",
            "a@[1.2.3.4]",
        ] {
            assert!(!email(bad), "{bad}");
        }
    }
}
