//! The text as the Markdown parser is to see it, and the way back to the writer's own bytes.
//!
//! Two things happen before parsing. Line endings become `\n`, and control characters and direction
//! overrides go; what was taken out is remembered, so that every place can still be named. And each line that
//! begins with `:::` is hidden behind a thematic break (`***`) of the same length. Such a line ends whatever
//! paragraph is open and nothing else, and because lengths stay, one look at its offset tells what it is.

use crate::model::text;
use std::borrow::Cow;
use std::ops::Range;

/// A body made ready for parsing.
pub(super) struct Source<'a> {
    /// The text with `\n` as its only line ending and without characters that may not stand in a page.
    pub text: Cow<'a, str>,
    /// The same with directive lines hidden, if there are any.
    masked: Option<String>,
    /// Offsets of the `:::` that begin a line, rising.
    directives: Vec<usize>,
    /// Offset in `text`, and how many bytes were taken out before it. Rising.
    removed: Vec<(usize, usize)>,
    body_start: usize,
    /// First control character, as a byte range of the file.
    pub control: Option<Range<usize>>,
    /// First direction override, as a byte range of the file.
    pub direction: Option<Range<usize>>,
}

impl<'a> Source<'a> {
    /// Prepares the part of a file that begins at `body_start`.
    pub(super) fn new(file: &'a str, body_start: usize) -> Self {
        let body = file.get(body_start..).unwrap_or_default();
        let mut source = Self {
            text: Cow::Borrowed(body),
            masked: None,
            directives: Vec::new(),
            removed: Vec::new(),
            body_start,
            control: None,
            direction: None,
        };
        // One pass over plain bytes decides for nearly every file that nothing needs to be done.
        if text::may_hold_unusual(body) {
            source.clean(body);
        }
        if source.text.contains(":::") {
            source.mask();
        }
        source
    }

    /// What the Markdown parser gets.
    pub(super) fn parsed(&self) -> &str {
        self.masked.as_deref().unwrap_or(&self.text)
    }

    /// Text of an event as it was written, where directive lines were hidden (in code, for instance).
    pub(super) fn unmasked<'b>(&'b self, text: &'b str, range: &Range<usize>) -> &'b str {
        match &self.masked {
            Some(masked) if masked.get(range.clone()) == Some(text) => self.text.get(range.clone()).unwrap_or(text),
            _ => text,
        }
    }

    /// The directive line that begins at an offset of the parsed text, up to the end of its line.
    pub(super) fn directive(&self, offset: usize) -> Option<Range<usize>> {
        self.directives.binary_search(&offset).ok()?;
        Some(offset..self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length))
    }

    /// A range of the parsed text as a range of the file.
    pub(super) fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        let shift = |count: usize| count.checked_sub(1).map_or(0, |last| self.removed[last].1);
        let start = range.start + shift(self.removed.partition_point(|(offset, _)| *offset <= range.start));
        let end = range.end + shift(self.removed.partition_point(|(offset, _)| *offset < range.end));
        self.body_start + start..self.body_start + end.max(start)
    }

    fn clean(&mut self, body: &str) {
        let mut clean = String::new();
        let mut copied = 0;
        let mut taken = 0;
        for (offset, letter) in body.char_indices() {
            if matches!(letter, ' '..='~' | '\n' | '\t') {
                continue;
            }
            let place = self.body_start + offset..self.body_start + offset + letter.len_utf8();
            let stand_in = match letter {
                '\r' if !body[offset + 1..].starts_with('\n') => "\n",
                '\r' => "",
                '\u{feff}' if place.start == 0 || offset == 0 => "",
                _ if text::is_control(letter) => {
                    self.control.get_or_insert(place);
                    ""
                }
                _ if text::is_direction_override(letter) => {
                    self.direction.get_or_insert(place);
                    ""
                }
                _ => continue,
            };
            clean.push_str(&body[copied..offset]);
            clean.push_str(stand_in);
            copied = offset + letter.len_utf8();
            if stand_in.is_empty() {
                taken += letter.len_utf8();
                self.removed.push((clean.len(), taken));
            }
        }
        if copied > 0 {
            clean.push_str(&body[copied..]);
            self.text = Cow::Owned(clean);
        }
    }

    fn mask(&mut self) {
        let mut masked = String::with_capacity(self.text.len());
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches(' ').len();
            if indent <= 3 && line[indent..].starts_with(":::") {
                self.directives.push(offset + indent);
                let words = line.trim_end_matches('\n');
                masked.push_str(&line[..indent]);
                masked.push_str("***");
                masked.extend(std::iter::repeat_n(' ', words.len() - indent - 3));
                masked.push_str(&line[words.len()..]);
            } else {
                masked.push_str(line);
            }
            offset += line.len();
        }
        if !self.directives.is_empty() {
            self.masked = Some(masked);
        }
    }
}

/// Text without characters that may not stand in a page: what entities such as `&#8238;` can bring in.
pub(super) fn clean(words: &str) -> Cow<'_, str> {
    if is_unwanted_in(words) {
        Cow::Owned(words.chars().filter(|letter| !is_unwanted(*letter)).collect())
    } else {
        Cow::Borrowed(words)
    }
}

/// Whether a text holds a character that may not stand in a page.
pub(super) fn is_unwanted_in(words: &str) -> bool {
    text::may_hold_unusual(words) && words.chars().any(is_unwanted)
}

fn is_unwanted(letter: char) -> bool {
    letter == '\r' || text::is_control(letter) || text::is_direction_override(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_what_is_taken_out() {
        let file = "---\nx\r\n\u{202e}ab\0c\rd\r\n";
        let source = Source::new(file, 4);
        assert_eq!(source.text, "x\nabc\nd\n");
        for (letter, at) in [("x", 0), ("ab", 2), ("c", 4), ("d", 6)] {
            let place = source.in_file(&(at..at + letter.len()));
            assert_eq!(&file[place], letter);
        }
        assert_eq!(source.control.clone().map(|place| &file[place]), Some("\0"));
        assert_eq!(source.direction.clone().map(|place| &file[place]), Some("\u{202e}"));
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(Source::new("It’s “fine”…\n", 0).text, Cow::Borrowed(_)));
    }

    #[test]
    fn directive_lines_are_hidden_at_the_same_length() {
        let source = Source::new("a\n  :::quote Zoë\nb :::\n    :::no\n:::", 0);
        assert_eq!(source.parsed(), "a\n  ***          \nb :::\n    :::no\n***");
        assert_eq!(source.parsed().len(), source.text.len());
        assert_eq!(source.directive(4).map(|line| &source.text[line]), Some(":::quote Zoë"));
        assert_eq!(source.directive(5), None);
        assert_eq!(source.unmasked("***", &(36..39)), "***");
    }
}
