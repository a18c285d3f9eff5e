//! Which addresses a link may have.

use crate::model::{EntryKind, text};

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// To a place on this site; `link` says which.
    Here,
    /// To another site.
    Web,
    /// To a mail or telephone program.
    Program,
    /// Nowhere a link may lead.
    Refused,
}

/// Judges an address after entities and escapes were resolved. What is not known to be harmless is refused.
pub(super) fn judge(address: &str) -> Address {
    // Browsers drop tabs and line ends anywhere in an address, so `java\tscript:` is one word to them.
    if address
        .chars()
        .any(|letter| letter.is_control() || text::is_control(letter) || text::is_direction_override(letter))
    {
        return Address::Refused;
    }
    let address = address.trim();
    // `//host` and its spellings with backslashes lead to another site without saying so.
    if address.len() > 1 && address.bytes().take(2).all(|byte| matches!(byte, b'/' | b'\\')) {
        return Address::Refused;
    }
    let Some(end) = address.find([':', '/', '?', '#']) else { return Address::Here };
    if address.as_bytes()[end] != b':' {
        return Address::Here;
    }
    let (scheme, rest) = (&address[..end], &address[end + 1..]);
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("http") || is("https") {
        let host = rest.strip_prefix("//").unwrap_or_default();
        if host.is_empty() || host.starts_with(['/', '\\', '?', '#']) { Address::Refused } else { Address::Web }
    } else if (is("mailto") || is("tel")) && !rest.is_empty() {
        Address::Program
    } else if EntryKind::ALL.iter().any(|kind| scheme == kind.word()) {
        Address::Here
    } else {
        Address::Refused
    }
}

/// Writes an address into an attribute in double quotes.
pub(super) fn attribute_into(out: &mut String, address: &str) {
    for (index, part) in address.trim().split(' ').enumerate() {
        if index > 0 {
            out.push_str("%20");
        }
        text::escape_into(out, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_addresses_pass() {
        for here in ["", "#part", "/", "?x", "x.md", "../stories/x.md#a:b", "@/stories/x.md", "prompt:x", "a b", "/a:b"]
        {
            assert_eq!(judge(here), Address::Here, "{here}");
        }
        for web in ["https://example.org", "HTTP://EXAMPLE.ORG/a?b#c", " https://x.org "] {
            assert_eq!(judge(web), Address::Web, "{web}");
        }
        assert_eq!(judge("mailto:a@b.c"), Address::Program);
        assert_eq!(judge("tel:+123"), Address::Program);
    }

    #[test]
    fn attributes_cannot_be_left() {
        let mut out = String::new();
        attribute_into(&mut out, " https://x/a b\"><script>'& ");
        assert_eq!(out, "https://x/a%20b&quot;&gt;&lt;script&gt;&#39;&amp;");
    }
}
