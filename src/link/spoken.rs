//! Whom words in the fields for people name: by an id or a written-out name among other words. What is found counts
//! for consent as an id alone does; the words are never merged with anybody.

use super::name_words::{NameWords, Word, words};
use super::people::names_of;
use crate::model::{Entry, NameLevel};
use std::ops::Range;

/// What parts a text into elements, each of which may be a person.
const SEPARATORS: [char; 12] = [',', ';', '/', '&', '+', '|', '\n', '،', '、', '，', '؛', '；'];
/// The same as words.
const JOINING: [&str; 16] =
    ["and", "or", "with", "und", "oder", "mit", "et", "ou", "avec", "y", "o", "con", "e", "og", "och", "en"];
/// After these an id that is no part of a name is an ordinary word: "a teacher" is not the person `teacher`.
const DETERMINERS: [&str; 46] = [
    "a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "this", "that", "some", "any", "one",
    "another", "every", "each", "no", "two", "three", "ein", "eine", "einen", "einer", "der", "die", "das", "den",
    "dem", "un", "une", "le", "la", "les", "una", "el", "los", "las", "mein", "meine", "sein", "seine", "ihr", "ihre",
    "il",
];

/// A person whom words name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken<'a> {
    /// The place among all entries.
    pub(super) place: u32,
    pub(super) person: &'a Entry,
    /// The id, the title or the name that stands there, as the person's file has it.
    pub(super) name: &'a str,
    /// Whether that is the id, and tells nothing of a name.
    pub(super) says_nothing: bool,
}

/// What words in a field for people are.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelled<'a> {
    /// Whom they name, each person once, in the order of the words.
    pub(super) persons: Vec<Spoken<'a>>,
    /// If they are several people on one line, of whom one at least stands there by the id: an element for each.
    pub(super) list: Vec<String>,
}

/// An id, a title or a name of somebody.
struct Sign<'a> {
    place: u32,
    person: &'a Entry,
    name: &'a str,
    is_id: bool,
    /// Whether it tells who somebody is: it is a name, or an id that is a part of one.
    is_telling: bool,
    /// Whether it is an id that says what somebody is: `teacher` of "a teacher".
    is_role: bool,
}

/// All ids and names by which words can name somebody.
pub(super) struct Signs<'a> {
    tree: NameWords<Sign<'a>>,
}

impl<'a> Signs<'a> {
    /// `persons` are in path order, with their places among all entries.
    pub(super) fn new(persons: impl Iterator<Item = (u32, &'a Entry)>) -> Self {
        let mut tree = NameWords::new();
        for (place, person) in persons {
            let (id, title) = (person.id.value.as_str(), person.card.title.as_str());
            // An initial alone is among any words, and a role may be anybody's.
            let is_name = |level: NameLevel, name: &str| {
                level < NameLevel::Role && (level != NameLevel::Initial || longest(&words(name)) > 1)
            };
            let names = names_of(person).filter(|(level, name)| is_name(*level, name)).map(|(_, name)| name);
            let telling: Vec<&str> =
                names.chain([title].into_iter().filter(|title| !title.trim().is_empty())).collect();
            let own = words(id);
            let is_telling = telling.iter().any(|name| holds(&words(name), &own));
            let is_role = names_of(person).any(|(level, name)| level == NameLevel::Role && holds(&words(name), &own));
            for name in &telling {
                tree.add(name, Sign { place, person, name, is_id: false, is_telling: true, is_role: false });
            }
            tree.add(id, Sign { place, person, name: id, is_id: true, is_telling, is_role });
        }
        Self { tree }
    }

    /// Whom these words name.
    pub(super) fn read(&self, text: &str) -> Spelled<'a> {
        let all = words(text);
        let found = self.tree.found_in(&all);
        if found.is_empty() {
            return Spelled::default();
        }
        let elements = elements(text, &all);
        let begins: Vec<usize> = found.iter().map(|(range, _)| range.start).collect();
        let is_meant = |range: &Range<usize>, sign: &Sign| {
            let is_whole = elements.contains(range);
            is_whole || (!is_word(sign, &all, range) && !is_another(sign, text, &all, range, &begins))
        };
        let meant: Vec<_> = found.iter().filter(|(range, sign)| is_meant(range, sign)).collect();
        let mut spelled = Spelled { list: list(text, &all, &elements, &meant), ..Spelled::default() };
        for (_, sign) in meant {
            let Sign { place, person, name, .. } = **sign;
            let says_nothing = sign.is_id && !sign.is_telling;
            match spelled.persons.iter_mut().find(|known| known.place == place) {
                // What tells most of a name is what has to be judged.
                Some(known) if known.says_nothing || name.len() > known.name.len() => {
                    (known.name, known.says_nothing) = (name, says_nothing);
                }
                Some(_) => {}
                None => spelled.persons.push(Spoken { place, person, name, says_nothing }),
            }
        }
        spelled
    }
}

fn longest(words: &[Word]) -> usize {
    words.iter().map(|word| word.folded.chars().count()).max().unwrap_or(0)
}

/// Whether words stand in a row in others.
fn holds(all: &[Word], part: &[Word]) -> bool {
    let is_same = |(one, other): (&Word, &Word)| one.folded == other.folded;
    !part.is_empty() && all.windows(part.len()).any(|row| row.iter().zip(part).all(is_same))
}

/// Which words belong together between commas and the like.
fn elements(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let (mut elements, mut start) = (Vec::new(), 0);
    for (at, word) in words.iter().enumerate() {
        let before = if at == 0 { 0 } else { words[at - 1].at.end };
        let joins = JOINING.contains(&word.folded.as_str()) && !word.raised;
        if joins || text[before..word.at.start].contains(SEPARATORS) {
            elements.push(start..at);
            start = if joins { at + 1 } else { at };
        }
    }
    elements.push(start..words.len());
    elements.retain(|element| !element.is_empty());
    elements
}

/// Whether an id is only what somebody is, or an ordinary word after "a" or "her".
fn is_word(sign: &Sign, all: &[Word], range: &Range<usize>) -> bool {
    let follows = || range.start > 0 && DETERMINERS.contains(&all[range.start - 1].folded.as_str());
    sign.is_id && !sign.is_telling && (sign.is_role || follows())
}

/// Whether a first name goes on with another surname than the person has: "Maria Montessori" is not Maria Lopez. Where
/// the surname is not known, it may be theirs.
fn is_another(sign: &Sign, text: &str, all: &[Word], range: &Range<usize>, begins: &[usize]) -> bool {
    let Some(next) = all.get(range.end).filter(|_| range.len() == 1 && !begins.contains(&range.end)) else {
        return false;
    };
    let gap = &text[all[range.start].at.end..next.at.start];
    let mut letters = text[next.at.clone()].chars();
    let is_surname = gap.trim().is_empty()
        && all[range.start].raised
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase);
    let mut full = names_of(sign.person).filter(|(level, _)| *level == NameLevel::Full).map(|(_, name)| words(name));
    is_surname && full.any(|name| name.len() > 1 && !name.iter().any(|word| word.folded == next.folded))
}

/// The elements of several people on one line; nothing if that is not what the words are.
fn list(text: &str, all: &[Word], elements: &[Range<usize>], meant: &[&(Range<usize>, &Sign)]) -> Vec<String> {
    let by_id = || meant.iter().filter(|(_, sign)| sign.is_id);
    let several = by_id().any(|(_, sign)| meant.iter().any(|(_, other)| other.place != sign.place));
    // `maria, jo` has an id in it and somebody else; "Maria, a pupil" is one person.
    let is_written =
        |range: &Range<usize>| !text[all[range.start].at.start..all[range.end - 1].at.end].contains(char::is_uppercase);
    let is_sure = |sign: &Sign| sign.is_telling || sign.name.contains(|letter: char| !letter.is_alphabetic());
    let is_beside = |range: &Range<usize>| elements.len() > 1 && elements.contains(range) && is_written(range);
    let beside = by_id().any(|(range, sign)| is_sure(sign) && is_beside(range));
    if !several && !beside {
        return Vec::new();
    }
    let mut list: Vec<String> = Vec::new();
    for element in elements {
        let inside = meant.iter().filter(|(range, _)| element.start <= range.start && range.end <= element.end);
        let mut ids: Vec<String> = inside.map(|(_, sign)| sign.person.id.value.clone()).collect();
        if ids.is_empty() {
            ids.push(text[all[element.start].at.start..all[element.end - 1].at.end].trim().to_owned());
        }
        for id in ids {
            if !list.contains(&id) {
                list.push(id);
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, person};
    use super::*;
    use NameLevel::{First, Full, Initial, Pseudonym, Role};

    fn read(text: &str) -> String {
        let made: Vec<_> = [
            person("maria", &[(Full, "Maria Lopez"), (First, "Maria"), (Initial, "M. L."), (Pseudonym, "Luz Sol")]),
            person("nadia", &[(First, "Nadia"), (Role, "a pupil")]),
            person("tom", &[(Full, "Tom Hart")]),
            person("teacher", &[(Full, "Jo Field"), (Role, "a teacher")]),
            person("p-017", &[(First, "Hope")]),
            person("coach", &[(First, "Kim")]),
        ]
        .into_iter()
        .map(Make::done)
        .collect();
        let signs = Signs::new((0..).zip(made.iter().map(|entry| &**entry)));
        let spelled = signs.read(text);
        let ids: Vec<&str> = spelled.persons.iter().map(|spoken| spoken.person.id.value.as_str()).collect();
        let list = if spelled.list.is_empty() { String::new() } else { format!(" [{}]", spelled.list.join("; ")) };
        format!("{}{list}", ids.join(" "))
    }

    #[test]
    fn ids_and_names_among_other_words_name_somebody() {
        for (text, wanted) in [
            ("nadia, tom", "nadia tom [nadia; tom]"),
            ("nadia and tom", "nadia tom [nadia; tom]"),
            ("nadia & maria", "nadia maria [nadia; maria]"),
            ("nadia; maria", "nadia maria [nadia; maria]"),
            ("nadia/tom", "nadia tom [nadia; tom]"),
            ("nadia tom", "nadia tom [nadia; tom]"),
            ("Nadia, Tom", "nadia tom [nadia; tom]"),
            ("nadia und tom", "nadia tom [nadia; tom]"),
            ("maria, nadia's sister", "maria nadia [maria; nadia]"),
            ("nadia, jo", "nadia [nadia; jo]"),
            ("p-017, a friend", "p-017 [p-017; a friend]"),
            ("the friend of nadia", "nadia"),
            ("nadia (7b)", "nadia"),
            ("Nadia, a pupil", "nadia"),
            ("NADIA\u{200e} the brave", "nadia"),
            ("the sister of Maria Lopez", "maria"),
            ("Luz Sol from 7b", "maria"),
            ("our Hope", "p-017"),
            ("die Nadia", "nadia"),
            ("Nadia Okaforsen", "nadia"),
            ("Maria L.", "maria"),
            ("maria montessori", "maria"),
            ("a friend, teacher", "teacher"),
            ("her friend and coach", "coach"),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn ordinary_words_and_other_people_are_nobody_here() {
        for text in [
            "a teacher",
            "her old teacher",
            "a coach",
            "the coach of the team",
            "a pupil",
            "Maria Montessori",
            "Mariana, a pupil",
            "his tomcat",
            "M., a friend",
            "",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}
