//! Finding byte strings in whatever case their ASCII letters are.

use super::finder::{Finder, Found};

/// How much is folded at a time, and what of the bytes before and after it is folded with it: more than anything that is
/// looked for, and than what is looked at around it.
const PIECE: usize = 128 * 1024;
const BEFORE: usize = 512;
const AFTER: usize = 4 * 1024;

/// Finds what was given in small letters.
#[derive(Debug)]
pub struct Folded(Finder);

impl Folded {
    pub(super) fn new(finder: Finder) -> Self {
        Self(finder)
    }

    /// Gives everything that stands in these bytes to `take`, in no order.
    pub fn search(&self, bytes: &[u8], mut take: impl FnMut(Found)) {
        let (mut from, mut folded) = (0, Vec::new());
        while from < bytes.len() {
            // A page is one piece.
            let to = if bytes.len() - from <= 2 * PIECE { bytes.len() } else { from + PIECE };
            let start = from.saturating_sub(BEFORE);
            folded.clear();
            folded.extend_from_slice(&bytes[start..bytes.len().min(to + AFTER)]);
            folded.make_ascii_lowercase();
            self.0.search(&folded, |found| {
                let at = start + found.at;
                if (from..to).contains(&at) {
                    take(Found { at, ..found });
                }
            });
            from = to;
        }
    }

    /// Whether anything stands in these bytes.
    #[must_use]
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let mut found = false;
        self.search(bytes, |_| found = true);
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::inspect::Needles;

    #[test]
    fn case_does_not_matter_and_pieces_are_one_text() {
        let mut needles = Needles::default();
        needles.words("Zora Quillfeather");
        let finder = needles.folded();
        for text in ["zora quillfeather", "ZORA QUILLFEATHER", "a Zora Quillfeather.", "zora\nQuillFeather"] {
            assert!(finder.is_in(text.as_bytes()), "{text}");
        }
        assert!(!finder.is_in(b"zora quillfeathers") && !finder.is_in(b""));
        for at in [0, 1, super::PIECE - 9, super::PIECE, super::PIECE + 1, 3 * super::PIECE - 17, 4 * super::PIECE] {
            let mut text = vec![b'.'; at];
            text.extend_from_slice(b"ZORA quillfeather");
            text.extend(vec![b'.'; 3 * super::PIECE]);
            let mut found = Vec::new();
            finder.search(&text, |hit| found.push(hit.at));
            assert_eq!(found, [at]);
        }
    }
}
