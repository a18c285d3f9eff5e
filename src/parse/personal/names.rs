//! Names in words: whole words only, written as a name is written. A word that is also an ordinary one ("Will",
//! "Young") counts only where it cannot be that.

use super::common::{is_common, is_title};
use super::{Hit, Manner, NameHit, What};
use crate::model::{Digest, HashedNames, ListedName, NameLevel, NameList, NamePart};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most that may stand between two words of one name, in bytes.
const LONGEST_GAP: usize = 6;

/// Bytes that are part of no word, plain letters and digits, and parts of other characters.
const NO_WORD: u8 = 0;
const PLAIN: u8 = 1;
const OTHER: u8 = 2;
/// Which of these each byte is: this is asked for every byte of every text.
static CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        class[byte as usize] = if byte.is_ascii_alphanumeric() { PLAIN } else { NO_WORD };
        byte += 1;
    }
    class
};

/// A word of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Folded and without marks, so that `jose` is `José`.
    pub(super) folded: String,
    pub(super) end: usize,
    /// Whether it begins as names do: with a capital letter, or in a script without them.
    pub(super) raised: bool,
}

/// Finds all names of a list.
pub(super) fn find(words: &str, manner: Manner, names: &NameList, hits: &mut Vec<Hit>) {
    if names.is_empty() {
        return;
    }
    let (bytes, mut at, mut within) = (words.as_bytes(), 0, false);
    let begun = hits.len();
    while let Some(byte) = bytes.get(at).copied() {
        match CLASS[usize::from(byte)] {
            NO_WORD => {
                within = false;
                at += 1;
            }
            PLAIN => {
                if !within && (names.may_begin(&bytes[at..]) || names.hashed.is_some()) {
                    at_word(words, at, manner, names, hits);
                }
                within = true;
                at += bytes[at..].iter().take_while(|byte| CLASS[usize::from(**byte)] == PLAIN).count();
            }
            _ => {
                let Some(letter) = words[at..].chars().next() else { break };
                if !is_unseen(letter) && !is_combining_mark(letter) {
                    let alone = stands_alone(letter);
                    if letter.is_alphanumeric() && (!within || alone) {
                        at_word(words, at, manner, names, hits);
                    }
                    within = letter.is_alphanumeric() && !alone;
                }
                at += letter.len_utf8();
            }
        }
    }
    drop_parts(hits, begun);
}

/// A part of a name inside of a longer name of the same person says nothing more.
fn drop_parts(hits: &mut Vec<Hit>, begun: usize) {
    let whole: Vec<(Option<u32>, Range<usize>)> = hits[begun..]
        .iter()
        .filter_map(|(what, range)| match what {
            What::Name(hit) => Some((hit.person, range.clone())),
            What::Datum(_) => None,
        })
        .collect();
    let mut place = 0;
    hits.retain(|(what, range)| {
        place += 1;
        let What::Name(hit) = what else { return true };
        place <= begun
            || !whole.iter().any(|(person, other)| {
                *person == hit.person && other != range && other.start <= range.start && range.end <= other.end
            })
    });
}

/// All names that begin at a word.
fn at_word(text: &str, at: usize, manner: Manner, names: &NameList, hits: &mut Vec<Hit>) {
    let Some(first) = word(text, at) else { return };
    for place in names.by_first_word.get(&first.folded).into_iter().flatten() {
        let name = &names.names[*place as usize];
        if let Some((end, raised)) = rest_of(text, &first, name)
            && let Some(sure) = is_meant(text, at..end, name, raised, manner)
        {
            let sure = sure && !(name.part == NamePart::First && has_another_surname(text, end));
            let hit = NameHit { person: name.person, part: name.part, least: name.least, sure };
            hits.push((What::Name(hit), at..end));
        }
    }
    if let Some(hashed) = &names.hashed
        && (first.raised || manner == Manner::Address)
        && let Some(end) = hashed_name(text, &first, hashed)
    {
        let hit = NameHit { person: None, part: NamePart::Private, least: NameLevel::Full, sure: true };
        if !hits.contains(&(What::Name(hit), at..end)) {
            hits.push((What::Name(hit), at..end));
        }
    }
}

/// Where a name ends whose first word stands here, and whether every word of it begins as names do.
fn rest_of(text: &str, first: &Word, name: &ListedName) -> Option<(usize, bool)> {
    let (mut end, mut raised) = (first.end, first.raised);
    for wanted in &name.words[1..] {
        let next = next_word(text, end).filter(|next| next.folded == *wanted)?;
        raised &= next.raised || super::common::is_particle(&next.folded);
        end = next.end;
    }
    Some((end, raised))
}

/// The longest name known by its hash that begins here.
fn hashed_name(text: &str, first: &Word, hashed: &HashedNames) -> Option<usize> {
    if !hashed.first_words.contains(&hash(&hashed.key, &first.folded)) {
        return None;
    }
    let longest = hashed.names.iter().map(|(length, _)| *length).max()?;
    let (mut words, mut end, mut found) = (first.folded.clone(), first.end, None);
    for length in 1..=longest {
        if hashed.names.contains(&(length, hash(&hashed.key, &words))) {
            found = Some(end);
        }
        let Some(next) = next_word(text, end) else { break };
        words.push(' ');
        words.push_str(&next.folded);
        end = next.end;
    }
    found
}

/// The keyed hash of words of a name.
pub(super) fn hash(key: &[u8; 32], words: &str) -> Digest {
    Digest::keyed(key, words.as_bytes())
}

/// Whether what is written like a name is meant as one, and whether that is sure. `None` if it is ordinary words.
fn is_meant(text: &str, at: Range<usize>, name: &ListedName, raised: bool, manner: Manner) -> Option<bool> {
    let common = name.words.iter().all(|word| is_common(word));
    if name.words.len() > 1 {
        let plain = name.words.iter().any(|word| is_common(word));
        return match manner {
            Manner::Text if raised => Some(true),
            Manner::Text => (!plain && matches!(name.part, NamePart::Full | NamePart::Private)).then_some(true),
            Manner::Address => Some(!common),
        };
    }
    if manner == Manner::Address {
        return (!common).then_some(true);
    }
    if !raised {
        return None;
    }
    if !common || follows_title(text, at.start) {
        return Some(true);
    }
    (!begins_sentence(text, at.start)).then_some(false)
}

/// Whether a first name goes on with another surname than the person has: it is somebody else's then.
fn has_another_surname(text: &str, end: usize) -> bool {
    let mut after = text[end..].strip_prefix(' ').unwrap_or_default().chars();
    after.next().is_some_and(char::is_uppercase) && after.next().is_some_and(char::is_lowercase)
}

/// Whether "Mr", "Dr" or the like stands before a word.
fn follows_title(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '.', '\u{a0}']);
    let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    before.len() < at && is_title(&word.to_lowercase())
}

/// Whether a word has its capital letter because a sentence begins with it, or a heading.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before =
        text[..at].trim_end_matches([' ', '"', '“', '‘', '\'', '(', '*', '_', '«', '„', '¿', '¡', '—', '–', '-']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '\n', ';'])
}

/// The word that begins at a byte.
pub(super) fn word(text: &str, at: usize) -> Option<Word> {
    let mut word = Word { end: at, ..Word::default() };
    for (place, letter) in text[at..].char_indices() {
        if is_unseen(letter) || is_combining_mark(letter) {
            if !word.folded.is_empty() {
                word.end = at + place + letter.len_utf8();
            }
            continue;
        }
        if !letter.is_alphanumeric() {
            break;
        }
        let alone = stands_alone(letter);
        if word.folded.is_empty() {
            word.raised = !letter.is_lowercase();
        } else if alone {
            break;
        }
        fold_into(&mut word.folded, letter);
        word.end = at + place + letter.len_utf8();
        if alone {
            break;
        }
    }
    (!word.folded.is_empty()).then_some(word)
}

/// The word after a byte, if only what may stand inside of a name is between.
fn next_word(text: &str, end: usize) -> Option<Word> {
    let rest = &text[end..];
    let gap = rest.find(char::is_alphanumeric)?;
    let fits = gap <= LONGEST_GAP
        && rest[..gap].matches('\n').count() < 2
        && rest[..gap]
            .chars()
            .all(|letter| letter.is_whitespace() || is_unseen(letter) || "-‐‑–_.,'’·/+%*".contains(letter));
    fits.then(|| word(text, end + gap)).flatten()
}

/// All words of a name.
pub(super) fn words_of(name: &str) -> Vec<Word> {
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(start) = name[at..].find(char::is_alphanumeric) {
        let Some(word) = word(name, at + start) else { break };
        at = word.end;
        words.push(word);
    }
    words
}

fn fold_into(folded: &mut String, letter: char) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
    } else {
        folded.extend(letter.to_lowercase().nfd().filter(|letter| !is_combining_mark(*letter)));
    }
}

/// Nobody sees these.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters of scripts without spaces between words, and of Korean, which adds small words to names.
pub(super) fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}
