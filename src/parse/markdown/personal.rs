//! Personal data in a text: the words as readers see them, the way back to where they are written, and the exceptions
//! that the writer states.

use super::writer::Writer;
use crate::diag::codes::personal as codes;
use crate::model::{Exception, Personal};
use crate::parse::personal::{Manner, Stated, covered_text, keep, look, stated};
use std::ops::Range;

/// What a writer of HTML notes on the way.
#[derive(Default)]
pub(super) struct Notice {
    /// Where in the plain text a piece begins, and where it stands in the source. Rising.
    places: Vec<(usize, usize)>,
    /// Parts of the plain text that are code.
    code: Vec<Range<usize>>,
    /// Words that are not part of the plain text.
    asides: Vec<Aside>,
    /// Comments for ripple, with their places in the source.
    comments: Vec<(String, Range<usize>)>,
}

/// Words beside the text: a description of a picture, an address.
struct Aside {
    words: String,
    places: Vec<(usize, usize)>,
    manner: Manner,
}

impl Writer<'_> {
    /// The plain text goes on with what stands at this place of the source.
    pub(super) fn piece(&mut self, range: &Range<usize>) {
        self.notice.places.push((self.plain.len(), range.start));
    }

    /// What the plain text got since it had this length is code.
    pub(super) fn was_code(&mut self, from: usize) {
        self.notice.code.push(from..self.plain.len());
    }

    /// The plain text from here on is about to be taken out again.
    pub(super) fn set_aside(&mut self, from: usize) {
        let first = self.notice.places.partition_point(|(at, _)| *at < from);
        let places: Vec<_> = self.notice.places.drain(first..).map(|(at, source)| (at - from, source)).collect();
        self.notice.code.retain(|code| code.end <= from);
        let words = self.plain.get(from..).unwrap_or_default().to_owned();
        if !words.is_empty() {
            self.notice.asides.push(Aside { words, places, manner: Manner::Text });
        }
    }

    /// Words that are shown, or an address that leads somewhere, beside the plain text.
    pub(super) fn beside(&mut self, words: &str, manner: Manner, range: &Range<usize>) {
        if !words.is_empty() {
            let words = if manner == Manner::Address { decoded(words) } else { words.to_owned() };
            self.notice.asides.push(Aside { words, places: vec![(0, range.start)], manner });
        }
    }

    /// A comment. Whether it is one for ripple.
    pub(super) fn comment(&mut self, words: &str, range: &Range<usize>) -> bool {
        let Some(read) = stated(words) else { return false };
        let written = self.source.text.get(range.clone()).and_then(|block| block.find(words));
        let (from, to) = written.map_or((range.start, range.end), |at| {
            let start = (range.start + at).saturating_sub("<!--".len());
            (start, (range.start + at + words.len() + "-->".len()).min(self.source.text.len()))
        });
        if read.is_err() {
            self.report(&(from..to), codes::bad_exception);
        } else {
            self.notice.comments.push((words.to_owned(), from..to));
        }
        true
    }
}

/// An address with `%40` as `@`.
fn decoded(address: &str) -> String {
    let mut decoded = String::with_capacity(address.len());
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii_graphic);
        match (byte, after.get(..2)) {
            (Some(byte), _) => decoded.push(char::from(byte)),
            (None, Some("20")) => decoded.push(' '),
            _ => {
                decoded.push('%');
                rest = after;
                continue;
            }
        }
        rest = &after[2..];
    }
    decoded.push_str(rest);
    decoded
}

/// All of it, once the text has been read.
pub(super) fn personal(writer: &Writer<'_>) -> Personal {
    let mut personal = Personal::default();
    let notice = &writer.notice;
    let names = &*writer.input.options.names;
    for (what, range) in look(&writer.plain, &notice.code, Manner::Text, names) {
        let place = place(writer, &notice.places, &writer.plain, &range);
        keep(&mut personal, what, &writer.plain[range], writer.span(&place), names);
    }
    for aside in &notice.asides {
        for (what, range) in look(&aside.words, &[], aside.manner, names) {
            let place = place(writer, &aside.places, &aside.words, &range);
            keep(&mut personal, what, &aside.words[range], writer.span(&place), names);
        }
    }
    for (words, range) in &notice.comments {
        let Some(Ok(Stated { kinds, reason })) = stated(words) else { continue };
        let covers = covered_text(&writer.source.text, range, 0);
        let covers = writer.span(&covers).range().unwrap_or_default();
        personal.exceptions.push(Exception { kinds, reason, covers, span: writer.span(range) });
    }
    personal
}

/// Where a part of the words stands in the source.
fn place(writer: &Writer<'_>, places: &[(usize, usize)], words: &str, part: &Range<usize>) -> Range<usize> {
    let source = &*writer.source.text;
    let of = |at: usize| {
        let piece = places.partition_point(|(begin, _)| *begin <= at).checked_sub(1).and_then(|last| places.get(last));
        piece.map_or((0, 0), |(begin, from)| (*from, from + at - begin))
    };
    let (piece, start) = of(part.start);
    let found = &words[part.clone()];
    if source.get(start..).is_some_and(|rest| rest.starts_with(found)) {
        return start..start + found.len();
    }
    let (_, last) = of(part.end.saturating_sub(1));
    // Words beside the text are anywhere behind the beginning of their piece; others may have marks before them.
    let reach = if places.len() == 1 { piece + found.len() + 4_096 } else { last + 8 };
    let boundary = |at: usize| (0..=at.min(source.len())).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
    let near = source.get(boundary(piece)..boundary(reach)).unwrap_or_default();
    if let Some(at) = near.find(found) {
        return piece + at..piece + at + found.len();
    }
    let start = boundary(start);
    start..boundary(last + 1).max(start)
}
