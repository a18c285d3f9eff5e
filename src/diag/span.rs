//! Places in source files: a file and a byte range, and how a byte becomes a line and a column.

use serde::{Serialize, Serializer};
use std::fmt;
use std::num::NonZeroU64;
use std::sync::Arc;

/// A path below the site root, with forward slashes on every system. Cheap to clone, and one word long: a large site
/// keeps hundreds of thousands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<Box<str>>);

impl SourcePath {
    /// Makes a path from text that already uses forward slashes.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(Arc::new(path.into()))
    }

    /// The whole path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment, with its extension.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.last_slash().map_or(self.as_str(), |slash| &self.0[slash + 1..])
    }

    /// The last segment without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder that holds the file, without a trailing slash; empty at the site root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.last_slash().map_or("", |slash| &self.0[..slash])
    }

    fn last_slash(&self) -> Option<usize> {
        self.0.bytes().rposition(|byte| byte == b'/')
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Serialize for SourcePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A place in a source file: a byte range, or the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub path: SourcePath,
    /// First byte and the byte after the last, in one word, plus one.
    range: Option<NonZeroU64>,
}

impl Span {
    /// A byte range of a file. Offsets beyond 4 GiB are cut; no source file may be that long.
    #[must_use]
    pub fn new(path: &SourcePath, start: usize, end: usize) -> Self {
        let cut = |offset: usize| u64::from(u32::try_from(offset).unwrap_or(u32::MAX));
        let packed = cut(start) << 32 | cut(end.max(start));
        Self { path: path.clone(), range: NonZeroU64::new(packed.saturating_add(1)) }
    }

    /// First byte and the byte after the last; `None` for the whole file.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        let packed = self.range?.get() - 1;
        Some((u32::try_from(packed >> 32).unwrap_or(u32::MAX), u32::try_from(packed & 0xffff_ffff).unwrap_or(u32::MAX)))
    }

    /// A file as a whole.
    #[must_use]
    pub fn file(path: &SourcePath) -> Self {
        Self { path: path.clone(), range: None }
    }
}

/// A value together with the place where the writer wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A text with the byte offsets of its line starts, to turn a byte offset into a line and a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    text: Arc<str>,
    starts: Vec<usize>,
}

/// A line and a column, both counted from one; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// One-based line.
    pub line_number: usize,
    /// One-based column, in characters.
    pub column_number: usize,
}

impl LineIndex {
    /// Finds the lines of a text. `\n`, `\r\n` and a lone `\r` end a line.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(offset + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(offset + 1);
            }
        }
        Self { text, starts }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The line and column of a byte offset; offsets past the end or inside a character are moved back.
    #[must_use]
    pub fn position(&self, byte_offset: usize) -> Position {
        let offset = self.floor(byte_offset);
        let line_index = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.text[self.starts[line_index]..offset].chars().count();
        // A byte-order mark takes no column on the writer's screen.
        let mark = usize::from(line_index == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        Position { line_number: line_index + 1, column_number: column + 1 - mark }
    }

    /// The byte offset at which a one-based line begins; the end of the text for a line that does not exist.
    #[must_use]
    pub fn line_start(&self, line_number: usize) -> usize {
        self.starts.get(line_number.wrapping_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The text of a one-based line without its line ending and without a byte-order mark.
    #[must_use]
    pub fn line(&self, line_number: usize) -> &str {
        let Some(start) = self.starts.get(line_number.wrapping_sub(1)) else { return "" };
        let end = self.starts.get(line_number).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}')
    }

    fn floor(&self, byte_offset: usize) -> usize {
        let mut offset = byte_offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_two_words_and_keeps_its_range() {
        assert_eq!(size_of::<Option<Span>>(), 16);
        let path = SourcePath::new("content/a.md");
        for (start, end, range) in [
            (0, 0, (0, 0)),
            (3, 7, (3, 7)),
            (7, 3, (7, 7)),
            (usize::MAX, usize::MAX, (u32::MAX, u32::MAX - 1)),
            (5, usize::MAX, (5, u32::MAX)),
        ] {
            assert_eq!(Span::new(&path, start, end).range(), Some(range));
        }
        assert_eq!(Span::file(&path).range(), None);
        assert!(Span::file(&path) < Span::new(&path, 0, 0) && Span::new(&path, 1, 9) < Span::new(&path, 2, 3));
    }

    #[test]
    fn positions_count_characters_and_all_line_endings() {
        let index = LineIndex::new("ab\r\nçd\re\nf");
        let at = |offset| {
            let place = index.position(offset);
            (place.line_number, place.column_number)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(4), (2, 1));
        assert_eq!(at(5), (2, 1), "inside a character");
        assert_eq!(at(6), (2, 2));
        assert_eq!(at(8), (3, 1));
        assert_eq!(at(999), (4, 2));
        assert_eq!(index.line(2), "çd");
        assert_eq!(index.line(9), "");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let index = LineIndex::new("\u{feff}title");
        assert_eq!(index.position(3).column_number, 1);
        assert_eq!(index.line(1), "title");
    }
}
