//! The list of names that are looked for: those of the site's people, and private ones that no entry holds.

use super::common::{is_common, is_particle};
use super::names::{Word, hash, stands_alone, words_of};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::{Digest, HashedNames, ListedName, NameLevel, NameList, NamePart, PersonNames, PrivateNames};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The first line of a file of hashes.
const HEADER: &str = "ripple private names 1";
/// Tells the key of these hashes from other uses of the same secret.
const PURPOSE: &str = "ripple private names 2026";
/// What the key is tried on.
const PROBE: &str = "a name that nobody has";

/// Makes the list. `people` are the files of people with their names and titles, in path order.
#[must_use]
pub fn name_list(
    people: &[(SourcePath, PersonNames, String)],
    private: &PrivateNames,
    secret: Option<&str>,
    file: &SourcePath,
) -> (NameList, Vec<Diagnostic>) {
    let mut list = NameList { beginnings: vec![false; NameList::BEGINNINGS], ..NameList::default() };
    for (place, (path, names, title)) in (0..).zip(people) {
        list.people.push(path.clone());
        list.names.extend(listed(place, names, title));
    }
    let of_list = |words, part| ListedName { words, person: None, part, least: NameLevel::Full };
    for words in private.names.iter().flat_map(|name| spellings(name)) {
        list.names.extend(forms(&words).into_iter().map(|words| of_list(words, NamePart::Private)));
        list.names.extend(last_names(&words).into_iter().map(|words| of_list(words, NamePart::PrivateSurname)));
    }
    list.private = private.names.len();
    let mut problems = Vec::new();
    if let Some(text) = private.hashes.as_ref().filter(|_| private.names.is_empty() || secret.is_some()) {
        match hashed(text, secret, file) {
            Ok(hashed) => {
                list.private = list.private.max(hashed.count);
                list.hashed = Some(hashed);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut seen = HashSet::new();
    list.names.retain(|name| seen.insert((name.words.clone(), name.person, name.part)));
    let mut by_first: HashMap<String, Vec<u32>> = HashMap::new();
    for (place, name) in (0..).zip(&list.names) {
        by_first.entry(name.words[0].clone()).or_default().push(place);
        // Words with other characters among the first three are found by the slow way.
        if let Some(place) = NameList::beginning(name.words[0].as_bytes()) {
            list.beginnings[place] = true;
        }
    }
    list.by_first_word = by_first;
    list.digest = digest(&list, private, secret);
    (list, problems)
}

fn digest(list: &NameList, private: &PrivateNames, secret: Option<&str>) -> Digest {
    let names: Vec<_> = list.names.iter().map(|name| (&name.words, name.person, name.part as u8, name.least)).collect();
    let people: Vec<&str> = list.people.iter().map(SourcePath::as_str).collect();
    if names.is_empty() && list.hashed.is_none() {
        return Digest::default();
    }
    let key = secret.filter(|_| list.hashed.is_some()).map(|secret| Digest::of_bytes(secret.as_bytes()));
    Digest::of(&(names, people, list.hashed.as_ref().and(private.hashes.as_ref()), key))
}

/// The names of one person.
fn listed(person: u32, names: &PersonNames, title: &str) -> Vec<ListedName> {
    let folded = |word: Word| word.folded;
    let mut all = spelt(person, names, title, &folded);
    // "Muellerbach" is Müllerbach.
    let texts = || names.by_level.values().map(String::as_str).chain([title]);
    if texts().flat_map(words_of).any(|word| word.spelt.is_some()) {
        all.extend(spelt(person, names, title, &|word: Word| word.spelt.unwrap_or(word.folded)));
        let mut seen = BTreeSet::new();
        all.retain(|name| seen.insert(name.words.clone()));
    }
    all
}

/// The names of one person in one way of spelling.
fn spelt(person: u32, names: &PersonNames, title: &str, spelling: &dyn Fn(Word) -> String) -> Vec<ListedName> {
    let spoken = |name: &str| words_of(name).into_iter().map(spelling).collect::<Vec<_>>();
    let by_level: Vec<(NameLevel, Vec<String>)> = names
        .by_level
        .iter()
        .map(|(level, name)| (*level, spoken(name)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    // The strictest level of a name that holds these words.
    let least = |words: &[String], own: NameLevel| {
        let holds = |name: &[String]| name.windows(words.len()).any(|part| part == words);
        by_level.iter().filter(|(_, name)| holds(name)).map(|(level, _)| *level).fold(own, NameLevel::max)
    };
    let make = |words: Vec<String>, part, own| {
        let least = least(&words, own);
        ListedName { words, person: Some(person), part, least }
    };
    let mut all = Vec::new();
    let full = by_level.iter().find(|(level, _)| *level == NameLevel::Full).map(|(_, words)| words.clone());
    let first = by_level.iter().find(|(level, _)| *level == NameLevel::First).map(|(_, words)| words.clone());
    let titled = Some(spoken(title)).filter(|words| full.is_none() && words.len() > 1 && is_raised(title));
    if let Some(full) = full.or(titled) {
        let is_one = full.len() == 1;
        let first = first.clone().unwrap_or_else(|| first_name(&full));
        for part in surnames(&full, &first) {
            all.push(make(part, NamePart::Surname, NameLevel::Full));
        }
        if is_one {
            all.push(make(full, NamePart::First, NameLevel::First));
        } else {
            let level = least(&full, NameLevel::Full);
            all.extend(forms(&full).into_iter().map(|words| ListedName {
                words,
                person: Some(person),
                part: NamePart::Full,
                least: level,
            }));
            all.push(make(first, NamePart::First, NameLevel::First));
        }
    }
    all.extend(first.map(|first| make(first, NamePart::First, NameLevel::First)));
    let pseudonym = by_level.iter().find(|(level, _)| *level == NameLevel::Pseudonym);
    all.extend(pseudonym.map(|(level, words)| make(words.clone(), NamePart::Pseudonym, *level)));
    // An initial is among any words, and a role is no name.
    all.retain(|name| name.least < NameLevel::Role && name.words.iter().any(|word| is_long(word)));
    let mut seen = BTreeSet::new();
    all.retain(|name| seen.insert(name.words.clone()));
    all
}

fn is_long(word: &str) -> bool {
    !word.is_ascii() || word.len() > 1
}

/// Whether every word that is no small one begins as names do.
fn is_raised(name: &str) -> bool {
    words_of(name).iter().all(|word| word.raised || is_particle(&word.folded))
}

/// What stands for the first name where none is given.
fn first_name(full: &[String]) -> Vec<String> {
    let alone = full[0].chars().any(stands_alone);
    // In scripts without spaces nobody can tell where the family name ends.
    if alone { full.to_vec() } else { full[..1].to_vec() }
}

/// The words of a full name that are not in the first name, and are names by themselves.
fn surnames(full: &[String], first: &[String]) -> Vec<Vec<String>> {
    if full[0].chars().any(stands_alone) {
        let rest = full.strip_suffix(first).or_else(|| full.strip_prefix(first)).unwrap_or_default();
        return Some(rest.to_vec()).filter(|rest| rest.len() > 1).into_iter().collect();
    }
    let is_one = |word: &&String| !first.contains(word) && !is_particle(word) && is_long(word);
    full.iter().filter(is_one).map(|word| vec![word.clone()]).collect()
}

/// The forms in which a whole name is written: as it is, with the last word first, and in one word.
fn forms(words: &[String]) -> Vec<Vec<String>> {
    let mut forms: Vec<Vec<String>> = Some(words.to_vec()).filter(|words| !words.is_empty()).into_iter().collect();
    if let [rest @ .., last] = words
        && !rest.is_empty()
        && !words[0].chars().any(stands_alone)
    {
        let turned: Vec<String> = std::iter::once(last).chain(rest).cloned().collect();
        let joined = words.concat();
        // "will" and "young" together are two words more often than a name.
        if !words.iter().all(|word| is_common(word)) {
            forms.push(turned);
            forms.extend(Some(vec![joined]).filter(|joined| joined[0].len() > 5));
            // Without its middle names.
            if words.len() > 2 && !is_common(&words[0]) && !is_common(last) {
                forms.push(vec![words[0].clone(), last.clone()]);
                forms.push(vec![last.clone(), words[0].clone()]);
            }
        }
    }
    forms.dedup();
    forms
}

/// The words of a name, in each way of spelling them.
fn spellings(name: &str) -> Vec<Vec<String>> {
    let words = words_of(name);
    let mut all: Vec<Vec<String>> = vec![words.iter().map(|word| word.folded.clone()).collect()];
    if words.iter().any(|word| word.spelt.is_some()) {
        all.push(words.into_iter().map(|word| word.spelt.unwrap_or(word.folded)).collect());
    }
    // "Quillfeather, Zora" begins with the surname.
    if let Some((surname, _)) = name.split_once(',') {
        let length = words_of(surname).len();
        for words in all.iter_mut().filter(|words| length < words.len()) {
            words.rotate_left(length);
        }
    }
    all.retain(|words| !words.is_empty());
    all
}

/// The surname of a name of the list: its last word.
fn last_names(words: &[String]) -> Option<Vec<String>> {
    let last = words.last().filter(|last| words.len() > 1 && is_long(last) && !is_particle(last))?;
    (!words[0].chars().any(stands_alone)).then(|| vec![last.clone()])
}

/// Reads a file of hashes.
fn hashed(text: &str, secret: Option<&str>, file: &SourcePath) -> Result<HashedNames, Diagnostic> {
    let Some(secret) = secret else { return Err(codes::personal::no_names_key(&Span::file(file))) };
    let mut hashed = HashedNames { key: Digest::key(PURPOSE, secret), ..HashedNames::default() };
    let (mut fits, mut headed) = (false, false);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        let wrong = || codes::personal::bad_hashes(&Span::new(file, at, at + line.trim_end().len()));
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            _ if line.trim() == HEADER => headed = true,
            ["count", count] => hashed.count = count.parse().map_err(|_| wrong())?,
            [word, digits] => {
                let digest = Digest::from_hex(digits).ok_or_else(wrong)?;
                match (*word, word.parse::<usize>()) {
                    ("key", _) => fits = digest == hash(&hashed.key, PROBE),
                    ("first", _) => drop(hashed.first_words.insert(digest)),
                    ("surname", _) => drop(hashed.surnames.insert(digest)),
                    (_, Ok(length @ 1..=16)) => drop(hashed.names.insert((length, digest))),
                    _ => return Err(wrong()),
                }
            }
            _ => return Err(wrong()),
        }
        at += line.len();
    }
    if !headed {
        return Err(codes::personal::bad_hashes(&Span::file(file)));
    }
    if fits { Ok(hashed) } else { Err(codes::personal::other_names_key(&Span::file(file))) }
}

/// The file of hashes for these names, sorted so that it tells nothing of their order.
#[must_use]
pub fn hash_lines(names: &[String], secret: &str) -> String {
    let key = Digest::key(PURPOSE, secret);
    let (mut first, mut whole, mut surnames) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for spelling in names.iter().flat_map(|name| spellings(name)) {
        surnames.extend(last_names(&spelling).map(|last| hash(&key, &last[0])));
        for words in forms(&spelling) {
            first.insert(hash(&key, &words[0]));
            whole.insert((words.len(), hash(&key, &words.join(" "))));
        }
    }
    let mut text = format!(
        "# Names that may stand nowhere on this site, as hashes with a key. Made by `ripple hash-names` from\n\
         # .ripple/private-names; the key is in RIPPLE_NAMES_KEY, and never in a file of the site.\n{HEADER}\n"
    );
    text.extend(["key ", &hash(&key, PROBE).hex(), "\n"]);
    text.extend(["count ", &names.len().to_string(), "\n"]);
    text.extend(first.iter().map(|digest| format!("first {}\n", digest.hex())));
    text.extend(surnames.iter().map(|digest| format!("surname {}\n", digest.hex())));
    text.extend(whole.iter().map(|(length, digest)| format!("{length} {}\n", digest.hex())));
    text
}
