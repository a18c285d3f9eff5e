//! The words of the theme in the site's language: texts with places to fill, their plural forms, and dates. Made once
//! for a theme; asking for a word is one look into a map.

mod cldr;
mod texts;

use super::Date;
use super::text::capitalised;
use crate::diag::{Diagnostic, Located, SourcePath, Span};
use cldr::{Dates, Rules};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub use cldr::{forms, is_language};
pub use texts::TextWords;

/// The language of the built-in theme's words, which has every one of them.
pub const ENGLISH: &str = "en";

/// A plural form by its name in CLDR. Which one a number needs, the rules of the language say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Plural {
    /// `zero`
    Zero,
    /// `one`
    One,
    /// `two`
    Two,
    /// `few`
    Few,
    /// `many`
    Many,
    /// `other`: the form for every number that needs no special one, and the only one of a word without number.
    Other,
}

impl Plural {
    /// All forms, `other` last.
    pub const ALL: [Self; 6] = [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// The form's name in a file of words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// A place to fill, by its name: `{count}`.
    Hole(Located<String>),
}

/// One word or sentence in all its forms. There is always `other`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where its key stands.
    pub span: Span,
    /// Its forms.
    pub forms: BTreeMap<Plural, Vec<Piece>>,
}

impl Word {
    /// The names of all places to fill, in all forms.
    pub fn holes(&self) -> impl Iterator<Item = &Located<String>> {
        self.forms.values().flatten().filter_map(|piece| match piece {
            Piece::Hole(name) => Some(name),
            Piece::Text(_) => None,
        })
    }
}

impl Word {
    /// What its forms say in one piece, whatever is put in before or after it.
    fn told(&self) -> impl Iterator<Item = String> {
        self.forms.values().filter_map(|pieces| {
            let mut texts = pieces.iter().filter_map(|piece| match piece {
                Piece::Text(text) => Some(spoken(text)).filter(|text| !text.is_empty()),
                Piece::Hole(_) => None,
            });
            texts.next().filter(|_| texts.next().is_none()).map(str::to_owned)
        })
    }
}

/// A text without digits and signs at its ends.
fn spoken(text: &str) -> &str {
    text.trim_matches(|letter: char| !letter.is_alphabetic())
}

/// What one file `i18n/<language>.yaml` says.
#[derive(Clone, Debug)]
pub struct WordList {
    /// The file.
    pub path: SourcePath,
    /// The language, from its name.
    pub language: String,
    /// Its words by their keys.
    pub words: BTreeMap<String, Word>,
    /// The locale by whose rules dates are written, if it is not that of the language.
    pub dates: Option<String>,
    /// Words for the numbers from 0 on, for running text.
    pub numbers: Option<Vec<String>>,
    /// What is wrong with the file by itself.
    pub problems: Vec<Diagnostic>,
}

/// One of the languages that the words of a site come from.
#[derive(Clone, Debug)]
struct Tongue {
    /// BCP 47, as the file is named.
    name: String,
    rules: Rules,
    numbers: Vec<String>,
}

/// The words of a theme in the language of a site. What that language does not have is English.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The language of the site.
    language: String,
    tongues: Vec<Tongue>,
    /// Each word, and the place of its language.
    known: BTreeMap<String, (Word, usize)>,
    /// The places to fill that a word has in any of its languages.
    places: BTreeMap<String, BTreeSet<String>>,
    /// What is said in another language than the site's, without digits and signs at the ends.
    borrowed: BTreeSet<String>,
    dates: Dates,
}

impl Words {
    /// The words of several files, in the order in which they are looked at: what differs from language to language is
    /// in [`languages`]. The built-in English words come last.
    #[must_use]
    pub fn new(language: &str, lists: &[&WordList]) -> Self {
        let mut tongues: Vec<(&str, Tongue)> = Vec::new();
        let mut words = BTreeMap::new();
        let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for list in lists {
            let known = tongues.iter().position(|(name, _)| *name == list.language);
            let place = known.unwrap_or_else(|| {
                let rules = Rules::new(&list.language);
                let name = list.language.clone();
                tongues.push((&list.language, Tongue { name, rules, numbers: Vec::new() }));
                tongues.len() - 1
            });
            let tongue = &mut tongues[place].1;
            if let Some(numbers) = list.numbers.as_ref().filter(|_| tongue.numbers.is_empty()) {
                tongue.numbers.clone_from(numbers);
            }
            for (key, word) in &list.words {
                places.entry(key.clone()).or_default().extend(word.holes().map(|hole| hole.value.clone()));
                words.entry(key.clone()).or_insert_with(|| (word.clone(), place));
            }
        }
        // Dates are those of the words around them; a site may only be more exact about where it is.
        let first = tongues.first().map_or(ENGLISH, |(name, _)| *name);
        let own = lists.iter().find_map(|list| list.dates.as_deref().filter(|_| list.language == first));
        let exact = language != first && languages(language).contains(&first) && first == base(language);
        let dates = Dates::new(if exact { language } else { own.unwrap_or(first) });
        let tongues = tongues.into_iter().map(|(_, tongue)| tongue).collect();
        let mut made =
            Self { language: language.to_owned(), tongues, known: words, places, borrowed: BTreeSet::new(), dates };
        made.borrowed = made
            .known
            .iter()
            .filter(|(key, _)| made.tongue(key).is_some())
            .flat_map(|(_, (word, _))| word.told())
            .collect();
        made
    }

    /// A word by its key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Word> {
        self.known.get(key).map(|(word, _)| word)
    }

    /// The language of the site, BCP 47.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The language that a word is in, if it is another than the site's.
    #[must_use]
    pub fn tongue(&self, key: &str) -> Option<&str> {
        let (_, place) = self.known.get(key)?;
        let name = self.tongues[*place].name.as_str();
        (!base(name).eq_ignore_ascii_case(base(&self.language))).then_some(name)
    }

    /// Whether a text says nothing but a word that the site's own language lacks, and numbers: "School, 2026".
    #[must_use]
    pub fn is_borrowed(&self, text: &str) -> bool {
        self.borrowed.contains(spoken(text))
    }

    /// The places to fill that a word has in any language: a template may give something for each of them.
    pub fn places(&self, key: &str) -> impl Iterator<Item = &str> {
        self.places.get(key).into_iter().flatten().map(String::as_str)
    }

    /// The keys of all words.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// Whether a word with forms needs `one` for 1 and the same form for every other number.
    #[must_use]
    pub fn is_one_or_more(&self, key: &str) -> bool {
        self.known.get(key).is_none_or(|(word, place)| {
            let form = |plural| word.forms.get(&plural).or_else(|| word.forms.get(&Plural::Other));
            let more = form(Plural::Other);
            let needed = &self.tongues[*place].rules;
            needed.numbers().all(|(number, plural)| number == 1 || form(plural) == more)
        })
    }

    /// The form of the site's first language that a number needs.
    #[must_use]
    pub fn plural(&self, number: u64) -> Plural {
        self.tongues.first().map_or(Plural::Other, |tongue| tongue.rules.of(number))
    }

    /// A word without places to fill. A key that is in no file is shown as it is: tests keep that from happening.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.say(key, None, &[])
    }

    /// A word with its places filled. A number chooses the form, and fills `{count}` in digits and `{number}` as
    /// running text has it.
    #[must_use]
    pub fn say(&self, key: &str, count: Option<u64>, holes: &[(&str, &str)]) -> String {
        let Some((word, place)) = self.known.get(key) else { return key.to_owned() };
        let tongue = &self.tongues[*place];
        let plural = count.map_or(Plural::Other, |count| tongue.rules.of(count));
        let pieces = word.forms.get(&plural).or_else(|| word.forms.get(&Plural::Other));
        let mut told = String::new();
        for piece in pieces.into_iter().flatten() {
            let name = match piece {
                Piece::Text(text) => {
                    told.push_str(text);
                    continue;
                }
                Piece::Hole(name) => name.value.as_str(),
            };
            let filled = holes.iter().find(|(known, _)| *known == name).map(|(_, words)| *words);
            match (filled, name, count) {
                (Some(words), ..) => told.push_str(words),
                (None, "count", Some(count)) => told.push_str(&count.to_string()),
                (None, "number", Some(count)) => told.push_str(&tongue.number(count)),
                _ => {}
            }
        }
        told
    }

    /// [`Self::say`] as the beginning of a sentence.
    #[must_use]
    pub fn tell(&self, key: &str, count: Option<u64>, holes: &[(&str, &str)]) -> String {
        capitalised(&self.say(key, count, holes))
    }

    /// What stands before and after one place of a word, for templates that put something there.
    #[must_use]
    pub fn around(&self, key: &str, hole: &str) -> (String, String) {
        const MARK: &str = "\u{0}";
        let said = self.say(key, None, &[(hole, MARK)]);
        let (before, after) = said.split_once(MARK).unwrap_or((&said, ""));
        (before.to_owned(), after.to_owned())
    }

    /// A date to the precision it has: `2 March 2026`, `March 2026`, `2026`.
    #[must_use]
    pub fn date(&self, date: &Date) -> String {
        self.dates.say(date)
    }

    /// The season and the year, as a newspaper says it: "Spring 2026"; without a season the month, or the year alone.
    #[must_use]
    pub fn season(&self, date: &Date, zone: &TimeZone) -> String {
        const SEASONS: [&str; 4] = ["season_winter", "season_spring", "season_summer", "season_autumn"];
        match date.season(zone) {
            Some(season) => self.tell(SEASONS[season % 4], None, &[("year", &date.year.to_string())]),
            None => self.date(&Date { day: None, ..*date }),
        }
    }
}

impl Tongue {
    /// A number as running text has it: small ones in words, if the language says how.
    fn number(&self, number: u64) -> String {
        let word = usize::try_from(number).ok().and_then(|place| self.numbers.get(place));
        word.map_or_else(|| number.to_string(), Clone::clone)
    }
}

/// Where the words of a site are looked for: `pt-BR`, then `pt`, then English.
#[must_use]
pub fn languages(language: &str) -> Vec<&str> {
    let mut all = vec![language];
    for other in [base(language), ENGLISH] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// A language without its region and script.
fn base(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// Takes a text apart at its places to fill. `span` gives the place of something in the text by its bytes.
///
/// # Errors
/// The bytes of a brace that begins or ends nothing.
pub fn pieces(text: &str, span: impl Fn(usize, usize) -> Span) -> Result<Vec<Piece>, (usize, usize)> {
    let mut pieces = Vec::new();
    let mut done = 0;
    while let Some(start) = text[done..].find(['{', '}']).map(|place| done + place) {
        let name = text[start..].strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        let is_name = |name: &&str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        let Some(name) = name.filter(is_name) else { return Err((start, start + 1)) };
        if start > done {
            pieces.push(Piece::Text(text[done..start].to_owned()));
        }
        done = start + name.len() + 2;
        pieces.push(Piece::Hole(Located { value: name.to_owned(), span: span(start, done) }));
    }
    if done < text.len() {
        pieces.push(Piece::Text(text[done..].to_owned()));
    }
    Ok(pieces)
}
