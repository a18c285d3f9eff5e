//! Personal data that was found in texts: whether it may stand there, which depends on the site's profile, on what
//! everyone has agreed to, and on what the writer excuses.

use super::names::Names;
use super::people::{Persons, level_word, names_of};
use super::person_pages::default_level;
use super::publish::Place;
use crate::diag::codes::personal as codes;
use crate::diag::{Diagnostic, Severity, Span};
use crate::model::{Config, Datum, Entry, NameFound, NameLevel, NamePart, Personal, PersonalKind, Profile, SourcePath};
use std::sync::Arc;

/// What is known of the site.
pub(super) struct Rules<'a, 'p, 'n> {
    pub(super) persons: &'a Persons<'p>,
    pub(super) names: &'a Names<'n>,
    pub(super) config: &'a Config,
}

/// Reports what may not stand in published entries. `diagnostics` has what is known of their people already.
pub(super) fn report(entries: &[Arc<Entry>], rules: &Rules<'_, '_, '_>, diagnostics: &mut Vec<Diagnostic>) {
    for entry in entries {
        let has_photo = rules.config.profile == Profile::School && entry.refs.all_pictures().next().is_some();
        if (has_photo || entry.personal.is_some()) && entry.may_have_page() {
            let mut told = Vec::new();
            rules.entry(entry, diagnostics, &mut told);
            diagnostics.append(&mut told);
        }
    }
}

/// Whether a problem says already that a name stands at a place.
fn is_told(diagnostics: &[Diagnostic], span: &Span) -> bool {
    diagnostics.iter().any(|problem| {
        let tells = matches!(problem.code, "person-name-shown" | "withheld-name-shown" | "words-left-out");
        tells && holds_span(&problem.span, span)
    })
}

impl Rules<'_, '_, '_> {
    fn entry(&self, entry: &Entry, known: &[Diagnostic], told: &mut Vec<Diagnostic>) {
        let nothing = Personal::default();
        let Personal { data, names, exceptions } = entry.personal.as_deref().unwrap_or(&nothing);
        let mut excused: Vec<Vec<PersonalKind>> = vec![Vec::new(); exceptions.len()];
        let mut is_excused = |kind: PersonalKind, span: &Span| {
            let place = exceptions.iter().position(|exception| exception.excuses(kind, span));
            if let Some(place) = place.filter(|place| !excused[*place].contains(&kind)) {
                excused[place].push(kind);
            }
            place.is_some()
        };
        let body = entry.gate.body;
        for datum in data.iter().filter(|datum| !self.is_given_out(datum)) {
            if !is_excused(datum.kind, &datum.span) {
                told.push(self.datum(datum, is_in_text(&datum.span, body)));
            }
        }
        let named = self.persons.meant_in(entry);
        let is_id = |span: &Span| self.persons.ids_in(entry).any(|id| holds_span(id, span));
        for name in names.iter().filter(|name| !is_id(&name.span)) {
            let problem = self.name(entry, &named, name, is_in_text(&name.span, body));
            if let Some(problem) = problem.filter(|_| !is_told(known, &name.span))
                && !is_excused(PersonalKind::Name, &name.span)
            {
                told.push(problem);
            }
        }
        let is_name_excused =
            |name: &NameFound| exceptions.iter().any(|exception| exception.excuses(PersonalKind::Name, &name.span));
        let spoken = names.iter().filter(|name| !is_id(&name.span) && !is_name_excused(name));
        for problem in self.photos(entry, &named, spoken) {
            if !is_excused(PersonalKind::Photo, &problem.span) {
                told.push(problem);
            }
        }
        for (exception, excused) in exceptions.iter().zip(&excused) {
            told.push(if excused.is_empty() {
                let kinds: Vec<&str> = exception.kinds.iter().map(|kind| kind.word()).collect();
                codes::unused_exception(&exception.span, &kinds)
            } else {
                let kinds: Vec<&str> = excused.iter().map(|kind| kind.words()).collect();
                codes::stated_exception(&exception.span, &kinds, &exception.reason)
            });
        }
    }

    /// Whether `ripple.yaml` tells everybody the same.
    fn is_given_out(&self, datum: &Datum) -> bool {
        let compared = || datum.kind.compared(&datum.found);
        !self.config.given_out.is_empty() && self.config.given_out.contains(&(datum.kind, compared()))
    }

    fn datum(&self, datum: &Datum, in_text: bool) -> Diagnostic {
        let (kind, found) = (datum.kind, datum.found.as_str());
        codes::personal_data(&datum.span, self.severity(true), kind.word(), kind.words(), found, in_text)
    }

    /// How much something matters that is certain, or only likely (content model, section 7).
    pub(super) fn severity(&self, certain: bool) -> Severity {
        match (self.config.profile, certain) {
            (Profile::School | Profile::Organisation, true) => Severity::Error,
            (Profile::Open, false) => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// What is wrong with a name that stands in an entry. `named` are the people whom its fields name.
    fn name(&self, entry: &Entry, named: &[(&Span, &Entry)], name: &NameFound, in_text: bool) -> Option<Diagnostic> {
        if name.small && self.config.profile != Profile::School {
            return None; // the words of adults may hold any word
        }
        let Some(path) = &name.person else { return self.private(entry, named, name, in_text) };
        // A page of one's own has rules of its own.
        let place = self.place_of(path).filter(|_| *path != entry.path)?;
        let person = self.names.gated.all[place];
        if person.gate.broken {
            return None; // what may be shown is not known before its own error is mended
        }
        let is_named = named.iter().any(|(_, other)| other.path == *path);
        let level = self.level(person, entry, is_named, place);
        // "Maria Hart" among the fields for people is not the Maria of whom less may be told.
        let is_other = name.part == NamePart::First && !name.sure && is_mention(entry, &name.span);
        if level <= name.least || is_other || self.is_anothers(entry, named, name) {
            return None;
        }
        let certain = match name.part {
            NamePart::Full | NamePart::Private | NamePart::PrivateSurname => name.sure,
            // In a school, a surname is enough to find a child.
            NamePart::Surname => {
                name.sure && (is_named || self.config.profile == Profile::School || is_mention(entry, &name.span))
            }
            // Many have the same first name.
            NamePart::First => name.sure && is_named,
            NamePart::Pseudonym => false,
        };
        Some(self.named(name, place, level, certain, in_text))
    }

    /// That a name of a person stands where less of it may be shown. Nothing stands in the way of taking somebody down.
    pub(super) fn named(
        &self,
        name: &NameFound,
        place: usize,
        level: NameLevel,
        certain: bool,
        in_text: bool,
    ) -> Diagnostic {
        let (severity, id) = (self.severity(certain), &self.names.gated.all[place].id.value);
        let is_down = u32::try_from(place).is_ok_and(|place| self.names.is_taken_down(place));
        codes::name_in_text(&name.span, severity, &name.found, id, level_word(level), certain, in_text)
            .of_a_take_down(is_down)
    }

    /// What is wrong with a name of the private list.
    fn private(&self, entry: &Entry, named: &[(&Span, &Entry)], name: &NameFound, in_text: bool) -> Option<Diagnostic> {
        if name.part != NamePart::PrivateSurname {
            return Some(codes::private_name(&name.span, self.severity(true), &name.found, in_text));
        }
        // Somebody of that surname may be known here, and shown with it.
        let is_known = |other: &NameFound| {
            let person = other.person.as_ref().and_then(|path| self.place_of(path));
            person.is_some_and(|place| {
                let person = self.names.gated.all[place];
                let is_named = named.iter().any(|(_, other)| other.path == person.path);
                self.level(person, entry, is_named, place) <= other.least
            })
        };
        let names = entry.personal.iter().flat_map(|personal| &personal.names);
        let mut others = names.filter(|other| other.person.is_some() && holds_span(&other.span, &name.span));
        if others.any(is_known) {
            return None;
        }
        let certain = name.sure && (self.config.profile == Profile::School || is_mention(entry, &name.span));
        Some(codes::private_surname(&name.span, self.severity(certain), &name.found, in_text))
    }

    pub(super) fn place_of(&self, path: &SourcePath) -> Option<usize> {
        self.names.gated.all.binary_search_by(|entry| entry.path.cmp(path)).ok()
    }

    /// How much of a name may be shown of a person in an entry.
    pub(super) fn level(&self, person: &Entry, entry: &Entry, is_named: bool, place: usize) -> NameLevel {
        if !matches!(self.names.gated.places[place], Place::Published(_)) {
            return NameLevel::Role;
        }
        let default = default_level(self.config);
        let of = |entry: &Entry| entry.gate.consent.as_ref().map(|consent| consent.value.name.unwrap_or(default));
        let own = of(person);
        let of_entry = of(entry).filter(|_| is_named);
        own.into_iter().chain(of_entry).max().unwrap_or(default)
    }

    /// Whether a part of a name belongs to somebody else whom the entry names, and who may be shown so.
    fn is_anothers(&self, entry: &Entry, named: &[(&Span, &Entry)], name: &NameFound) -> bool {
        if name.part == NamePart::Full {
            return false;
        }
        let holds = |words: &str| words.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == name.found);
        let in_words = || {
            let mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
            let is_theirs = |span: &Span| {
                named.iter().any(|(place, person)| *place == span && Some(&person.path) == name.person.as_ref())
            };
            let known = |word: &str| named.iter().any(|(_, person)| person.id.value == word);
            mentions
                .into_iter()
                .any(|mention| !known(&mention.value) && !is_theirs(&mention.span) && holds(&mention.value))
        };
        let others = named.iter().filter(|(_, person)| Some(&person.path) != name.person.as_ref());
        let mut shown = others.filter_map(|(_, person)| {
            let place = self.place_of(&person.path)?;
            let level = self.level(person, entry, true, place);
            names_of(person).find(|(own, _)| *own >= level).map(|(_, shown)| shown)
        });
        shown.any(holds) || (!is_mention(entry, &name.span) && in_words())
    }

    /// In a school: pictures in an entry that shows the name of a child. Who is in a picture cannot be known.
    fn photos<'a>(
        &self,
        entry: &Entry,
        named: &[(&Span, &Entry)],
        names: impl Iterator<Item = &'a NameFound>,
    ) -> Vec<Diagnostic> {
        if self.config.profile != Profile::School || entry.refs.all_pictures().next().is_none() {
            return Vec::new();
        }
        let child = named.iter().find_map(|(_, person)| {
            let place = self.place_of(&person.path).filter(|_| person.gate.minor)?;
            let level = self.level(person, entry, true, place);
            let (own, shown) = names_of(person).find(|(own, _)| *own >= level)?;
            (own <= NameLevel::First).then_some((*person, shown))
        });
        // Or in words of the entry: in its title, its text, a field.
        let in_words = |name: &'a NameFound| {
            let place = name.person.as_ref().and_then(|path| self.place_of(path))?;
            let person = self.names.gated.all[place];
            let tells = name.sure && name.least <= NameLevel::First && person.gate.minor && person.path != entry.path;
            let is_other = name.part == NamePart::First && self.is_anothers(entry, named, name);
            (tells && !is_other).then_some((&**person, name.found.as_str()))
        };
        let Some((person, shown)) = child.or_else(|| names.into_iter().find_map(in_words)) else { return Vec::new() };
        let pictures = entry.refs.all_pictures();
        let told = pictures.map(|picture| {
            let in_text = is_in_text(&picture.file.span, entry.gate.body);
            codes::child_photo_with_name(&picture.file.span, &person.id.value, shown, in_text)
        });
        told.collect()
    }
}

/// Whether a place is one of those where the fields name people.
fn is_mention(entry: &Entry, span: &Span) -> bool {
    let mut mentions = entry.refs.people.iter().map(|mention| &mention.name).chain(&entry.refs.authors);
    mentions.any(|mention| holds_span(&mention.span, span))
}

/// Whether one place is a part of another.
pub(super) fn holds_span(outer: &Span, inner: &Span) -> bool {
    let inside =
        outer.range().zip(inner.range()).is_some_and(|(outer, inner)| outer.0 <= inner.0 && inner.1 <= outer.1);
    outer.path == inner.path && inside
}

/// Whether a place is below the fields.
fn is_in_text(span: &Span, body: u32) -> bool {
    span.range().is_some_and(|(start, _)| start >= body)
}

/// Reports personal data in the names of files that are published as they are.
pub(super) fn file_names(files: &[Personal], rules: &Rules<'_, '_, '_>, diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        diagnostics
            .extend(file.data.iter().filter(|datum| !rules.is_given_out(datum)).map(|datum| rules.datum(datum, true)));
        diagnostics.extend(file.names.iter().filter_map(|name| {
            let is_school = rules.config.profile == Profile::School;
            let Some(path) = &name.person else {
                let is_certain = name.part != NamePart::PrivateSurname || is_school;
                return Some(codes::private_name(&name.span, rules.severity(is_certain), &name.found, true));
            };
            let place = rules.place_of(path)?;
            let person = rules.names.gated.all[place];
            let level = rules.level(person, person, false, place);
            let certain = name.sure && (name.part == NamePart::Full || (name.part == NamePart::Surname && is_school));
            (level > name.least).then(|| rules.named(name, place, level, certain, true))
        }));
    }
}
