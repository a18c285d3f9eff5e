//! How many words a text has.

use unicode_segmentation::UnicodeSegmentation;

/// Counts words by Unicode's word boundaries.
///
/// Those rules take several times as long as all of the Markdown, and for a plain word between spaces the answer
/// is known, so they are asked only for the rest. No word crosses a space.
pub(super) fn count(text: &str) -> u32 {
    let (mut words, mut start, mut letters) = (0, 0, true);
    let mut end_piece = |piece: &str, letters: bool| {
        words +=
            if letters || is_plain(piece) { usize::from(!piece.is_empty()) } else { piece.unicode_words().count() };
    };
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b' ' | b'\n' | b'\t') {
            end_piece(&text[start..at], letters);
            (start, letters) = (at + 1, true);
        } else {
            letters &= byte.is_ascii_alphabetic();
        }
    }
    end_piece(&text[start..], letters);
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Whether a piece is one word for certain: ASCII letters, apostrophes between them, punctuation around them.
fn is_plain(piece: &str) -> bool {
    let word = piece.trim_matches(|letter: char| {
        matches!(
            letter,
            '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '(' | ')' | '“' | '”' | '‘' | '’' | '…' | '—' | '–'
        )
    });
    is_letters(word) || word.split(['\'', '’']).all(is_letters)
}

fn is_letters(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_counts_the_same(text in "([a-zA-Z0-9_ '’“”.,:…—é話\u{301}\u{202f}\u{200d}-]|\\PC){0,40}") {
            prop_assert_eq!(count(&text) as usize, text.unicode_words().count());
        }
    }
}
