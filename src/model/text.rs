//! Small rules about text that several stages share: escaping, folding, slugs and safe characters.

use unicode_normalization::UnicodeNormalization;

/// Escapes text for HTML and XML: `& < > " '`.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(index) = first_special(rest.as_bytes()) {
        out.push_str(&rest[..index]);
        out.push_str(match rest.as_bytes()[index] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[index + 1..];
    }
    out.push_str(rest);
}

/// Where the first byte is that has to be escaped. This runs over all that is written, so it looks at many bytes
/// at once; none of them is part of another letter.
fn first_special(bytes: &[u8]) -> Option<usize> {
    const AT_ONCE: usize = 32;
    let is_special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let chunk =
        bytes.chunks(AT_ONCE).position(|chunk| chunk.iter().fold(false, |found, byte| found | is_special(*byte)));
    let start = chunk? * AT_ONCE;
    bytes[start..].iter().position(|byte| is_special(*byte)).map(|index| start + index)
}

/// [`escape_into`] a new string.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut out, text);
    out
}

/// The form in which names are compared: NFC and lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// [`fold`] without marks on letters and in plain ones: `Élodie` is `elodie`, and so are full-width letters. Only for finding names, never for identity.
#[must_use]
pub fn bare(text: &str) -> String {
    let plain = if text.is_ascii() { fold(text) } else { fold(&text.nfkc().collect::<String>()) };
    plain.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).nfc().collect()
}

/// Whether nobody sees a character: soft hyphens, joiners, marks of direction and the like (Unicode: the default
/// ignorable code points that are no letters). Inside of a word it hides the word from programs alone.
#[must_use]
pub fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// With its first letter as a capital.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// NFC without any other change.
#[must_use]
pub fn nfc(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// A name for an address: letters and digits of every script, combining marks and hyphens, NFC, lower
/// case; everything else becomes one hyphen. Never empty: text without a letter gives `untitled` and a hash.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    if text.is_ascii() {
        // As below, for the letters of nearly all names: no copy to fold, and nothing to compose.
        for letter in text.bytes().map(|letter| letter.to_ascii_lowercase()) {
            if letter.is_ascii_alphanumeric() {
                slug.push(char::from(letter));
            } else if letter != b'\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(slug.trim_end_matches('-').len());
        return if slug.is_empty() { untitled(text) } else { slug };
    }
    for letter in fold(text).chars() {
        if letter.is_alphanumeric() || is_mark(letter) {
            slug.push(letter);
        } else if !matches!(letter, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    // What was left out may have stood between a letter and a mark, or between two marks.
    let slug = nfc(slug.trim_end_matches('-'));
    if slug.is_empty() { untitled(text) } else { slug }
}

fn untitled(text: &str) -> String {
    format!("untitled-{}", &super::Digest::of_bytes(text.as_bytes()).hex()[..6])
}

/// Whether an id is in the form the content model asks for: what [`slug`] would make of it.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter) || letter == '\u{200c}'
}

/// Whether a character may not stand in XML 1.0, or is a control character that no reader needs.
#[must_use]
pub fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text holds a [control character](is_control).
#[must_use]
pub fn has_control(text: &str) -> bool {
    may_hold_unusual(text) && text.contains(is_control)
}

/// Whether a text may hold a character that is a [control character](is_control) or
/// [changes the direction](is_direction_override): false for most texts, in a small part of the time that asking
/// for each character takes.
#[must_use]
pub fn may_hold_unusual(text: &str) -> bool {
    // Looks at bytes only, without a branch for each: the first bytes of all such characters, and of some others.
    text.bytes().fold(0, |found, byte| {
        let plain = byte >= b' ' || byte == b'\n' || byte == b'\t';
        found | u8::from(!plain || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef))
    }) != 0
}

/// Whether a character changes the direction of the text around it in a way that can hide what is written
/// (Unicode TR 9, explicit overrides and embeddings).
#[must_use]
pub fn is_direction_override(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a file or folder of this name cannot exist on some systems: the device names of Windows, with or
/// without an extension.
#[must_use]
pub fn is_reserved_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit() && rest != "0")
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// `rtl` for languages written from right to left, else `ltr`. By the main scripts of CLDR 45.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-');
    let base = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let right_to_left = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg"),
        None => matches!(
            base.as_str(),
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"
        ),
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("Finding Her Voice"), "finding-her-voice");
        assert_eq!(slug("Maria’s first week"), "marias-first-week");
        assert_eq!(slug("قصة قصيرة"), "قصة-قصيرة");
        assert_eq!(slug("日本の夜"), "日本の夜");
        assert_eq!(slug("E\u{301}te\u{301}"), "été");
        assert!(slug("!!! 🎉").starts_with("untitled-"));
        assert_ne!(slug("!!!"), slug("???"));
        for text in ["\u{1e01c}'\u{20d2}a", "e'\u{301}", "a\u{315}'\u{300}"] {
            assert!(is_slug(&slug(text)), "{text:?}: a mark beside a mark");
        }
        assert!(is_slug("maria-mentors") && !is_slug("Maria") && !is_slug("a--b") && !is_slug(""));
    }

    #[test]
    fn device_names_and_directions_are_known() {
        assert!(is_reserved_name("con") && is_reserved_name("COM1") && is_reserved_name("aux.md"));
        assert!(!is_reserved_name("com10") && !is_reserved_name("contact") && !is_reserved_name("lpt0"));
        assert_eq!((direction("ar"), direction("az-Arab"), direction("en-GB")), ("rtl", "rtl", "ltr"));
    }

    #[test]
    fn escaping_covers_both_quotes() {
        assert_eq!(escape("<a href=\"x\" b='y'>&"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }
}
