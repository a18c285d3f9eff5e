//! Persons by id: who an entry names, and under which name they may be shown.

use super::name_words::NameWords;
use super::names::{Names, folded};
use super::person_pages::{Pages, default_level};
use super::publish::Place;
use crate::diag::codes::ripples as codes;
use crate::diag::{Diagnostic, Located, Span};
use crate::model::{Config, Entry, EntryId, EntryKind, NameLevel, People, Person, text};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

/// A shorter word looks like too many ids, in bytes.
const SHORTEST_ID: usize = 3;

/// All person entries, published or not, by folded id: only ids are identity.
pub(super) struct Persons<'a> {
    by_id: HashMap<Cow<'a, str>, Vec<(u32, &'a Entry)>>,
    /// By the slug of the id and of every name, in path order. Never identity: only to keep names from being shown.
    by_name: OnceCell<HashMap<String, Vec<(u32, &'a Entry)>>>,
    /// The full names and titles, to find them among other words: the words are then somebody's all the same.
    full: OnceCell<NameWords<Full<'a>>>,
    ids: OnceCell<Vec<&'a str>>,
}

/// A full name or a title, and the person (with the place among all entries) whom it names.
struct Full<'a> {
    place: u32,
    person: &'a Entry,
    name: &'a str,
}

impl<'a> Persons<'a> {
    pub(super) fn new(all: &[&'a Arc<Entry>]) -> Self {
        let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
        for (place, entry) in (0..).zip(all) {
            if entry.kind == EntryKind::Person {
                by_id.entry(folded(entry.id.value.trim())).or_default().push((place, &***entry));
            }
        }
        Self { by_id, by_name: OnceCell::new(), full: OnceCell::new(), ids: OnceCell::new() }
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

    fn of(&self, name: &str) -> &[(u32, &'a Entry)] {
        if self.by_id.is_empty() {
            return &[];
        }
        self.by_id.get(&*folded(name.trim())).map_or(&[], Vec::as_slice)
    }

    /// Those of the persons who count that an entry names in words instead of by id, with the words.
    pub(super) fn spoken_in<'b>(
        &'b self,
        entry: &'b Entry,
        counts: impl Fn(&Entry) -> bool,
    ) -> Vec<(&'b Span, &'b Entry)> {
        let mut spoken = Vec::new();
        let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
        for name in mentions.filter(|name| self.of(&name.value).is_empty()) {
            let slug = text::slug(&name.value);
            let called = self.called(&name.value).iter().map(|(_, person)| *person);
            let called = called.filter(|person| !is_role(person, &slug));
            let all = called.chain(self.within(&name.value).map(|full| full.person));
            spoken.extend(all.filter(|person| counts(person)).map(|person| (&name.span, person)));
        }
        spoken
    }

    /// Whether there is a person who counts.
    pub(super) fn any(&self, counts: impl Fn(&Entry) -> bool) -> bool {
        self.by_id.values().flatten().any(|(_, person)| counts(person))
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

    /// The full names and titles that stand among these words.
    fn within(&self, words: &str) -> impl Iterator<Item = &Full<'a>> {
        let full = self.full.get_or_init(|| {
            let mut full = NameWords::new();
            for (place, person) in self.in_order() {
                let names = names_of(person).filter(|(level, _)| *level == NameLevel::Full).map(|(_, name)| name);
                for name in names.chain([person.card.title.as_str()]) {
                    full.add(name, Full { place, person, name });
                }
            }
            full
        });
        full.found_in(words)
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
    let rules = Shown { persons, table, pages, default };
    entries
        .iter()
        .map(|entry| {
            let level = rules.level(entry).unwrap_or(default);
            let mut show = |name: &Located<String>, must_exist: bool| rules.name(name, must_exist, level, diagnostics);
            let mentions = entry.refs.people.iter().filter_map(|mention| {
                let (name, page) = show(&mention.name, mention.must_exist)?;
                Some(Person { name, role: mention.role.clone(), page })
            });
            let named = mentions.collect();
            let (authors, told_by) = entry.refs.authors.iter().filter_map(|author| show(author, false)).unzip();
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
        must_exist: bool,
        level: NameLevel,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(String, Option<EntryId>)> {
        let found = self.persons.of(&name.value);
        let Some((first, _)) = found.first() else {
            if !must_exist {
                return self.words(name, level, diagnostics).map(|words| (words, None));
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

    /// Words stay words, unless they would show a name that may not be shown, or were meant as an id.
    fn words(&self, name: &Located<String>, level: NameLevel, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let (span, words) = (&name.span, &name.value);
        if is_path(words.trim()) {
            diagnostics.push(codes::person_by_path(span, words, self.nearest(words)));
            return None;
        }
        if self.persons.by_id.is_empty() {
            return Some(words.clone());
        }
        let called = self.persons.called(words);
        let slug = text::slug(words);
        // "A pupil" may be anybody; every other name of somebody who is held back may not stand here.
        let held = called.iter().find(|(place, person)| !self.is_published(*place) && !is_role(person, &slug)).copied();
        // Nor may their full name among other words.
        let within: Vec<&Full> = self.persons.within(words).collect();
        let held_within = within.iter().find(|full| !self.is_published(full.place));
        let held = held.or(held_within.map(|full| (full.place, full.person)));
        if let Some((place, person)) = held {
            let reason = self.table.reason(place);
            if !self.table.gated.is_unclear(place) {
                diagnostics.push(codes::withheld_person_shown(span, words, &person.id.value, reason));
            }
            return None;
        }
        // Under which level of a name the words may stand, if they may.
        let allowed = |person: &Entry, slug: &str| {
            let level = self.strictest(level, person);
            names_of(person).find(|(own, name)| *own >= level && text::slug(name) == slug).map(|(level, _)| level)
        };
        let exact = called.iter().map(|(_, person)| (*person, allowed(person, &slug)));
        let within = within.iter().map(|full| (full.person, allowed(full.person, &text::slug(full.name))));
        let mut named = None;
        for (person, level) in exact.chain(within) {
            let Some(level) = level else {
                diagnostics.push(codes::person_name_shown(span, words, &person.id.value));
                return None;
            };
            // "A pupil" may be anybody.
            named = named.or(Some(person).filter(|_| level < NameLevel::Role));
        }
        if let Some(person) = named {
            diagnostics.push(codes::person_in_words(span, words, &person.id.value));
        } else if called.is_empty()
            && let Some(id) = self.misspelt(words)
        {
            diagnostics.push(codes::misspelt_person(span, words, id));
        }
        Some(words.clone())
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

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, consent, link, person, story};
    use super::*;
    use crate::model::{Consent, ConsentStatus, Profile};
    use NameLevel::{First, Full, Initial, Pseudonym, Role};

    fn level(name: NameLevel) -> Consent {
        Consent { name: Some(name), ..consent(ConsentStatus::Granted) }
    }

    fn names(made: Make, maria: Make, profile: Profile) -> (Vec<String>, Vec<String>) {
        let linked = link(vec![made, maria], profile);
        let people = &linked.site.people[at(&linked, "a")];
        let shown = people.named.iter().map(|person| person.name.clone()).chain(people.authors.clone()).collect();
        (shown, codes(&linked).into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn no_name_is_less_strict_than_allowed() {
        let all = [(Full, "Maria Lopez"), (First, "Maria"), (Initial, "M."), (Pseudonym, "Luz"), (Role, "a pupil")];
        let levels = [Full, First, Initial, Pseudonym, Role];
        for own in levels {
            for of_story in levels {
                for profile in [Profile::School, Profile::Organisation] {
                    let story = story("a").consent(level(of_story)).mention("maria", false).author("maria");
                    let maria = person("maria", &all).consent(level(own));
                    let wanted = all[own.max(of_story) as usize].1;
                    assert_eq!(names(story, maria, profile), (vec![wanted.to_owned(); 2], vec![]));
                }
            }
        }
    }

    #[test]
    fn the_default_counts_where_a_level_is_left_out() {
        let all = [(Full, "Maria Lopez"), (First, "Maria")];
        let none = || consent(ConsentStatus::Granted);
        for (of_story, own, school) in [
            (level(Full), Some(level(Full)), "Maria Lopez"),
            (level(Full), None, "Maria Lopez"),
            (level(Full), Some(none()), "Maria"),
            (none(), Some(level(Full)), "Maria"),
            (none(), None, "Maria"),
        ] {
            for (profile, wanted) in [(Profile::School, school), (Profile::Organisation, "Maria Lopez")] {
                let story = story("a").consent(of_story.clone()).author("maria");
                let maria = person("maria", &all);
                let maria = if let Some(own) = own.clone() { maria.consent(own) } else { maria };
                assert_eq!(names(story, maria, profile), (vec![wanted.to_owned()], vec![]), "{of_story:?} {own:?}");
            }
        }
    }

    #[test]
    fn words_show_no_name_that_may_not_be_shown() {
        let all = [(Full, "Maria Lopez"), (First, "Maria-Luz"), (Role, "a pupil")];
        let paths =
            ["content/people/maria.md", "../people/maria.md", "maria.MD", "person:maria", "@maria", "people/maria"];
        for words in paths {
            for maria in [person("maria", &all), person("maria", &all).draft()] {
                let shown = names(story("a").mention(words, false), maria, Profile::Open);
                assert_eq!(shown, (vec![], vec!["person-by-path".to_owned()]), "{words}");
            }
        }
        for (words, refused, limited) in [
            ("Maria Lopez", "withheld-name-shown", "person-name-shown"),
            ("maria\u{2013}lopez!", "withheld-name-shown", "person-name-shown"),
            ("maria.", "withheld-name-shown", "person-name-shown"),
            ("maria luz", "withheld-name-shown", "person-in-words"),
            ("A pupil", "", ""),
            ("his/her mentor", "", ""),
            ("teacher/coach", "", ""),
        ] {
            let check = |maria: Make, code: &str| {
                let story = story("a").mention(words, false).author(words);
                let (shown, mut codes) = names(story, maria, Profile::Open);
                codes.retain(|code| code != "withheld"); // Maria's own file
                assert_eq!(codes, if code.is_empty() { vec![] } else { vec![code; 2] }, "{words}");
                assert_eq!(shown.is_empty(), code.ends_with("shown"), "{words}");
            };
            check(person("maria", &all).consent(consent(ConsentStatus::Pending)), refused);
            check(person("maria", &all).draft(), refused);
            let no = person("maria", &all).consent(consent(ConsentStatus::Refused));
            let linked = link(vec![story("a").mention(words, false), no], Profile::Open);
            assert_eq!(linked.site.entries.len(), usize::from(refused.is_empty()), "whoever said no is shown nowhere");
            assert!(codes(&linked).iter().all(|code| *code == "withheld"), "{words}: nothing waits for that");
            check(person("maria", &all).consent(level(First)), limited);
        }
    }

    #[test]
    fn a_full_name_among_other_words_is_that_name() {
        let all = [(Full, "Maria Lopez"), (First, "Maria"), (Role, "a pupil")];
        let check = |words: &str, maria: Make| {
            let (shown, mut codes) = names(story("a").mention(words, false).author(words), maria, Profile::Open);
            codes.retain(|code| code != "withheld"); // Maria's own file
            assert_eq!(shown.is_empty(), codes.first().is_some_and(|code| code.ends_with("shown")), "{words}");
            codes.dedup();
            codes.join(" ")
        };
        for words in ["Maria Lopez, a pupil", "the aunt of MARIA LOPEZ", "Maria-Lopez’s aunt"] {
            let pending = person("maria", &all).consent(consent(ConsentStatus::Pending));
            assert_eq!(check(words, pending), "withheld-name-shown");
            for status in [ConsentStatus::Refused, ConsentStatus::Withdrawn] {
                let gone = person("maria", &all).consent(consent(status));
                let linked = link(vec![story("a").author(words), gone], Profile::Open);
                assert_eq!((linked.site.entries.len(), codes(&linked)), (0, vec!["withheld"; 2]), "{words}");
            }
            assert_eq!(check(words, person("maria", &all).draft()), "withheld-name-shown");
            assert_eq!(check(words, person("maria", &all).consent(level(First))), "person-name-shown");
            assert_eq!(check(words, person("maria", &all).consent(level(Full))), "person-in-words");
            let titled = || person("m", &[(Role, "a pupil")]).title("Maria Lopez");
            assert_eq!(check(words, titled().draft()), "withheld-name-shown");
        }
        for words in ["Mariana Lopez, a pupil", "a pupil of Maria Montessori", "a pupil and her friend"] {
            assert_eq!(check(words, person("maria", &all).draft()), "", "{words}");
        }
        let same = person("maria", &[(Full, "Maria"), (First, "Maria")]).consent(level(First));
        assert_eq!(check("Maria, a pupil", same), "person-in-words", "her first name may be shown");
    }

    #[test]
    fn a_missing_name_falls_to_the_next_stricter_one() {
        let made = || story("a").mention("maria", true);
        let shown =
            |all: &[(NameLevel, &str)]| names(made(), person("maria", all).consent(level(First)), Profile::Open);
        assert_eq!(shown(&[(Full, "Maria Lopez"), (Role, "a pupil")]).0, ["a pupil"]);
        assert_eq!(shown(&[(Full, "Maria Lopez"), (Initial, " ")]), (vec![], vec!["no-name-at-level".to_owned()]));
    }

    #[test]
    fn words_stay_words_and_ids_must_exist() {
        let made = story("a").mention("a local leader", false).mention("marie", true).mention("Maria", false);
        let (shown, codes) = names(made, person("maria", &[(Full, "Maria L.")]), Profile::Open);
        assert_eq!(shown, ["a local leader", "Maria L."]);
        assert_eq!(codes, ["unknown-person"]);
    }

    #[test]
    fn a_word_that_is_nearly_an_id_asks_whether_it_was_meant() {
        let told = |word: &str, id: &str| {
            let (shown, codes) = names(story("a").mention(word, false), person(id, &[(Full, "T. H.")]), Profile::Open);
            assert_eq!(shown, [word]);
            codes == ["misspelt-person"]
        };
        for (word, id) in
            [("tmo", "tom"), ("marai-lopez", "maria-lopez"), ("tomm", "tom"), ("marialopez", "maria-lopez")]
        {
            assert!(told(word, id), "{word}");
        }
        for (word, id) in
            [("coach", "tom"), ("Tmo", "tom"), ("a tmo", "tom"), ("to", "tom"), ("mary-poppins", "maria-lopez")]
        {
            assert!(!told(word, id), "{word}");
        }
        let held = person("tom", &[(Full, "T. H.")]).consent(consent(ConsentStatus::Withdrawn));
        let (_, codes) = names(story("a").author("tmo"), held, Profile::Open);
        assert_eq!(codes, ["misspelt-person", "withheld"], "the consent of whoever is meant would count");
    }

    #[test]
    fn a_person_who_is_a_draft_vanishes() {
        let (shown, codes) =
            names(story("a").mention("maria", false), person("maria", &[(Full, "M")]).draft(), Profile::Open);
        assert_eq!((shown, codes), (vec![], vec!["link-to-withheld".to_owned()]));
    }
}
