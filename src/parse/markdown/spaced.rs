//! Links and pictures that are none because a space stands in their address: readers would see brackets.

use super::writer::Writer;
use crate::diag::codes::markdown as codes;
use std::ops::Range;

/// How long the words and the address of a link may be to be told of; what is longer is hardly meant as one.
const LONGEST: usize = 400;

/// Endings of files that somebody surely means, whatever else stands in round brackets.
const ENDINGS: [&str; 13] =
    ["md", "jpg", "jpeg", "png", "webp", "gif", "svg", "heic", "avif", "pdf", "html", "mp3", "mp4"];

impl Writer<'_> {
    /// Tells of a link that stayed text. `words` are some of the text, at this place of the source.
    pub(super) fn note_spaced(&mut self, words: &str, range: &Range<usize>) {
        let source: &str = &self.source.text;
        if words.len() != range.len() {
            return;
        }
        for place in words.match_indices(']').map(|(at, _)| range.start + at) {
            if let Some((whole, address)) = spaced(source, place) {
                let written = &source[whole.clone()];
                self.report(&whole, |span| codes::space_in_link(span, written, address));
            }
        }
    }
}

/// The whole of a link whose words end at this place, and its address, if that has a space.
fn spaced(source: &str, end: usize) -> Option<(Range<usize>, &str)> {
    let (before, after) = source.split_at_checked(end)?;
    let after = after.strip_prefix("](")?;
    let close = after.bytes().take(LONGEST).position(|byte| matches!(byte, b')' | b'\n' | b'\r'))?;
    let inner = &after[..close];
    let open = before.bytes().rev().take(LONGEST).position(|byte| matches!(byte, b'[' | b'\n' | b'\r'))?;
    let open = end - open - 1;
    if !after[close..].starts_with(')') || !before[open..].starts_with('[') || before.ends_with('\\') {
        return None;
    }
    let address = inner.split(" \"").next()?.trim();
    let is_picture = before[..open].ends_with('!');
    let start = open - usize::from(is_picture);
    if source[..start].ends_with('\\') || !address.contains(' ') || address.contains(['<', '>']) {
        return None;
    }
    let ending = address.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.filter(|ending| ENDINGS.contains(&ending.as_str()))?;
    Some((start..end + 2 + inner.len() + 1, address))
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn only_what_is_surely_meant_as_a_link_is_found() {
        for (text, found) in [
            ("![c](IMG 3.jpg)", Some(("![c](IMG 3.jpg)", "IMG 3.jpg"))),
            ("a\nb ![c](my file.JPG \"T\") d", Some(("![c](my file.JPG \"T\")", "my file.JPG"))),
            ("see [the bus](the bus.md).", Some(("[the bus](the bus.md)", "the bus.md"))),
            ("[sic](he said so)", None),
            ("![c](a.jpg)", None),
            ("![c](<a b.jpg>)", None),
            ("\\[x](a b.jpg)", None),
            ("x](a b.jpg)", None),
            ("[x](a b.jpg", None),
            ("[x] (a b.jpg)", None),
        ] {
            let place = text.find(']').unwrap();
            assert_eq!(spaced(text, place).map(|(range, address)| (&text[range], address)), found, "{text}");
        }
    }
}
