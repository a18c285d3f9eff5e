//! Text to the terms under which it can be found. `themes/default/static/search.js` does the same to what a reader
//! types; `tests/fixtures/search-terms.json` holds both to one table.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a term that count; a longer one is cut, in the index and in the question.
const MAX_LETTERS: usize = 24;

/// Gives every term of a text, in order and with repetitions.
///
/// A term is a run of letters and digits without accents, in lower case. A run in a script that is written without
/// spaces gives each pair of neighbours instead, and its last letter alone: who asks for one letter means every term
/// that begins with it.
pub(super) fn each(text: &str, say: &mut impl FnMut(&str)) {
    // One byte after the other, as long as they are ASCII: every word of every story passes here.
    let bytes = text.as_bytes();
    let (mut place, mut start, mut capitals) = (0, 0, false);
    while let Some(byte) = bytes.get(place) {
        match CLASSES[usize::from(*byte)] {
            Class::Letter => place += 1,
            Class::Capital => {
                capitals = true;
                place += 1;
            }
            class if class == Class::Sign || is_mark(&bytes[place..]) => {
                if start < place {
                    say_lower(&text[start..place], capitals, say);
                }
                place += if class == Class::Sign { 1 } else { MARK };
                (start, capitals) = (place, false);
            }
            _ => {
                // Neither folding nor a term crosses a space, and no term holds a sign.
                let length = bytes[place..].iter().position(|byte| matches!(byte, b' ' | b'\n' | b'\t'));
                place = length.map_or(bytes.len(), |length| place + length);
                each_folded(&fold(&text[start..place]), say);
                (start, capitals) = (place, false);
            }
        }
    }
    if start < bytes.len() {
        say_lower(&text[start..], capitals, say);
    }
}

/// Bytes of a quotation mark or dash that is not ASCII.
const MARK: usize = 3;

/// Whether a text begins with such a mark, from U+2010 to U+2027: nearly all that is not ASCII in English.
fn is_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x80, 0x90..=0xa7, ..])
}

/// What a byte means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter in lower case, or a digit.
    Letter,
    Capital,
    /// It ends a term.
    Sign,
    /// A part of a letter that is not ASCII.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Sign; 256];
    let mut byte: u8 = 255;
    while byte > 0 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => Class::Letter,
            b'A'..=b'Z' => Class::Capital,
            128.. => Class::Other,
            _ => Class::Sign,
        };
        byte -= 1;
    }
    classes
};

fn say_lower(run: &str, capitals: bool, say: &mut impl FnMut(&str)) {
    let run = &run[..run.len().min(MAX_LETTERS)];
    if capitals { say(&run.to_ascii_lowercase()) } else { say(run) }
}

fn each_folded(folded: &str, say: &mut impl FnMut(&str)) {
    for run in folded.split(|letter| !is_letter(letter)).filter(|run| !run.is_empty()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let unspaced = is_unspaced(first);
            let end = rest.find(|letter| is_unspaced(letter) != unspaced).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            if unspaced {
                pairs(part, say);
            } else {
                say(cut(part));
            }
            rest = after;
        }
    }
}

/// Each two neighbours, then the last letter alone.
fn pairs(run: &str, say: &mut impl FnMut(&str)) {
    let mut starts = run.char_indices().map(|(start, _)| start).skip(1).peekable();
    let mut start = 0;
    while let Some(middle) = starts.next() {
        say(&run[start..starts.peek().copied().unwrap_or(run.len())]);
        start = middle;
    }
    say(&run[start..]);
}

fn cut(term: &str) -> &str {
    term.char_indices().nth(MAX_LETTERS).map_or(term, |(end, _)| &term[..end])
}

/// One form for all spellings of a letter: compatibility forms taken apart, lower case, without accents and points,
/// and what is left put together again, so that Hangul and kana stay whole.
fn fold(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        simplify(letter, &mut bare);
    }
    bare.nfc().collect()
}

fn simplify(letter: char, out: &mut String) {
    let digit = |zero: char| char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter);
    match letter {
        letter if is_dropped(letter) => {}
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        // Alef, yeh, kaf and heh as Arabic, Persian and Urdu keyboards write them, and teh marbuta.
        '\u{671}' => out.push('\u{627}'),
        '\u{649}' | '\u{6cc}' => out.push('\u{64a}'),
        '\u{6a9}' => out.push('\u{643}'),
        '\u{629}' | '\u{6be}' | '\u{6c1}' | '\u{6c3}' | '\u{6d5}' => out.push('\u{647}'),
        '\u{660}'..='\u{669}' => out.push(digit('\u{660}')),
        '\u{6f0}'..='\u{6f9}' => out.push(digit('\u{6f0}')),
        letter => out.push(letter),
    }
}

/// Accents, Hebrew and Arabic points, tatweel, joiners, soft hyphens, marks of direction and variants. Vowel signs
/// of other scripts stay: without them other words would be meant.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'
        | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{8d3}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Scripts that are written without spaces: Thai and Lao, Myanmar, Khmer, Chinese and Japanese.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{312f}'
        | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        each(text, &mut |term| terms.push(term.to_owned()));
        terms
    }

    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
        index: Vec<String>,
        query: Vec<String>,
    }

    #[test]
    fn the_table_that_the_script_is_held_to_holds_here_too() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../../tests/fixtures/search-terms.json")).unwrap();
        assert!(cases.len() > 20);
        for case in cases {
            assert_eq!(terms(&case.text), case.index, "{}", case.text);
            assert!(case.query.iter().all(|term| case.index.contains(term)), "{}: not to be found", case.text);
        }
    }

    #[test]
    fn a_term_without_end_is_cut() {
        let long = "a".repeat(50_000);
        assert_eq!(terms(&long), [&long[..24]]);
        assert_eq!(terms(&"é".repeat(100)), ["e".repeat(24)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_gives_the_same(text in "([a-zA-Z0-9_ '’“”.,:…—é話ﬁ\u{301}\u{202f}\u{200d}\n-]|\\PC){0,40}") {
            let mut slow = Vec::new();
            each_folded(&fold(&text), &mut |term| slow.push(term.to_owned()));
            prop_assert_eq!(terms(&text), slow);
        }
    }
}
