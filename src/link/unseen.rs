//! Entries without their pictures and recordings: what consent does not let be seen or heard is taken out here, with
//! the words that belong to it, so that nothing after this can show it.

use super::publish::{Gated, Place};
use super::unsaid::{Edit, apply};
use crate::diag::codes::{publishing as codes, recordings};
use crate::diag::{Diagnostic, Span};
use crate::model::{Access, Body, Entry, Hole, HoleKind, References, Scope, Shared, SourcePath, media_place};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Tells that pictures or recordings of a published entry are left out, and who decides that.
pub(super) fn left_out(entry: &Entry, access: Access, named: &[(&Span, &Entry)]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let picture = entry.refs.all_pictures().next().filter(|_| !access.photo);
    told.extend(picture.map(|picture| {
        let (person, place) = who_denies(entry, Scope::Photo, named);
        located(codes::photos_withheld(&picture.file.span, &entry.id.value, person), place)
    }));
    let recording = entry.refs.recordings.iter().find(|recording| !access.allows(recording.role));
    told.extend(recording.map(|recording| {
        let (scope, word) = if access.audio { (Scope::Photo, "photo") } else { (Scope::Audio, "audio") };
        let (person, place) = who_denies(entry, scope, named);
        located(recordings::recordings_withheld(&recording.file.span, &entry.id.value, word, person), place)
    }));
    told
}

/// Whose consent does not cover a scope, if it is not the entry's own, and where that is written.
fn who_denies<'b>(entry: &'b Entry, scope: Scope, named: &[(&Span, &'b Entry)]) -> (Option<&'b str>, Option<&'b Span>) {
    let denies = |entry: &Entry| entry.gate.consent.as_ref().is_some_and(|consent| !consent.value.covers(scope));
    let person = named.iter().map(|(_, person)| *person).find(|person| denies(person)).filter(|_| !denies(entry));
    let places = &person.unwrap_or(entry).gate.consent_places;
    (person.map(|person| person.id.value.as_str()), places.scope.as_ref().or(places.status.as_ref()))
}

fn located(problem: Diagnostic, place: Option<&Span>) -> Diagnostic {
    match place {
        Some(place) => problem.related(place.clone(), "here is what is agreed to"),
        None => problem,
    }
}

/// Takes the pictures and recordings out of those of these entries that may not show them.
pub(super) fn leave_out(entries: &mut [Arc<Entry>], access: &[Access]) {
    for (entry, access) in entries.iter_mut().zip(access) {
        let no_pictures = !access.photo && entry.refs.all_pictures().next().is_some();
        if no_pictures || entry.refs.recordings.iter().any(|recording| !access.allows(recording.role)) {
            *entry = Arc::new(without(entry, *access));
        }
    }
}

/// The recordings in `static/`, where everything is published, of entries that may not show them.
pub(super) fn held_files(gated: &Gated, access: &[Access]) -> BTreeSet<SourcePath> {
    let mut held = BTreeSet::new();
    for (entry, place) in gated.all.iter().zip(&gated.places) {
        let access = match place {
            Place::Published(id) => access.get(id.index()).copied().unwrap_or_default(),
            Place::Withheld(_) => Access::default(),
        };
        let named = entry.refs.recordings.iter().filter(|recording| !access.allows(recording.role));
        held.extend(named.filter_map(|recording| media_place(&recording.file.value, &entry.path)));
    }
    held.retain(|path| path.as_str().starts_with("static/"));
    held
}

fn without(entry: &Entry, access: Access) -> Entry {
    let mut refs = entry.refs.clone();
    if !access.photo {
        refs.image = None;
    }
    let mut body = Body::clone(&entry.body);
    let cuts = cuts(&mut body, &refs, access);
    apply(&mut body, &cuts);
    keep_what_is_left(&mut body, &mut refs);
    if !access.photo {
        for recording in &mut refs.recordings {
            recording.poster = None;
        }
    }
    Entry { refs, body: Shared::new(body), ..entry.clone() }
}

/// Drops the pictures and recordings that no place in the text waits for any more.
fn keep_what_is_left(body: &mut Body, refs: &mut References) {
    let (mut pictures, mut recordings) = (Vec::new(), Vec::new());
    for hole in &mut body.holes {
        let place = hole.link as usize;
        match hole.kind {
            HoleKind::Picture => {
                hole.link = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
                pictures.extend(refs.pictures.get(place).cloned());
            }
            HoleKind::Recording => {
                hole.link = u32::try_from(recordings.len()).unwrap_or(u32::MAX);
                recordings.extend(refs.recordings.get(place).cloned());
            }
            _ => {}
        }
    }
    (refs.pictures, refs.recordings) = (pictures, recordings);
}

/// What stood around pictures and recordings that are left out, with their holes taken out: figures, links that held
/// nothing else, and paragraphs.
fn cuts(body: &mut Body, refs: &References, access: Access) -> Vec<Edit> {
    let mut cuts: Vec<Edit> = Vec::new();
    let holes = std::mem::take(&mut body.holes);
    let mut place = 0;
    while let Some(hole) = holes.get(place) {
        let rest = &holes[place..];
        let (from, used) = match hole.kind {
            HoleKind::Figure if is_held(rest, refs, access) => {
                let end = figure_end(rest);
                cuts.push((hole.offset as usize..rest[end].offset as usize, String::new()));
                place += end + 1;
                continue;
            }
            HoleKind::Open if !access.photo => (hole.offset, linked(rest)),
            HoleKind::Picture if !access.photo => (hole.offset, 1),
            _ => (hole.offset, 0),
        };
        if used == 0 {
            body.holes.push(*hole);
            place += 1;
            continue;
        }
        place += used;
        let from = from as usize;
        let alone = body.html.get(..from).is_some_and(|before| before.ends_with("<p>"))
            && body.html.get(from..).is_some_and(|after| after.starts_with("</p>"))
            && holes.get(place).is_none_or(|next| next.offset as usize > from)
            && body.holes.last().is_none_or(|last| (last.offset as usize) < from);
        if alone {
            cuts.push((from - "<p>".len()..from + "</p>".len(), String::new()));
        }
    }
    cuts
}

/// Whether the figure that begins here shows something that may not be shown: a recording comes first in its figure,
/// pictures anywhere in one that is not around a recording.
fn is_held(holes: &[Hole], refs: &References, access: Access) -> bool {
    let inside = &holes[1..figure_end(holes).max(1)];
    match inside.first() {
        Some(first) if first.kind == HoleKind::Recording => {
            refs.recordings.get(first.link as usize).is_none_or(|recording| !access.allows(recording.role))
        }
        _ => !access.photo && inside.iter().any(|hole| hole.kind == HoleKind::Picture),
    }
}

/// The place of the end of the figure that begins here; others may stand in it.
fn figure_end(holes: &[Hole]) -> usize {
    let mut open = 0usize;
    for (place, hole) in holes.iter().enumerate() {
        match hole.kind {
            HoleKind::Figure => open += 1,
            HoleKind::FigureEnd => open -= 1,
            _ => {}
        }
        if open == 0 {
            return place;
        }
    }
    holes.len() - 1
}

/// How many holes a link has that begins here, if there is nothing but pictures in it; else none.
fn linked(holes: &[Hole]) -> usize {
    let here = holes.iter().take_while(|hole| hole.offset == holes[0].offset).count();
    let pictures = holes[1..here].iter().take_while(|hole| hole.kind == HoleKind::Picture).count();
    let closes = holes.get(1 + pictures).is_some_and(|hole| hole.kind == HoleKind::Close && 1 + pictures < here);
    if pictures > 0 && closes { pictures + 2 } else { 0 }
}
