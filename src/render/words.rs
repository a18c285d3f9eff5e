//! The words of a theme: which files of them a site uses, what is wrong with those, and the words that templates say.

mod expand;
mod places;
#[cfg(test)]
mod spoken_tests;
mod tongue;

use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::model::Words;
use crate::model::words::{ENGLISH, Piece, Plural, Word, WordList, forms, languages};
pub(super) use expand::{Copied, Expanded, expand, skip, tags};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Kwargs, State, Tera};

/// Files of words and the language of the site.
#[derive(Clone, Debug, Default)]
pub struct WordSource {
    /// The language of the site, BCP 47.
    pub language: String,
    /// Files of words: the site's own theme first, then those that it extends, the built-in ones last. Of two that
    /// have the same word of a language, the first says it.
    pub lists: Vec<WordList>,
}

/// The files that a site's words come from, in the order in which they are looked at.
fn chain(source: &WordSource) -> Vec<&WordList> {
    let of = |language: &str| {
        let language = language.to_owned();
        source.lists.iter().filter(move |list| list.language.eq_ignore_ascii_case(&language))
    };
    languages(&source.language).into_iter().flat_map(of).collect()
}

/// The words of a site.
#[must_use]
pub fn gather(source: &WordSource) -> Words {
    Words::new(&source.language, &chain(source))
}

/// What is wrong with the files of words. `used` are the keys that the theme's templates ask for. With an error among
/// the problems the words cannot be used.
pub(super) fn problems(source: &WordSource, used: &BTreeSet<String>) -> Vec<Diagnostic> {
    let lists = &source.lists;
    let mut problems: Vec<Diagnostic> = lists.iter().flat_map(|list| list.problems.iter().cloned()).collect();
    let english = English::new(lists, used);
    for list in lists {
        problems.extend(english.check(list));
    }
    problems.extend(english.missing(&source.language, &chain(source)));
    problems
}

/// The words that there are to say, with their places to fill.
struct English<'a> {
    /// The English words by their keys; of words that only templates name, the first language that has them.
    words: BTreeMap<&'a str, &'a Word>,
}

impl<'a> English<'a> {
    fn new(lists: &'a [WordList], used: &'a BTreeSet<String>) -> Self {
        // The built-in words come last and are all there is to say; to these templates may add others.
        let mut words: BTreeMap<&str, &Word> =
            lists.last().into_iter().flat_map(|list| &list.words).map(|(key, word)| (key.as_str(), word)).collect();
        let is_english = |list: &&WordList| list.language == ENGLISH;
        for list in lists.iter().filter(is_english).chain(lists) {
            for (key, word) in list.words.iter().filter(|(key, _)| used.contains(*key)) {
                words.entry(key).or_insert(word);
            }
        }
        Self { words }
    }

    /// Words of a file that nothing says, and places in them that nothing fills.
    fn check(&self, list: &WordList) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (key, word) in &list.words {
            let Some(known) = self.words.get(key.as_str()) else {
                problems.push(codes::words::unknown_word(&word.span, key, self.words.keys().copied()));
                continue;
            };
            let names: BTreeSet<&str> = known.holes().map(|hole| hole.value.as_str()).collect();
            // A number in words may always be told in digits.
            let fits = |name: &str| names.contains(name) || (name == "count" && names.contains("number"));
            for hole in word.holes().filter(|hole| !fits(&hole.value)) {
                let names: Vec<&str> = names.iter().copied().collect();
                problems.push(codes::words::unknown_place(&hole.span, key, &hole.value, &names));
            }
        }
        problems
    }

    /// What the language of the site does not say. Told once, at its file.
    fn missing(&self, language: &str, chain: &[&WordList]) -> Option<Diagnostic> {
        let own = *chain.first()?;
        if own.language == ENGLISH {
            let is_english = languages(language).get(1).is_none_or(|base| *base == ENGLISH && language.contains('-'));
            let file = own.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
            let base = language.split('-').next().unwrap_or(language);
            let span = Span::file(&SourcePath::new("ripple.yaml"));
            return (!is_english).then(|| codes::words::no_words(&span, language, &format!("{file}/{base}.yaml")));
        }
        let needed = forms(&own.language);
        let mut missing = Vec::new();
        for (key, english) in &self.words {
            let found = chain.iter().find_map(|list| Some((list, list.words.get(*key)?)));
            match found {
                Some((list, word)) if list.language != ENGLISH => {
                    // One text alone stands for every number.
                    let counts = english.forms.len() > 1 && word.forms.len() > 1;
                    let lacks = needed.iter().filter(|form| counts && !word.forms.contains_key(form));
                    missing.extend(lacks.map(|form| format!("{key}.{}", form.name())));
                }
                _ => missing.push((*key).to_owned()),
            }
        }
        let path = &chain.iter().find(|list| list.language == own.language)?.path;
        (!missing.is_empty()).then(|| codes::words::missing_words(&Span::file(path), &own.language, &missing))
    }
}

/// Tests of words in other languages, and of plural forms, for languages in which `1` and everything else are not all there is.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    tongue::register(tera, words);
    for plural in Plural::ALL {
        let words = Arc::clone(words);
        let is = move |number: u64, _: Kwargs, _: &State| words.plural(number) == plural;
        tera.register_test(format!("plural_{}", plural.name()), is);
    }
}

/// What a template may ask for is in the words, and gives what they need.
fn check_use(words: &Words, key: &str, given: &[&str]) -> Result<(), String> {
    let Some(word) = words.find(key) else {
        let near = crate::diag::nearest(key, words.keys());
        let near = near.map_or(String::new(), |near| format!("; did you mean `words.{near}`?"));
        return Err(format!("there is no word `{key}` in i18n/en.yaml{near}"));
    };
    let names: BTreeSet<&str> = word.holes().map(|hole| hole.value.as_str()).collect();
    if let Some(lost) = names.iter().find(|name| !given.contains(*name)) {
        return Err(format!("`words.{key}` says {{{lost}}}, and nothing is given for it: words.{key}({lost} = …)"));
    }
    // A number may be given for its form alone, and a name for the sake of another language.
    let strange = |name: &&&str| **name != "count" && words.places(key).all(|known| known != **name);
    if let Some(strange) = given.iter().find(strange) {
        return Err(format!("`words.{key}` has no place for `{strange}`"));
    }
    let counts = word.forms.len() > 1;
    if counts && !given.contains(&"count") {
        return Err(format!(
            "`words.{key}` has forms for one and for more, so it needs a number: words.{key}(count = …)"
        ));
    }
    Ok(())
}

/// A word that goes around a part of a page has one place for it, and no number.
fn check_sides(words: &Words, key: &str) -> Result<(), String> {
    let Some(word) = words.find(key) else { return check_use(words, key, &[]) };
    if words.places(key).count() == 1 && word.forms.len() == 1 && word.holes().count() <= 1 {
        return Ok(());
    }
    Err(format!("only a word with one place to fill, and without plural forms, has a `before` and an `after`: `{key}`"))
}

/// The forms of a word, those that are alike left out.
fn distinct(word: &Word) -> Vec<(Plural, &[Piece])> {
    let other = word.forms.get(&Plural::Other).map_or(&[][..], Vec::as_slice);
    let forms = word.forms.iter().filter(|(plural, pieces)| **plural != Plural::Other && pieces.as_slice() != other);
    forms.map(|(plural, pieces)| (*plural, pieces.as_slice())).chain([(Plural::Other, other)]).collect()
}
