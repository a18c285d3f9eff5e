//! A text as whoever reads it sees it: without markup, escapes undone, spaces as one; and where each part of it stands
//! in its file. For whatever has to find words however a file of the site writes them.

use super::text;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// Tags inside of a word or between two words of one line. All others part words.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// Marks that HTML writes as the end of a letter's name, such as `&uuml;`.
const MARKS: [(&str, char); 8] = [
    ("uml", '\u{308}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30a}'),
    ("caron", '\u{30c}'),
];

/// Other characters by name, as far as they stand in names.
const NAMED: [(&str, char); 25] = [
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("ndash", '–'),
    ("szlig", 'ß'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("oelig", 'œ'),
    ("thorn", 'þ'),
    ("eth", 'ð'),
];

/// The most letters of a character's name.
const LONGEST: usize = 10;

/// What is done with tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// They stay, so that their attributes can be read.
    Kept,
    /// They go.
    Gone,
}

/// A text as it is seen.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Its words.
    pub words: String,
    /// Bytes of `words` from which on they stand in a row in the file, with the byte there.
    places: Vec<(usize, usize)>,
}

impl Shown {
    /// Reads a text: HTML, a template, a stylesheet, JSON, or plain words.
    #[must_use]
    pub fn of(text: &str, tags: Tags) -> Self {
        let mut shown = Self { words: String::with_capacity(text.len()), places: Vec::new() };
        let bytes = text.as_bytes();
        let (mut at, mut run) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            let piece = match byte {
                b'<' if tags == Tags::Gone => tag(&text[at..]),
                b'&' => entity(&text[at..]),
                b'\\' => escape(&text[at..]),
                b'%' => percent(&text[at..]),
                b' ' | b'\t' | b'\n' | b'\r' => space(&bytes[at..]),
                _ => None,
            };
            let Some((length, says)) = piece else {
                at += 1;
                continue;
            };
            shown.push(&text[run..at], run);
            shown.push(&says, at);
            at += length;
            run = at;
        }
        shown.push(&text[run..], run);
        shown
    }

    fn push(&mut self, words: &str, at: usize) {
        if words.is_empty() {
            return;
        }
        // What was taken out must not leave two spaces where there was one.
        let kept = if self.words.ends_with([' ', '\n']) { words.trim_start_matches(' ') } else { words };
        self.places.push((self.words.len(), at + words.len() - kept.len()));
        let words = kept;
        self.words.push_str(words);
    }

    /// The byte of the file at which a byte of the words stands.
    #[must_use]
    pub fn place(&self, at: usize) -> usize {
        let before = self.places.partition_point(|(known, _)| *known <= at).checked_sub(1);
        before.and_then(|place| self.places.get(place)).map_or(at, |(from, place)| place + (at - from))
    }
}

/// What stands at the beginning of a text instead of itself: how many bytes it is, and what it says.
type Piece<'a> = Option<(usize, Cow<'a, str>)>;

/// A tag.
fn tag(text: &str) -> Piece<'_> {
    if let Some(rest) = text.strip_prefix("<!--") {
        return Some((text.len() - rest.len(), " ".into()));
    }
    let name = text[1..].trim_start_matches('/');
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!' || letter == '?') {
        return None;
    }
    // Each part of a text is looked at once only, also where nothing ever ends.
    let length = text
        .bytes()
        .skip(1)
        .position(|byte| matches!(byte, b'<' | b'>'))
        .map(|end| end + 2)
        .filter(|end| text[..*end].ends_with('>'))?;
    let name = &name[..name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let is_inline = INLINE.iter().any(|known| name.eq_ignore_ascii_case(known));
    Some((length, if is_inline { "" } else { " " }.into()))
}

/// A character by its name or number.
fn entity(text: &str) -> Piece<'_> {
    let name = &text[1..];
    let end = name.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (name, length) = (&name[..end], end + 2);
    let mut says = String::new();
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let number = hex.map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok())?;
        says.push(char::from_u32(number)?);
    } else if let Some((_, letter)) = NAMED.iter().find(|(known, _)| *known == name) {
        says.push(*letter);
    } else {
        let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
        let (_, mark) = MARKS.iter().find(|(known, _)| *known == &name[1..])?;
        says.extend([letter, *mark]);
    }
    Some((length, says.into()))
}

/// A character as JSON and JavaScript write it.
fn escape(text: &str) -> Piece<'_> {
    let digits = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        Some((to, Cow::Owned(letter.to_string())))
    };
    match text.as_bytes().get(1)? {
        b'u' => digits(2, 6),
        b'x' => digits(2, 4),
        b'n' | b'r' | b't' => Some((2, " ".into())),
        _ => None,
    }
}

/// Characters as addresses write them.
fn percent(text: &str) -> Piece<'_> {
    let mut bytes = Vec::new();
    while let Some([b'%', high, low]) = text.as_bytes().get(bytes.len() * 3..bytes.len() * 3 + 3) {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let Some((high, low)) = digit(high).zip(digit(low)) else { break };
        bytes.push(high * 16 + low);
    }
    let length = bytes.len() * 3;
    let says = String::from_utf8(bytes).ok().filter(|says| !says.is_empty())?;
    Some((length, says.into()))
}

/// Spaces and line breaks; nothing is changed about one space.
fn space(bytes: &[u8]) -> Piece<'static> {
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let all = bytes.iter().take_while(is_space);
    let length = all.clone().count();
    let is_broken = all.clone().any(|byte| *byte == b'\n');
    (length > 1 || bytes[0] != b' ').then(|| (length, if is_broken { "\n" } else { " " }.into()))
}

/// The words of a text alone, in small letters, each with a space before and after it.
#[must_use]
pub fn bare_words(words: &str) -> String {
    let mut bare = String::with_capacity(words.len() + 2);
    bare.push(' ');
    words.chars().for_each(|letter| push_bare(&mut bare, letter));
    push_bare(&mut bare, ' ');
    bare
}

/// [`bare_words`] of HTML as it is made here, in one go: whole texts are many.
#[must_use]
pub fn bare_html(html: &str) -> String {
    let (bytes, mut at) = (html.as_bytes(), 0);
    let mut bare = String::with_capacity(html.len() + 2);
    bare.push(' ');
    while let Some(byte) = bytes.get(at) {
        let is_bare = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let run = bytes[at..].iter().take_while(is_bare).count();
        if run > 0 {
            bare.push_str(&html[at..at + run]);
            at += run;
            continue;
        }
        let piece = match byte {
            b'<' => tag(&html[at..]),
            b'&' => entity(&html[at..]),
            _ => None,
        };
        if let Some((length, says)) = piece {
            says.chars().for_each(|letter| push_bare(&mut bare, letter));
            at += length;
        } else if let Some(letter) = html[at..].chars().next() {
            push_bare(&mut bare, letter);
            at += letter.len_utf8();
        }
    }
    push_bare(&mut bare, ' ');
    bare
}

fn push_bare(bare: &mut String, letter: char) {
    if letter.is_ascii_alphanumeric() {
        bare.push(letter.to_ascii_lowercase());
    } else if letter.is_ascii() {
        if !bare.ends_with(' ') {
            bare.push(' ');
        }
    } else if letter.is_alphanumeric() {
        bare.extend(letter.to_lowercase());
    } else if !text::is_unseen(letter) && !is_combining_mark(letter) && !bare.ends_with(' ') {
        bare.push(' ');
    }
}

/// Bytes as text, if they are one: UTF-8, UTF-16 with its mark, or Latin letters of one byte each, as old programs save
/// them. `None` for anything else. Borrowed where places in it are places in the bytes.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let order: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let is_binary = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
            return match std::str::from_utf8(bytes) {
                Ok(text) => (!text.contains('\0')).then_some(Cow::Borrowed(text)),
                Err(_) if bytes.iter().any(is_binary) => None,
                Err(_) => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            };
        }
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(text: &str) -> String {
        Shown::of(text, Tags::Gone).words
    }

    #[test]
    fn words_are_seen_without_what_is_around_them() {
        for text in [
            "Zora Quill",
            "Zora&nbsp;Quill",
            "Zora <b>Quill</b>",
            "Zo<em>ra</em>\n     Quill",
            "<td>Zora</td>\n  <td>Quill</td>",
            "Zora%20Quill",
            "Zora\\u0020Quill",
            "Zora\\nQuill",
            "Zora <!-- -->Quill",
            "&#90;ora&#x20;Quill",
        ] {
            let seen = bare_words(&gone(text));
            assert_eq!(seen, " zora quill ", "{text}");
            if !text.contains(['\\', '%']) {
                assert_eq!(bare_html(text), seen, "{text}");
            }
        }
        assert_eq!(gone("M&uuml;ller &lt; 5 & 7 < 9 100% \\d"), "Mu\u{308}ller < 5 & 7 < 9 100% \\d");
        assert_eq!(Shown::of("<p title=\"Zora&amp;\">", Tags::Kept).words, "<p title=\"Zora&\">");
    }

    #[test]
    fn every_place_is_one_of_the_file() {
        let text = "<p>A&nbsp;x</p>\n\n  <b>Zor&eacute;</b> Quill";
        let shown = Shown::of(text, Tags::Gone);
        for word in ["A", "x", "Zor", "Quill"] {
            let at = shown.words.find(word).unwrap();
            assert_eq!(shown.place(at), text.find(word).unwrap(), "{word} in {:?}", shown.words);
        }
        // Whatever is cut off, it comes to an end.
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let _ = Shown::of(&text[..end], Tags::Gone);
        }
    }

    #[test]
    fn text_is_text_in_both_encodings() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Zora".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decoded(&utf16).as_deref(), Some("Zora"));
        assert_eq!(decoded("Zoë".as_bytes()).as_deref(), Some("Zoë"));
        assert_eq!(decoded(b"Zo\xeb").as_deref(), Some("Zoë"));
        assert_eq!(decoded(b"\xff\xd8\xff\xe0\x01 Zora"), None);
        assert_eq!(decoded(b"Zora\0"), None);
    }
}
