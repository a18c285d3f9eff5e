//! Whether a text can hold personal data at all, which is known from a look at its bytes; and digits of other scripts
//! as Latin ones.

use crate::model::western_digit;
use std::borrow::Cow;
use std::ops::Range;

/// What the bytes of a text say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    at: bool,
    digit: bool,
    /// A byte that digits of other scripts begin with, and other letters too.
    foreign: bool,
    slash: bool,
}

impl Seen {
    /// This runs over every text of the site, so it looks at many bytes at once.
    pub(super) fn of(text: &str) -> Self {
        const AT_ONCE: usize = 64;
        let mut seen = Self::default();
        for piece in text.as_bytes().chunks(AT_ONCE) {
            seen.at |= piece.iter().fold(false, |found, byte| found | matches!(byte, b'@'));
            seen.digit |= piece.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
            seen.foreign |= piece.iter().fold(false, |found, byte| found | matches!(byte, 0xd9 | 0xdb | 0xef));
            seen.slash |= piece.iter().fold(false, |found, byte| found | matches!(byte, b'/' | b'_'));
        }
        seen
    }

    /// Whether the text has to be looked at.
    pub(super) fn is_worth_a_look(self, text: &str) -> bool {
        self.at || self.digit || self.slash || (self.foreign && has_foreign(text))
    }
}

/// A text with Latin digits, and the way back.
pub(super) struct Western<'a> {
    pub(super) text: Cow<'a, str>,
    /// For each byte of `text` its place in the original; empty if that is the same.
    places: Vec<u32>,
}

impl Western<'_> {
    /// A range of the text as one of the original.
    pub(super) fn forth(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).map_or(at, |place| *place as usize);
        place(range.start)..place(range.end)
    }

    /// A range of the original as one of the text.
    pub(super) fn back(&self, range: &Range<usize>) -> Range<usize> {
        if self.places.is_empty() {
            return range.clone();
        }
        let place = |at: usize| self.places.partition_point(|known| (*known as usize) < at);
        place(range.start)..place(range.end)
    }
}

/// The text with Latin digits; itself, if it has no others.
pub(super) fn western(text: &str, seen: Seen) -> Western<'_> {
    if !seen.foreign || !has_foreign(text) {
        return Western { text: Cow::Borrowed(text), places: Vec::new() };
    }
    let mut plain = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    for (at, letter) in text.char_indices() {
        plain.push(replaced(letter).unwrap_or(letter));
        places.resize(plain.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }
    places.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    Western { text: Cow::Owned(plain), places }
}

/// Where digits stand, each run of them once. Looks at many bytes at once where there are none.
pub(super) fn runs(text: &str) -> Vec<Range<usize>> {
    const AT_ONCE: usize = 32;
    let bytes = text.as_bytes();
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let piece = &bytes[at..bytes.len().min(at + AT_ONCE)];
        if !piece.iter().fold(false, |found, byte| found | byte.is_ascii_digit()) {
            at += piece.len();
            continue;
        }
        let Some(first) = piece.iter().position(u8::is_ascii_digit) else { break };
        let start = at + first;
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        runs.push(start..start + length);
        at = start + length;
    }
    runs
}

fn has_foreign(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_ascii() && replaced(letter).is_some())
}

fn replaced(letter: char) -> Option<char> {
    match letter {
        '\u{ff0b}' => Some('+'),
        '\u{ff0d}' => Some('-'),
        '\u{ff0e}' | '\u{66b}' => Some('.'),
        '\u{ff20}' => Some('@'),
        '\u{ff3f}' => Some('_'),
        '\u{ff08}' => Some('('),
        '\u{ff09}' => Some(')'),
        letter => western_digit(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_digits_and_places_stay() {
        let text = "tel ٠٢٠ and ０３ and ۰";
        let western = western(text, Seen::of(text));
        assert_eq!(western.text, "tel 020 and 03 and 0");
        let at = western.text.find("03").unwrap();
        assert_eq!(&text[western.forth(&(at..at + 2))], "０３");
        assert_eq!(western.back(&western.forth(&(at..at + 2))), at..at + 2);
        assert!(!Seen::of("كلمات بلا أرقام").is_worth_a_look("كلمات بلا أرقام"));
    }
}
