//! Names that were found in files which are no entries: whether they may stand there. What somebody agreed to in a story
//! says nothing about a footer or a stylesheet.

use super::personal::{Rules, holds_span};
use crate::diag::codes::{personal as codes, sources};
use crate::diag::{Diagnostic, SourcePath};
use crate::model::{Entry, NameFound, NamePart, PersonalKind, Profile, SourceKind, SourceNames, media_place};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reports names that may not stand where they do. `entries` are the published ones.
pub(super) fn report(
    found: &[SourceNames],
    entries: &[Arc<Entry>],
    rules: &Rules<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let drawings =
        if found.iter().any(|file| file.kind == SourceKind::Drawing) { shown(entries) } else { BTreeSet::new() };
    let is_shown = |file: &&SourceNames| file.kind != SourceKind::Drawing || drawings.contains(&file.path);
    for file in found.iter().filter(is_shown) {
        let exceptions = &file.personal.exceptions;
        let mut excused = vec![false; exceptions.len()];
        for name in &file.personal.names {
            // Somebody of that surname may be known here, and shown with it.
            let is_known = |other: &NameFound| {
                other.person.is_some() && holds_span(&other.span, &name.span) && problem(other, rules).is_none()
            };
            if name.part == NamePart::PrivateSurname && file.personal.names.iter().any(is_known) {
                continue;
            }
            let Some(problem) = problem(name, rules) else { continue };
            match exceptions.iter().position(|exception| exception.excuses(PersonalKind::Name, &name.span)) {
                Some(place) => excused[place] = true,
                None => diagnostics.push(told(problem, file.kind)),
            }
        }
        for (exception, excused) in exceptions.iter().zip(excused) {
            diagnostics.push(if excused {
                codes::stated_exception(&exception.span, &[PersonalKind::Name.words()], &exception.reason)
            } else {
                let kinds: Vec<&str> = exception.kinds.iter().map(|kind| kind.word()).collect();
                sources::unused_exception(&exception.span, &kinds)
            });
        }
    }
}

/// The same problem with a remedy for the kind of file in which it stands.
fn told(problem: Diagnostic, kind: SourceKind) -> Diagnostic {
    let (shown, comment) = match kind {
        SourceKind::Configuration => ("every page of the site can show this", Some(("#", ""))),
        SourceKind::ThemeSheet | SourceKind::Words => {
            ("every page of the site can show what the theme says", Some(("#", "")))
        }
        SourceKind::Template => ("every page that is made with this template shows it", Some(("{#", " #}"))),
        SourceKind::Asset => ("this file of the theme is published as it is", None),
        SourceKind::Static => ("files below static/ are published as they are", None),
        SourceKind::Drawing => ("a drawing is published with the words in it", None),
    };
    sources::name_in_source(problem, shown, comment)
}

/// The pictures that published entries show.
fn shown(entries: &[Arc<Entry>]) -> BTreeSet<SourcePath> {
    let pictures = entries.iter().flat_map(|entry| entry.refs.all_pictures().map(|picture| (&entry.path, picture)));
    pictures.filter_map(|(path, picture)| media_place(&picture.file.value, path)).collect()
}

/// What is wrong with a name that stands on no page of an entry.
fn problem(name: &NameFound, rules: &Rules<'_, '_, '_>) -> Option<Diagnostic> {
    let is_school = rules.config.profile == Profile::School;
    let Some(path) = &name.person else {
        if name.part == NamePart::PrivateSurname {
            let severity = rules.severity(name.sure && is_school);
            return Some(codes::private_surname(&name.span, severity, &name.found, true));
        }
        return Some(codes::private_name(&name.span, rules.severity(true), &name.found, true));
    };
    let place = rules.place_of(path)?;
    let person = rules.names.gated.all[place];
    let level = rules.level(person, person, false, place);
    if person.gate.broken || level <= name.least {
        return None;
    }
    let certain = name.sure
        && match name.part {
            NamePart::Full | NamePart::Private => true,
            NamePart::Surname | NamePart::PrivateSurname => is_school,
            NamePart::First | NamePart::Pseudonym => false,
        };
    Some(rules.named(name, place, level, certain, true))
}
