//! E-mail addresses.

/// Whether `text` is an e-mail address by the rule of zod 3, which the server uses: letters, digits and `_ ' + - .` before
/// the `@`, not beginning with a dot, not ending with one or with `'`, and no two dots in a row; behind it a domain of at
/// least two labels, the last of two letters or more.
#[must_use]
pub fn email(text: &str) -> bool {
    let text = text.as_bytes();
    let Some(at) = text.iter().position(|&byte| byte == b'@') else { return false };
    let Some((name, domain)) = text.split_at_checked(at) else { return false };
    let Some(dot) = domain.iter().rposition(|&byte| byte == b'.') else { return false };
    let Some((labels, top)) = domain.split_at_checked(dot) else { return false };
    is_name(name)
        && labels.split(|&byte| byte == b'.').enumerate().all(|(position, label)| {
            // The first label still has the `@` before it.
            is_label(if position == 0 { label.get(1..).unwrap_or_default() } else { label })
        })
        && top.len() > 2
        && top.iter().skip(1).all(u8::is_ascii_alphabetic)
}

fn is_name(name: &[u8]) -> bool {
    let parts = |byte: &u8| byte.is_ascii_alphanumeric() || b"_'+-.".contains(byte);
    name.iter().all(parts)
        && name.first().is_some_and(|&byte| byte != b'.')
        && name.last().is_some_and(|&byte| byte != b'.' && byte != b'\'')
        && !name.windows(2).any(|pair| pair == b"..")
}

fn is_label(label: &[u8]) -> bool {
    let parts = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    label.first().is_some_and(|&byte| byte != b'-') && label.iter().all(parts)
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
