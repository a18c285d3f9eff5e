//! Names in words: whole words only, written as a name is written. A word that is also an ordinary one ("Will",
//! "Young") counts only where it cannot be that.

use super::common::{is_common, is_ordinary, is_particle, is_title};
use super::{Hit, Manner, NameHit, What};
use crate::model::text::is_unseen;
use crate::model::{Digest, HashedNames, ListedName, NameLevel, NameList, NamePart};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most that may stand between two words of one name, in bytes.
const LONGEST_GAP: usize = 6;
/// How many middle names may stand between two words of a name.
const MOST_MIDDLE_NAMES: usize = 2;
/// A shorter name with an s behind it is too likely another word, in bytes.
const SHORTEST_GENITIVE: usize = 3;
/// Shorter surnames without a capital letter are too likely words, in letters; longer ones are surely none that is not
/// listed as one.
const SHORTEST_SMALL: usize = 4;
const SURELY_NO_WORD: usize = 6;

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
    /// The same with `ue` for `ü` and the like, if that is another word.
    pub(super) spelt: Option<String>,
    /// Its first byte, and the one after the last.
    pub(super) start: usize,
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
    let names = (begun..).zip(&hits[begun..]).filter_map(|(place, (what, range))| match what {
        What::Name(hit) => Some((place, hit.person, range.clone())),
        What::Datum(_) => None,
    });
    let parts = parts(names.collect());
    let mut place = 0..;
    hits.retain(|_| place.next().is_none_or(|place| !parts.contains(&place)));
}

/// Which of these names are a part of another one of the same person. Each has a number, a person, and its place.
pub(super) fn parts<P: Eq + Hash, A: Copy + Ord>(mut names: Vec<(usize, P, Range<A>)>) -> BTreeSet<usize> {
    // What holds a name comes before it, so the one that reaches farthest is all that has to be known.
    names.sort_by_key(|(_, _, range)| (range.start, Reverse(range.end)));
    let mut farthest: HashMap<P, Range<A>> = HashMap::new();
    let mut parts = BTreeSet::new();
    for (number, person, range) in names {
        match farthest.get(&person) {
            Some(other) if range.end <= other.end => {
                if range != *other {
                    parts.insert(number);
                }
            }
            _ => drop(farthest.insert(person, range)),
        }
    }
    parts
}

/// All names that begin at a word.
fn at_word(text: &str, at: usize, manner: Manner, names: &NameList, hits: &mut Vec<Hit>) {
    let Some(first) = word(text, at) else { return };
    // Whatever begins here was found just now.
    let begun = hits.len();
    let spellings = || [Some(&first.folded), first.spelt.as_ref()].into_iter().flatten();
    let own = spellings().filter_map(|word| names.by_first_word.get(word)).flatten();
    // "Müllerbachs Rad": only where the name is one word, or the rest could not stand behind it.
    let genitive = spellings().filter_map(|word| word.strip_suffix('s').filter(|word| word.len() >= SHORTEST_GENITIVE));
    let genitive = genitive.filter_map(|word| names.by_first_word.get(word)).flatten();
    let genitive = genitive.filter(|place| names.names[**place as usize].words.len() == 1);
    for (place, is_genitive) in own.map(|place| (place, false)).chain(genitive.map(|place| (place, true))) {
        let name = &names.names[*place as usize];
        if let Some((end, raised)) = rest_of(text, &first, name, manner)
            && let Some(meant) = is_meant(text, at..end, name, raised, manner)
            && !(is_genitive && is_no_genitive(text, at, name, meant))
        {
            let is_others = name.part == NamePart::First && has_another_surname(text, end) && !is_genitive;
            let Meant { sure, small } = meant;
            let hit =
                NameHit { person: name.person, part: name.part, least: name.least, sure: sure && !is_others, small };
            if !hits[begun..].contains(&(What::Name(hit), at..end)) {
                hits.push((What::Name(hit), at..end));
            }
        }
    }
    if let Some(hashed) = &names.hashed
        && (first.raised || manner == Manner::Address)
        && let Some((end, part)) = hashed_name(text, &first, hashed, manner)
    {
        let hit = NameHit { person: None, part, least: NameLevel::Full, sure: true, small: false };
        if !hits[begun..].contains(&(What::Name(hit), at..end)) {
            hits.push((What::Name(hit), at..end));
        }
    }
}

/// Where a name ends whose first word stands here, and whether every word of it begins as names do. A middle name or
/// its letter does not part it.
fn rest_of(text: &str, first: &Word, name: &ListedName, manner: Manner) -> Option<(usize, bool)> {
    let (mut last, mut raised) = (first.clone(), first.raised);
    for (place, wanted) in (1..).zip(&name.words[1..]) {
        let is_last = place + 1 == name.words.len();
        let middles = if matches!(name.part, NamePart::Full | NamePart::Private) { MOST_MIDDLE_NAMES } else { 0 };
        let mut next = next_word(text, last.end)?;
        for _ in 0..middles {
            if next.is(wanted, is_last) || !is_middle(text, &last, &next, manner) {
                break;
            }
            last = next;
            next = next_word(text, last.end)?;
        }
        if !next.is(wanted, is_last) {
            return None;
        }
        raised &= next.raised || is_particle(&next.folded);
        last = next;
    }
    Some((last.end, raised))
}

/// Whether a word after another can be a middle name, or the letter of one: in the same sentence, without a comma.
fn is_middle(text: &str, before: &Word, word: &Word, manner: Manner) -> bool {
    let is_letter = |word: &Word| word.folded.chars().count() == 1 && !word.folded.chars().any(stands_alone);
    let gap = &text[before.end..word.start];
    match manner {
        Manner::Address => is_letter(word),
        Manner::Text => {
            let stops = gap.contains(['.', ',', '/', '+', '*', '\n']) && !(is_letter(before) && gap.trim() == ".");
            // In scripts without capital letters every word would be one.
            text[word.start..].starts_with(char::is_uppercase)
                && !stops
                && (is_letter(word) || !is_common(&word.folded))
        }
    }
}

/// The longest name known by its hash that begins here, or a surname alone.
fn hashed_name(text: &str, first: &Word, hashed: &HashedNames, manner: Manner) -> Option<(usize, NamePart)> {
    let spellings = |word: &Word| [Some(word.folded.clone()), word.spelt.clone()];
    spellings(first).into_iter().flatten().find_map(|begin| {
        let digest = hash(&hashed.key, &begin);
        let genitive =
            || begin.strip_suffix('s').is_some_and(|word| hashed.surnames.contains(&hash(&hashed.key, word)));
        let is_surname = hashed.surnames.contains(&digest) || (!hashed.surnames.is_empty() && genitive());
        let surname = is_surname.then_some((first.end, NamePart::PrivateSurname));
        if !hashed.first_words.contains(&digest) {
            return surname.filter(|_| first.raised || !is_common(&begin));
        }
        hashed_rest(text, first, begin, hashed, manner).map(|end| (end, NamePart::Private)).or(surname)
    })
}

fn hashed_rest(text: &str, first: &Word, begin: String, hashed: &HashedNames, manner: Manner) -> Option<usize> {
    let longest = hashed.names.iter().map(|(length, _)| *length).max()?;
    let is_name = |length, words: &str| hashed.names.contains(&(length, hash(&hashed.key, words)));
    let mut found = is_name(1, &begin).then_some(first.end);
    let (mut words, mut last, mut length, mut middles) = (begin, first.clone(), 1, 0);
    while length < longest {
        let Some(next) = next_word(text, last.end) else { break };
        let spelt = next.spelt.as_ref().unwrap_or(&next.folded);
        let longer = [&next.folded, spelt].map(|word| format!("{words} {word}"));
        if let Some(longer) = longer.iter().find(|longer| is_name(length + 1, longer)) {
            found = Some(next.end);
            words.clone_from(longer);
            length += 1;
        } else if middles < MOST_MIDDLE_NAMES && length + 1 == longest.min(2) && is_middle(text, &last, &next, manner) {
            middles += 1;
        } else {
            words.clone_from(&longer[0]);
            length += 1;
        }
        last = next;
    }
    found
}

/// The keyed hash of words of a name.
pub(super) fn hash(key: &[u8; 32], words: &str) -> Digest {
    Digest::keyed(key, words.as_bytes())
}

/// How what is written like a name is meant.
#[derive(Clone, Copy)]
struct Meant {
    /// Whether that is sure.
    sure: bool,
    /// Whether it is one word without a capital letter.
    small: bool,
}

/// Whether what is written like a name is meant as one. `None` if it is ordinary words.
fn is_meant(text: &str, at: Range<usize>, name: &ListedName, raised: bool, manner: Manner) -> Option<Meant> {
    let is = |sure: bool| Meant { sure, small: false };
    let common = name.words.iter().all(|word| is_common(word));
    if name.words.len() > 1 {
        let plain = name.words.iter().any(|word| is_common(word));
        return match manner {
            Manner::Text if raised => Some(is(true)),
            Manner::Text => (!plain && matches!(name.part, NamePart::Full | NamePart::Private)).then_some(is(true)),
            Manner::Address => Some(is(!common)),
        };
    }
    if manner == Manner::Address {
        return (!common).then_some(is(true));
    }
    if !raised {
        let word = name.words[0].as_str();
        let is_surname = matches!(name.part, NamePart::Surname | NamePart::PrivateSurname);
        let is_word = common || is_ordinary(word) || word.chars().count() < SHORTEST_SMALL;
        let sure = word.chars().count() >= SURELY_NO_WORD;
        return (is_surname && !is_word && !is_in_word(text, &at)).then_some(Meant { sure, small: true });
    }
    if !common || follows_title(text, at.start) {
        return Some(is(true));
    }
    (!begins_sentence(text, at.start)).then_some(is(false))
}

/// Whether a word is a part of one with hyphens or dots, as in an address or a file name.
fn is_in_word(text: &str, at: &Range<usize>) -> bool {
    let joins = |letter: char| matches!(letter, '-' | '_' | '@' | '/' | '#');
    text[..at.start].ends_with(joins) || text[at.end..].starts_with(joins)
}

/// Whether a name with an s behind it is not that name: another surname ("Anna Roberts"), or an ordinary word.
fn is_no_genitive(text: &str, at: usize, name: &ListedName, meant: Meant) -> bool {
    let before = text[..at].strip_suffix(' ').unwrap_or_default();
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let begins = begins_sentence(text, before.len() - word.len());
    let is_short = begins && word.len() < 4 && !is_title(&word.to_lowercase()); // "In Oles Boot"
    let is_after_name = word.starts_with(char::is_uppercase) && !is_short;
    let is_first = matches!(name.part, NamePart::First | NamePart::Pseudonym);
    meant.small || !meant.sure || is_common(&name.words[0]) || (is_first && is_after_name)
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
    let mut word = Word { start: at, end: at, ..Word::default() };
    for (place, letter) in text[at..].char_indices() {
        let end = at + place + letter.len_utf8();
        if is_unseen(letter) || is_combining_mark(letter) {
            if !word.folded.is_empty() {
                // `u` and two dots are an `ü`.
                if letter == '\u{308}' && word.folded.ends_with(['a', 'o', 'u']) {
                    word.spelt.get_or_insert_with(|| word.folded.clone()).push('e');
                }
                word.end = end;
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
        word.push(letter);
        word.end = end;
        if alone {
            break;
        }
    }
    (!word.folded.is_empty()).then_some(word)
}

impl Word {
    fn push(&mut self, letter: char) {
        let length = self.folded.len();
        fold_into(&mut self.folded, letter);
        let spelt = match letter {
            'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            _ => {
                if let Some(spelt) = &mut self.spelt {
                    spelt.push_str(&self.folded[length..]);
                }
                return;
            }
        };
        let folded = &self.folded;
        self.spelt.get_or_insert_with(|| folded[..length].to_owned()).push_str(spelt);
    }

    /// Whether this is a word of a name; of the last one perhaps with a genitive's s.
    fn is(&self, wanted: &str, is_last: bool) -> bool {
        let is = |word: &str| word == wanted || (is_last && word.strip_suffix('s') == Some(wanted));
        is(&self.folded) || self.spelt.as_deref().is_some_and(is)
    }
}

/// The word after a byte, if only what may stand inside of a name is between.
fn next_word(text: &str, end: usize) -> Option<Word> {
    let rest = &text[end..];
    let gap = rest.find(char::is_alphanumeric)?;
    let seen = || rest[..gap].chars().filter(|letter| !is_unseen(*letter));
    let fits = gap <= 4 * LONGEST_GAP
        && seen().map(char::len_utf8).sum::<usize>() <= LONGEST_GAP
        && rest[..gap].matches('\n').count() < 2
        && seen().all(|letter| letter.is_whitespace() || "-‐‑–_.,'’·/+%*".contains(letter));
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

/// Small letters without marks; full-width and mathematical ones are plain ones.
fn fold_into(folded: &mut String, letter: char) {
    match letter {
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ø' | 'Ø' => folded.push('o'),
        'ł' | 'Ł' => folded.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'ı' => folded.push('i'),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        _ => {
            let plain = std::iter::once(letter).nfkd().flat_map(char::to_lowercase).nfd();
            folded.extend(plain.filter(|letter| !is_combining_mark(*letter)));
        }
    }
}

/// Letters of scripts without spaces between words, and of Korean, which adds small words to names.
pub(super) fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}
