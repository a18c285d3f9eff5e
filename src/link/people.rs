//! Persons by id: who an entry names, and under which name they may be shown.

use super::names::{Names, folded};
use super::person_pages::{Pages, default_level};
use super::publish::Place;
use super::spoken::{Signs, Spelled, Spoken};
use crate::diag::codes::{people as several, ripples as codes};
use crate::diag::{Diagnostic, Located, Severity, Span};
use crate::model::{Config, Entry, EntryId, EntryKind, NameLevel, People, Person, Profile, text};
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
    /// Ids and names, to find them among other words: the words are then somebody's all the same.
    signs: OnceCell<Signs<'a>>,
    ids: OnceCell<Vec<&'a str>>,
}

impl<'a> Persons<'a> {
    pub(super) fn new(all: &[&'a Arc<Entry>]) -> Self {
        let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
        for (place, entry) in (0..).zip(all) {
            if entry.kind == EntryKind::Person {
                by_id.entry(folded(entry.id.value.trim())).or_default().push((place, &***entry));
            }
        }
        Self { by_id, by_name: OnceCell::new(), signs: OnceCell::new(), ids: OnceCell::new() }
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
            self.read(&name.value).persons.into_iter().map(|spoken| (&name.span, spoken.person))
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
    fn read(&self, words: &str) -> Spelled<'a> {
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
            diagnostics.push(codes::misspelt_person(span, severity, words, meant));
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
        let held = People::default();
        let is_held = linked.withheld.iter().any(|held| held.id == "a");
        let people = if is_held { &held } else { &linked.site.people[at(&linked, "a")] };
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
            check(person("maria", &all).draft(), refused);
            for status in [ConsentStatus::Refused, ConsentStatus::Pending] {
                let no = person("maria", &all).consent(consent(status));
                let linked = link(vec![story("a").mention(words, false), no], Profile::Open);
                let shown = usize::from(refused.is_empty());
                assert_eq!(linked.site.entries.len(), shown, "{words}: nobody who did not say yes");
                assert!(codes(&linked).iter().all(|code| *code == "withheld"), "{words}: nothing waits for that");
            }
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
            for status in [ConsentStatus::Refused, ConsentStatus::Withdrawn, ConsentStatus::Pending] {
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
    fn people_on_one_line_count_and_are_reported() {
        let maria = || person("maria", &[(First, "Maria")]);
        let tom = |status| person("tom", &[(First, "Tom")]).consent(consent(status));
        for words in
            ["maria, tom", "maria and tom", "tom & maria", "maria; tom", "maria/tom", "tom maria", "Tom, Maria"]
        {
            for (profile, severity) in [(Profile::Open, Severity::Warning), (Profile::Organisation, Severity::Error)] {
                let made = || story("a").consent(level(First)).mention(words, false);
                for status in [ConsentStatus::Withdrawn, ConsentStatus::Pending] {
                    let linked = link(vec![made(), maria(), tom(status)], profile);
                    let stories = linked.site.entries.iter().filter(|entry| entry.kind == EntryKind::Story);
                    assert_eq!((stories.count(), codes(&linked)), (0, vec!["withheld"; 2]), "{words}");
                }
                let linked = link(vec![made(), maria(), tom(ConsentStatus::Granted)], profile);
                assert_eq!(codes(&linked), ["people-on-one-line"], "{words}");
                assert_eq!(linked.diagnostics[0].severity, severity);
                let help = linked.diagnostics[0].help.clone().unwrap_or_default();
                assert!(help.contains("\n  - tom") && help.contains("\n  - maria"), "{words}: {help}");
            }
        }
        let linked = link(vec![story("a").mention("maria, tom", true), maria()], Profile::Open);
        assert_eq!(codes(&linked), ["people-on-one-line"], "the long form too");
    }

    #[test]
    fn a_near_miss_is_an_error_where_consent_says_less() {
        for (status, name, profile, severity) in [
            (ConsentStatus::Granted, Full, Profile::School, Severity::Warning),
            (ConsentStatus::Granted, First, Profile::School, Severity::Error),
            (ConsentStatus::Pending, Full, Profile::Organisation, Severity::Error),
            (ConsentStatus::Withdrawn, Full, Profile::Open, Severity::Warning),
        ] {
            let nadia = person("nadia", &[(Full, "N. O.")]).consent(Consent { name: Some(name), ..consent(status) });
            let linked = link(vec![story("a").consent(level(Full)).mention("nadai", false), nadia], profile);
            let told = linked.diagnostics.iter().find(|problem| problem.code == "misspelt-person");
            assert_eq!(told.map(|problem| problem.severity), Some(severity), "{status:?} {name:?} {profile:?}");
        }
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
