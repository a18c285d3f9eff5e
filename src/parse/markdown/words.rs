//! How many words a text has.

use unicode_segmentation::UnicodeSegmentation;

/// Counts words by Unicode's word boundaries.
///
/// Those rules take several times as long as all of the Markdown, and for a plain word between spaces the answer
/// is known, so they are asked only for the rest. No word crosses a space.
pub(super) fn count(text: &str) -> u32 {
    let words: usize = text
        .split([' ', '\n', '\t'])
        .filter(|piece| !piece.is_empty())
        .map(|piece| if is_plain(piece) { 1 } else { piece.unicode_words().count() })
        .sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Whether a piece is one word for certain: ASCII letters, apostrophes between them, punctuation around them.
fn is_plain(piece: &str) -> bool {
    if piece.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return true;
    }
    let word = piece.trim_matches(|letter: char| {
        matches!(
            letter,
            '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '(' | ')' | '“' | '”' | '‘' | '’' | '…' | '—' | '–'
        )
    });
    word.split(['\'', '’']).all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
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
