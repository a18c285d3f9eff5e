//! The summary that a text gives itself: its first sentences, in whole words.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The longest summary made from first sentences, in characters.
const LIMIT: usize = 160;

/// Takes the summary out of the plain text: what stands in `paragraphs` before `more`, if the writer marked
/// that place, else the first sentences.
pub(super) fn excerpt(plain: &str, paragraphs: &[Range<usize>], more: Option<usize>) -> String {
    if let Some(end) = more {
        let marked = joined(plain, paragraphs, end, usize::MAX);
        if !marked.is_empty() {
            return marked;
        }
    }
    cut(joined(plain, paragraphs, plain.len(), LIMIT + 1))
}

/// The words of the paragraphs before `end` with single spaces, and no more than `enough` characters and a word.
fn joined(plain: &str, paragraphs: &[Range<usize>], end: usize, enough: usize) -> String {
    let mut words = String::new();
    let mut length = 0;
    for range in paragraphs {
        let Some(paragraph) = plain.get(range.start..range.end.min(end)) else { break };
        for word in paragraph.split_whitespace() {
            if length > enough {
                return words;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
            length += word.chars().count() + 1;
        }
    }
    words
}

fn cut(mut words: String) -> String {
    let Some((limit, _)) = words.char_indices().nth(LIMIT) else { return words };
    let window = &words[..limit];
    if let Some(end) = sentence_end(window, &words) {
        words.truncate(end);
        return words;
    }
    // The start of the word (or, in scripts without spaces, of the character as readers see it) that crosses the limit.
    let whole = |mut starts: Box<dyn Iterator<Item = usize> + '_>| starts.by_ref().take_while(|at| *at <= limit).last();
    let by_word = whole(Box::new(words.split_word_bound_indices().map(|(at, _)| at))).unwrap_or(0);
    let end = if by_word > 0 {
        by_word
    } else {
        whole(Box::new(words.grapheme_indices(true).map(|(at, _)| at))).unwrap_or(0)
    };
    words.truncate(end);
    let kept = words.trim_end_matches(|letter: char| letter.is_whitespace() || ",;:–—-(“„«'‘".contains(letter)).len();
    words.truncate(kept);
    words.push('…');
    words
}

/// The end of the last sentence that lies within `window`, the beginning of `words`.
fn sentence_end(window: &str, words: &str) -> Option<usize> {
    let mut last = None;
    for (at, letter) in window.char_indices() {
        let wide = matches!(letter, '。' | '！' | '？');
        if !wide && !matches!(letter, '.' | '!' | '?' | '…' | '؟' | '۔' | '।') {
            continue;
        }
        let after = at + letter.len_utf8();
        let rest = &words[after..];
        let closers =
            rest.len() - rest.trim_start_matches(['”', '’', '"', '\'', ')', ']', '»', '」', '』', '）']).len();
        let end = after + closers;
        let ends = wide || words[end..].is_empty() || words[end..].starts_with(char::is_whitespace);
        if ends && end <= window.len() && !(letter == '.' && is_abbreviation(&window[..at])) {
            last = Some(end);
        }
    }
    last
}

/// "Mr.", "St.", "A.": up to three letters with a capital first end no sentence.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() <= 3 && word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        excerpt(text, std::slice::from_ref(&(0..text.len())), None)
    }

    #[test]
    fn short_text_is_kept_and_long_text_ends_with_a_sentence() {
        assert_eq!(of("One  two\nthree"), "One two three");
        let long = format!("Mr. Hale spoke. “Then what?” {}", "on and on ".repeat(30));
        assert_eq!(of(&long), "Mr. Hale spoke. “Then what?”");
        assert_eq!(of(&format!("Version 2.5 of {}", "x ".repeat(200))).matches("2.5").count(), 1);
    }

    #[test]
    fn without_a_sentence_words_stay_whole() {
        let cut = of(&"wonderful, ".repeat(40));
        assert!(cut.ends_with("wonderful…") && cut.chars().count() <= LIMIT + 1, "{cut}");
    }

    #[test]
    fn scripts_without_spaces_and_families_are_not_torn() {
        assert_eq!(of(&"話".repeat(300)).chars().count(), LIMIT + 1);
        assert_eq!(of(&format!("{}。{}", "話".repeat(100), "話".repeat(300))).chars().count(), 101);
        let family = "👩‍👩‍👧‍👦";
        let cut = of(&family.repeat(60));
        assert_eq!(cut.trim_end_matches('…').replace(family, ""), "");
        let marks = of(&"e\u{301}".repeat(200));
        assert!(marks.ends_with("\u{301}…"), "{marks}");
    }

    #[test]
    fn the_marker_wins_over_the_limit() {
        let text = "a ".repeat(300);
        assert_eq!(excerpt(&text, std::slice::from_ref(&(0..text.len())), Some(400)).len(), 399);
        assert_eq!(excerpt("a b", &[0..1, 2..3], Some(0)), "a b");
    }
}
