//! A title as a label of the drawing: lines of at most seventeen letters that fit beside a seal. Widths are counted
//! in tenths of a common letter, because the drawing is made where no fonts are.

use crate::model::Words;
use unicode_segmentation::UnicodeSegmentation;

/// How much fits: letters, and tenths of a common letter.
type Room = (usize, usize);

/// A line of a title.
const LINE: Room = (17, 170);

/// The line under it, in smaller type.
const FACTS: Room = (21, 205);

/// Breaks a title into at most `most` lines; what does not fit is left out, and says so.
pub(super) fn lines(title: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for (word, joins) in title.split_whitespace().flat_map(pieces) {
        let gap = if line.is_empty() || joins { "" } else { " " };
        if fits(&format!("{line}{gap}{word}"), LINE) {
            line.push_str(gap);
            line.push_str(word);
            continue;
        }
        if lines.len() + 1 == most {
            line = shortened(&format!("{line}{gap}{word}"), LINE);
            break;
        }
        lines.push(std::mem::replace(&mut line, word.to_owned()));
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in pieces that fit into a line: mostly itself. All but the first piece join the one before.
fn pieces(word: &str) -> Vec<(&str, bool)> {
    if fits(word, LINE) {
        return vec![(word, false)];
    }
    let (mut pieces, mut start) = (Vec::new(), 0);
    for (place, letter) in word.grapheme_indices(true) {
        let end = place + letter.len();
        if place > start && !fits(&word[start..end], LINE) {
            pieces.push((&word[start..place], start > 0));
            start = place;
        }
    }
    pieces.push((&word[start..], start > 0));
    pieces
}

/// Where and when, in one line. The year is always whole.
pub(super) fn facts(words: &Words, setting: Option<&str>, year: Option<&str>) -> Option<String> {
    match (setting, year) {
        (Some(setting), Some(year)) => {
            let room = (FACTS.0.saturating_sub(year.len() + 2), FACTS.1.saturating_sub(year.len() * 10 + 14));
            let setting = if fits(setting, room) { setting.to_owned() } else { shortened(setting, room) };
            Some(words.say("where_when", None, &[("where", &setting), ("when", year)]))
        }
        (Some(words), None) | (None, Some(words)) if fits(words, FACTS) => Some(words.to_owned()),
        (Some(words), None) | (None, Some(words)) => Some(shortened(words, FACTS)),
        (None, None) => None,
    }
}

/// As much as fits into one line with an ellipsis after it.
fn shortened(words: &str, room: Room) -> String {
    let mut end = 0;
    for (place, letter) in words.grapheme_indices(true) {
        if !fits(&format!("{}…", &words[..place + letter.len()]), room) {
            break;
        }
        end = place + letter.len();
    }
    format!("{}…", words[..end].trim_end_matches([' ', ',', '.', ';', ':', '–', '-']))
}

/// Whether words fit into one line.
fn fits(words: &str, room: Room) -> bool {
    let widths = || words.graphemes(true).filter_map(|letter| letter.chars().next()).map(width);
    widths().count() <= room.0 && widths().sum::<usize>() <= room.1
}

/// The width of a letter in tenths of a common one, of bold serif type.
fn width(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | ' ' => 7,
        'm' | 'w' | 'M' | 'W' | '—' | '…' => 17,
        'A'..='Z' => 13,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 18,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_break_between_words() {
        assert_eq!(lines("Ten minutes by the coffee machine", 3), ["Ten minutes by", "the coffee", "machine"]);
        assert_eq!(lines("Maria comes back", 3), ["Maria comes back"]);
        assert_eq!(lines("The bicycle that was mended in the dark", 2), ["The bicycle that", "was mended in t…"]);
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaft", 3), ["Donaudampfschifff", "ahrtsgesellschaft"]);
        assert_eq!(lines("図書館で出会った小さな約束", 3), ["図書館で出会った小", "さな約束"]);
        assert_eq!(lines("", 3), [""; 0]);
        let words = crate::english();
        assert_eq!(facts(&words, Some("School"), Some("2023")).as_deref(), Some("School, 2023"));
        assert_eq!(facts(&words, Some("Neighbourhood kitchen"), Some("2023")).as_deref(), Some("Neighbourhood…, 2023"));
        assert_eq!((facts(&words, None, Some("1998")).as_deref(), facts(&words, None, None)), (Some("1998"), None));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_line_fits_and_nothing_is_made_up(title in "(\\PC{1,12} ){0,8}", most in 1usize..4) {
            let lines = lines(&title, most);
            prop_assert!(lines.len() <= most);
            let all: String = title.split_whitespace().collect();
            let mut rest = all.as_str();
            for line in &lines {
                prop_assert!(fits(line, LINE) || line.graphemes(true).count() == 1, "{:?}", line);
                // A title may end in three dots of its own.
                let letters: String = line.split_whitespace().collect();
                let without = letters.strip_suffix('…').unwrap_or(&letters);
                if let Some(after) = rest.strip_prefix(letters.as_str()).or_else(|| rest.strip_prefix(without)) {
                    rest = after;
                } else {
                    prop_assert!(false, "{:?} in {:?}", line, title);
                }
            }
        }
    }
}
