//! The words of a text that is already HTML. It is our own HTML: whole tags, quoted attributes, few entities.

/// Tags that stand inside a word without ending it.
const INSIDE: [&str; 25] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "s",
    "samp", "small", "span", "strong", "u", "var", "wbr", "time",
];

/// Adds what a reader sees of some HTML; what is not inside a line ends a word.
pub(super) fn add_words(html: &str, out: &mut String) {
    let mut rest = html;
    // After one tag that never ends no other one does.
    let mut tags = true;
    while let Some(place) = special(rest.as_bytes()) {
        out.push_str(&rest[..place]);
        rest = &rest[place..];
        let taken = match rest.starts_with('<') {
            true if tags => tag(rest, out),
            true => None,
            false => entity(rest, out),
        };
        let taken = taken.unwrap_or_else(|| {
            tags &= !rest.starts_with('<');
            out.push_str(&rest[..1]);
            1
        });
        rest = &rest[taken..];
    }
    out.push_str(rest);
}

/// Where the first `<` or `&` is. Looks at many bytes at once: this runs over every text of the site.
fn special(bytes: &[u8]) -> Option<usize> {
    const AT_ONCE: usize = 32;
    let is_special = |byte: u8| matches!(byte, b'<' | b'&');
    let found = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | is_special(*byte));
    let start = bytes.chunks(AT_ONCE).position(found)? * AT_ONCE;
    bytes[start..].iter().position(|byte| is_special(*byte)).map(|place| start + place)
}

/// Passes over a tag; its length, or none if it never ends.
fn tag(html: &str, out: &mut String) -> Option<usize> {
    let name = html[1..].trim_start_matches('/');
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let mut quote = None;
    let end = html.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        byte == b'>' && quote.is_none()
    })?;
    if !INSIDE.contains(&&name[..length]) {
        out.push(' ');
    }
    Some(end + 1)
}

/// Adds the letter that an entity stands for; its length, or none if it is no entity that is known.
fn entity(html: &str, out: &mut String) -> Option<usize> {
    // The longest that can be: `&#x10ffff;`.
    let end = html.bytes().take(11).position(|byte| byte == b';')?;
    let name = &html[1..end];
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => ' ',
        _ => {
            let digits = name.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix(['x', 'X']);
            hexadecimal.map_or_else(|| number(digits, 10), |digits| number(digits, 16))?
        }
    };
    out.push(letter);
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(html: &str) -> String {
        let mut out = String::new();
        add_words(html, &mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn blocks_end_words_and_what_is_inside_a_line_does_not() {
        assert_eq!(words("<p>un<em>believ</em>able</p><p>two<br>three</p>"), "unbelievable two three");
        assert_eq!(words("<pre><code><span class=\"hl-keyword\">f</span>n</code></pre>x"), "fn x");
        assert_eq!(words("word<sup class=\"footnote-ref\"><a href=\"#f\">1</a></sup>."), "word 1 .");
        assert_eq!(words("<a href=\"/x/?a>b\" title='\"'>link</a>"), "link");
    }

    #[test]
    fn entities_are_letters_again_and_broken_ones_stay() {
        assert_eq!(words("a &amp;lt; b &#39;c&#39; &#x65E5;本 &quot;"), "a &lt; b 'c' 日本 \"");
        assert_eq!(words("R&D & &unknown; &#xzz; &#1114112; &"), "R&D & &unknown; &#xzz; &#1114112; &");
        assert_eq!(words("1 < 2 <never"), "1 < 2 <never");
    }

    #[test]
    fn many_signs_that_never_end_take_no_longer_than_they_are_many() {
        let begun = std::time::Instant::now();
        for sign in ["&", "<", "&#"] {
            assert_eq!(words(&sign.repeat(100_000)), sign.repeat(100_000));
        }
        assert!(begun.elapsed().as_secs() < 5);
    }
}
