//! Persons by id: who an entry names, and under which name they may be shown.

use super::names::{Names, folded};
use super::person_pages::{Pages, default_level};
use super::publish::Place;
use super::spoken::{Signs, Spelled, Spoken};
use crate::diag::codes::{people as several, ripples as codes};
use crate::diag::{Diagnostic, Located, Severity, Span};
use crate::model::{Config, Entry, EntryId, EntryKind, NameLevel, People, Person, Profile, text};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// A shorter word looks like too many ids, in bytes.
const SHORTEST_ID: usize = 3;

/// All person entries, published or not, by folded id: only ids are identity.
pub(super) struct Persons<'a> {
    by_id: HashMap<Cow<'a, str>, Vec<(u32, &'a Entry)>>,
    /// By the slug of the id and of every name, in path order. Never identity: only to keep names from being shown.
    by_name: OnceCell<HashMap<String, Vec<(u32, &'a Entry)>>>,
    /// Ids and names, to find them among other words: the words are then somebody's all the same.
    signs: OnceCell<Signs<'a>>,
    ids: OnceCell<Vec<&'a str>>,
    /// Whom words name that are no id. Many stories say the same of somebody: "a teacher".
    spelled: RefCell<HashMap<String, Rc<Spelled<'a>>>>,
}

impl<'a> Persons<'a> {
    pub(super) fn new(all: &[&'a Arc<Entry>]) -> Self {
        let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
        for (place, entry) in (0..).zip(all) {
            if entry.kind == EntryKind::Person {
                by_id.entry(folded(entry.id.value.trim())).or_default().push((place, &***entry));
            }
        }
        let (by_name, signs, ids) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { by_id, by_name, signs, ids, spelled: RefCell::default() }
    }

    /// Every person entry that an entry names, with the place where it does.
    pub(super) fn named_in<'b>(&'b self, entry: &'b Entry) -> Vec<(&'b Span, &'b Entry)>
    where
        'a: 'b,
    {
        if self.by_id.is_empty() {
            return Vec::new();
        }
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        mentions.flat_map(|name| self.of(&name.value).iter().map(move |(_, person)| (&name.span, *person))).collect()
    }

    /// Where an entry names somebody by the id.
    pub(super) fn ids_in<'b>(&'b self, entry: &'b Entry) -> impl Iterator<Item = &'b Span> {
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        mentions.filter(|name| !self.of(&name.value).is_empty()).map(|name| &name.span)
    }

    fn of(&self, name: &str) -> &[(u32, &'a Entry)] {
        if self.by_id.is_empty() {
            return &[];
        }
        self.by_id.get(&*folded(name.trim())).map_or(&[], Vec::as_slice)
    }

    /// Everyone whom an entry names in words instead of by id, with the words.
    pub(super) fn spoken_in<'b>(&'b self, entry: &'b Entry) -> Vec<(&'b Span, &'b Entry)> {
        if self.by_id.is_empty() {
            return Vec::new();
        }
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        let words = mentions.filter(|name| self.of(&name.value).is_empty());
        let of = |name: &'b Located<String>| {
            let spelled = self.read(&name.value);
            spelled.persons.iter().map(|spoken| (&name.span, spoken.person)).collect::<Vec<_>>()
        };
        words.flat_map(of).collect()
    }

    /// Everyone whom an entry names, by id or in words, with the place where it does.
    pub(super) fn meant_in<'b>(&'b self, entry: &'b Entry) -> Vec<(&'b Span, &'b Entry)> {
        let mut meant = self.named_in(entry);
        meant.extend(self.spoken_in(entry));
        meant
    }

    /// Whom words that are no id name.
    fn read(&self, words: &str) -> Rc<Spelled<'a>> {
        if self.by_id.is_empty() {
            return Rc::default();
        }
        if let Some(known) = self.spelled.borrow().get(words) {
            return Rc::clone(known);
        }
        let spelled = Rc::new(self.read_anew(words));
        self.spelled.borrow_mut().insert(words.to_owned(), Rc::clone(&spelled));
        spelled
    }

    fn read_anew(&self, words: &str) -> Spelled<'a> {
        let mut spelled = self.signs.get_or_init(|| Signs::new(self.in_order().into_iter())).read(words);
        if is_path(words.trim()) {
            spelled.list.clear();
        }
        let slug = text::slug(words);
        for (place, person) in self.called(words).iter().filter(|(_, person)| !is_role(person, &slug)) {
            if !spelled.persons.iter().any(|known| known.place == *place) {
                let (place, name) = (*place, person.id.value.as_str());
                let own = names_of(person).map(|(_, name)| name).find(|name| text::slug(name) == slug);
                spelled.persons.push(Spoken { place, person, name: own.unwrap_or(name), says_nothing: false });
            }
        }
        spelled
    }

    /// Everyone whose id, title or name at any level these words are, whatever marks and spaces they have.
    fn called(&self, words: &str) -> &[(u32, &'a Entry)] {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
            for (place, person) in self.in_order() {
                let own = [person.id.value.as_str(), person.card.title.as_str()];
                for name in own.into_iter().chain(names_of(person).map(|(_, name)| name)) {
                    by_name.entry(text::slug(name)).or_default().push((place, person));
                }
            }
            by_name
        });
        by_name.get(&text::slug(words)).map_or(&[], Vec::as_slice)
    }

    /// The ids that are long enough to be told from a word, in path order.
    fn ids(&self) -> &[&'a str] {
        self.ids.get_or_init(|| {
            let ids = self.in_order().into_iter().map(|(_, person)| person.id.value.as_str());
            ids.filter(|id| id.len() >= SHORTEST_ID).collect()
        })
    }

    fn in_order(&self) -> Vec<(u32, &'a Entry)> {
        let mut persons: Vec<_> = self.by_id.values().flatten().copied().collect();
        persons.sort_unstable_by_key(|(place, _)| *place);
        persons
    }
}

/// What is needed to decide under which name somebody may be shown.
struct Shown<'a, 'p, 'n> {
    persons: &'a Persons<'p>,
    table: &'a Names<'n>,
    pages: &'a Pages,
    /// The level of a consent that names none.
    default: NameLevel,
    profile: Profile,
}

/// Everyone named in each published entry, as they may be shown.
pub(super) fn people(
    entries: &[Arc<Entry>],
    persons: &Persons,
    table: &Names,
    pages: &Pages,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<People> {
    let default = default_level(config);
    let rules = Shown { persons, table, pages, default, profile: config.profile };
    entries
        .iter()
        .map(|entry| {
            let level = rules.level(entry).unwrap_or(default);
            let mut show = |name: &Located<String>, field: &Field| rules.name(name, field, level, diagnostics);
            let mentions = entry.refs.people.iter().filter_map(|mention| {
                let field = if mention.must_exist { Field::People(&mention.role) } else { Field::Own(&mention.role) };
                let (name, page) = show(&mention.name, &field)?;
                Some(Person { name, role: mention.role.clone(), page })
            });
            let named = mentions.collect();
            let (authors, told_by) =
                entry.refs.authors.iter().filter_map(|author| show(author, &Field::Own("author"))).unzip();
            People { named, authors, told_by }
        })
        .collect()
}

impl Shown<'_, '_, '_> {
    /// How much of a name the consent of an entry allows. `None` if it has none.
    fn level(&self, entry: &Entry) -> Option<NameLevel> {
        entry.gate.consent.as_ref().map(|consent| consent.value.name.unwrap_or(self.default))
    }

    /// The strictest of what an entry and a person allow.
    fn strictest(&self, level: NameLevel, person: &Entry) -> NameLevel {
        self.level(person).map_or(level, |own| own.max(level))
    }

    fn published(&self, place: u32) -> Option<EntryId> {
        match self.table.gated.places[place as usize] {
            Place::Published(id) => Some(id),
            Place::Withheld(_) => None,
        }
    }

    fn is_published(&self, place: u32) -> bool {
        self.published(place).is_some()
    }

    /// What is shown for a name in front matter, and whose page that may lead to; `None` if nothing is.
    fn name(
        &self,
        name: &Located<String>,
        field: &Field,
        level: NameLevel,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(String, Option<EntryId>)> {
        let found = self.persons.of(&name.value);
        let Some((first, _)) = found.first() else {
            let spelled = self.persons.read(&name.value);
            if !spelled.list.is_empty() {
                let lines = field.lines(&spelled.list);
                diagnostics.push(several::people_on_one_line(&name.span, self.limit(), &name.value, &lines));
            }
            if let Field::Own(_) = field {
                return self.words(name, &spelled, level, diagnostics).map(|words| (words, None));
            }
            if !spelled.list.is_empty() {
                return None;
            }
            diagnostics.push(codes::unknown_person(&name.span, &name.value, self.nearest(&name.value)));
            return None;
        };
        let shown = found.iter().find_map(|(place, person)| Some((self.published(*place)?, person)));
        let Some((id, person)) = shown else {
            diagnostics.extend(self.table.leads_to_withheld(&name.span, &name.value, *first));
            return None;
        };
        let level = self.strictest(level, person);
        let allowed = names_of(person).filter(|(own, _)| *own >= level).map(|(_, name)| name).next();
        if allowed.is_none() {
            let (own, file) = (&person.id.value, Span::file(&person.path));
            diagnostics.push(codes::no_name_at_level(&name.span, own, level_word(level), &file));
        }
        allowed.map(|name| (name.to_owned(), self.pages.fits(id, level).then_some(id)))
    }

    /// How much it matters that people stand where their consent may not have been meant to count.
    fn limit(&self) -> Severity {
        if self.profile == Profile::Open { Severity::Warning } else { Severity::Error }
    }

    /// Words stay words, unless they would show a name that may not be shown, or were meant as an id.
    fn words(
        &self,
        name: &Located<String>,
        spelled: &Spelled,
        level: NameLevel,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let (span, words) = (&name.span, &name.value);
        if is_path(words.trim()) {
            diagnostics.push(codes::person_by_path(span, words, self.nearest(words)));
            return None;
        }
        // No name of somebody who is held back may stand here.
        if let Some(held) = spelled.persons.iter().find(|spoken| !self.is_published(spoken.place)) {
            if !self.table.gated.is_unclear(held.place) {
                let reason = self.table.reason(held.place);
                diagnostics.push(codes::withheld_person_shown(span, words, &held.person.id.value, reason));
            }
            return None;
        }
        for spoken in spelled.persons.iter().filter(|spoken| !spoken.says_nothing) {
            let (level, slug) = (self.strictest(level, spoken.person), text::slug(spoken.name));
            if !names_of(spoken.person).any(|(own, name)| own >= level && text::slug(name) == slug) {
                diagnostics.push(codes::person_name_shown(span, words, &spoken.person.id.value));
                return None;
            }
        }
        if let Some(first) = spelled.persons.first().filter(|_| spelled.list.is_empty()) {
            diagnostics.push(codes::person_in_words(span, words, &first.person.id.value));
        } else if spelled.persons.is_empty()
            && self.persons.called(words).is_empty()
            && let Some(meant) = self.misspelt(words)
        {
            let severity = if self.restricts(meant) { self.limit() } else { Severity::Warning };
            let is_down = self.persons.of(meant).iter().any(|(place, _)| self.table.is_taken_down(*place));
            diagnostics.push(codes::misspelt_person(span, severity, words, meant).of_a_take_down(is_down));
        }
        Some(words.clone())
    }

    /// Whether somebody with an id has not said yes to everything.
    fn restricts(&self, id: &str) -> bool {
        self.persons.of(id).iter().any(|(place, person)| {
            let limits = person.gate.consent.as_ref().is_some_and(|consent| consent.value.scope.is_some());
            limits || !self.is_published(*place) || person.gate.minor || self.level(person) > Some(NameLevel::Full)
        })
    }

    /// The id that one word which looks like an id most likely meant: the consent of whoever it is would count here.
    fn misspelt(&self, word: &str) -> Option<&str> {
        let is_id = text::is_slug(word) && word.len() >= SHORTEST_ID;
        if is_id { self.table.slip(word, self.persons.ids().iter().copied()) } else { None }
    }

    fn nearest(&self, name: &str) -> Option<&str> {
        self.table.nearest(name.trim(), self.table.ids_of(EntryKind::Person))
    }
}

/// The field in which somebody is named.
enum Field<'a> {
    /// `mentor`, `mentee` or `author`.
    Own(&'a str),
    /// `people`, with the role.
    People(&'a str),
}

impl Field<'_> {
    /// Several people as the field should have them, to be pasted.
    fn lines(&self, people: &[String]) -> String {
        let (field, items): (&str, Vec<String>) = match self {
            Self::Own(field) => (field, people.iter().map(|person| format!("\n  - {}", quoted(person))).collect()),
            Self::People(role) => {
                let item = |person: &String| format!("\n  - {{person: {}, role: {}}}", quoted(person), quoted(role));
                ("people", people.iter().map(item).collect())
            }
        };
        format!("{field}:{}", items.concat())
    }
}

/// Words as a text in YAML.
fn quoted(words: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '\'' | '’' | '.');
    let plain = words.starts_with(char::is_alphanumeric) && words.chars().all(is_plain);
    if plain { words.to_owned() } else { format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// Whether words, as a slug, are only what a person was in a story: "a pupil" may be anybody.
fn is_role(person: &Entry, slug: &str) -> bool {
    let same = || names_of(person).filter(|(_, name)| text::slug(name) == slug);
    person.id.value != slug && same().next().is_some() && same().all(|(level, _)| level == NameLevel::Role)
}

/// The names of a person that are not empty, from most to least.
pub(super) fn names_of(person: &Entry) -> impl Iterator<Item = (NameLevel, &str)> {
    let names = person.names.iter().flat_map(|names| &names.by_level);
    names.map(|(level, name)| (*level, name.as_str())).filter(|(_, name)| !name.trim().is_empty())
}

/// Whether words are a file, an address or a name with its kind, and not words to be shown. `his/her mentor` is none.
fn is_path(words: &str) -> bool {
    if !words.contains(['/', '.', '@', ':']) {
        return false;
    }
    let words = folded(words);
    let is_file = std::path::Path::new(&*words).extension().is_some_and(|extension| extension == "md");
    is_file
        || words.starts_with(['@', '/'])
        || ["./", "../", "person:"].iter().any(|start| words.starts_with(start))
        || words.contains("people/")
}

/// A level as it is written.
pub(super) fn level_word(level: NameLevel) -> &'static str {
    match level {
        NameLevel::Full => "full",
        NameLevel::First => "first",
        NameLevel::Initial => "initial",
        NameLevel::Pseudonym => "pseudonym",
        NameLevel::Role => "role",
    }
}

/// Whether an entry is a person, who has no page unless their file asks for one.
pub(super) fn is_person(entry: &Entry) -> bool {
    entry.kind == EntryKind::Person
}
