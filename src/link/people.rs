//! Persons by id: who an entry names, and under which name they may be shown.

use super::names::{Names, folded};
use super::publish::Place;
use crate::diag::codes::ripples as codes;
use crate::diag::{Diagnostic, Located, Span};
use crate::model::{Config, Entry, EntryKind, NameLevel, People, Person, Profile};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// All person entries, published or not, by folded id: only ids are identity.
pub(super) struct Persons<'a> {
    by_id: HashMap<Cow<'a, str>, Vec<(u32, &'a Entry)>>,
}

impl<'a> Persons<'a> {
    pub(super) fn new(all: &[&'a Arc<Entry>]) -> Self {
        let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
        for (place, entry) in (0..).zip(all) {
            if entry.kind == EntryKind::Person {
                by_id.entry(folded(entry.id.value.trim())).or_default().push((place, &***entry));
            }
        }
        Self { by_id }
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
}

/// What a name in front matter turned out to be.
enum Named {
    Shown(String),
    Vanished,
}

/// Everyone named in each published entry, as they may be shown.
pub(super) fn people(
    entries: &[Arc<Entry>],
    persons: &Persons,
    table: &Names,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<People> {
    let default = if config.profile == Profile::School { NameLevel::First } else { NameLevel::Full };
    let mut show = |entry: &Entry, name: &Located<String>, must_exist: bool| {
        let level = entry.gate.consent.as_ref().and_then(|consent| consent.value.name).unwrap_or(default).max(default);
        match shown(name, must_exist, level, persons, table, diagnostics) {
            Named::Shown(name) => Some(name),
            Named::Vanished => None,
        }
    };
    entries
        .iter()
        .map(|entry| {
            let mentions = entry.refs.people.iter().filter_map(|mention| {
                let name = show(entry, &mention.name, mention.must_exist)?;
                Some(Person { name, role: mention.role.clone() })
            });
            let named = mentions.collect();
            let authors = entry.refs.authors.iter().filter_map(|author| show(entry, author, false)).collect();
            People { named, authors }
        })
        .collect()
}

fn shown(
    name: &Located<String>,
    must_exist: bool,
    level: NameLevel,
    persons: &Persons,
    table: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Named {
    let found = persons.of(&name.value);
    let published = found.iter().find(|(place, _)| matches!(table.gated.places[*place as usize], Place::Published(_)));
    let Some((_, person)) = published else {
        let Some((place, _)) = found.first() else {
            if !must_exist {
                return Named::Shown(name.value.clone());
            }
            let near = table.nearest(&name.value, table.ids_of(EntryKind::Person));
            diagnostics.push(codes::unknown_person(&name.span, &name.value, near));
            return Named::Vanished;
        };
        diagnostics.push(codes::link_to_withheld(&name.span, &name.value, table.reason(*place)));
        return Named::Vanished;
    };
    let own = person.gate.consent.as_ref().and_then(|consent| consent.value.name);
    let level = own.map_or(level, |own| own.max(level));
    let by_level = person.names.as_ref().map(|names| &names.by_level);
    let allowed =
        by_level.and_then(|names| names.range(level..).map(|(_, name)| name).find(|name| !name.trim().is_empty()));
    if let Some(allowed) = allowed {
        return Named::Shown(allowed.clone());
    }
    diagnostics.push(codes::no_name_at_level(
        &name.span,
        &person.id.value,
        level_word(level),
        &Span::file(&person.path),
    ));
    Named::Vanished
}

fn level_word(level: NameLevel) -> &'static str {
    match level {
        NameLevel::Full => "full",
        NameLevel::First => "first",
        NameLevel::Initial => "initial",
        NameLevel::Pseudonym => "pseudonym",
        NameLevel::Role => "role",
    }
}

/// Whether an entry is a person, who has no page.
pub(super) fn is_person(entry: &Entry) -> bool {
    entry.kind == EntryKind::Person
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, at, codes, consent, link, person, story};
    use super::*;
    use crate::model::{Consent, ConsentStatus};
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
                    let default = if profile == Profile::School { First } else { Full };
                    let wanted = all[own.max(of_story).max(default) as usize].1;
                    assert_eq!(names(story, maria, profile), (vec![wanted.to_owned(); 2], vec![]));
                }
            }
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
    fn a_person_who_is_a_draft_vanishes() {
        let (shown, codes) =
            names(story("a").mention("maria", false), person("maria", &[(Full, "M")]).draft(), Profile::Open);
        assert_eq!((shown, codes), (vec![], vec!["link-to-withheld".to_owned()]));
    }
}
