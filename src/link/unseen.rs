//! Entries without their pictures: what consent does not let be seen is taken out here, with its caption, so that
//! nothing after this can show it.

use super::unsaid::{Edit, apply};
use crate::model::{Access, Body, Entry, Hole, HoleKind, Shared};
use std::sync::Arc;

/// Takes the pictures out of those of these entries that may not show them.
pub(super) fn leave_out(entries: &mut [Arc<Entry>], access: &[Access]) {
    for (entry, access) in entries.iter_mut().zip(access) {
        if !access.photo && entry.refs.all_pictures().next().is_some() {
            *entry = Arc::new(without(entry));
        }
    }
}

fn without(entry: &Entry) -> Entry {
    let mut refs = entry.refs.clone();
    refs.image = None;
    refs.pictures.clear();
    let mut body = Body::clone(&entry.body);
    let cuts = cuts(&mut body);
    apply(&mut body, &cuts);
    Entry { refs, body: Shared::new(body), ..entry.clone() }
}

/// What stood around pictures, with their holes taken out: figures, links that held nothing else, and paragraphs.
fn cuts(body: &mut Body) -> Vec<Edit> {
    let mut cuts: Vec<Edit> = Vec::new();
    let holes = std::mem::take(&mut body.holes);
    let mut place = 0;
    while let Some(hole) = holes.get(place) {
        let rest = &holes[place..];
        let (from, used) = match hole.kind {
            HoleKind::Figure if has_picture(rest) => {
                let end = figure_end(rest);
                cuts.push((hole.offset as usize..rest[end].offset as usize, String::new()));
                place += end + 1;
                continue;
            }
            HoleKind::Open => (hole.offset, linked(rest)),
            HoleKind::Picture => (hole.offset, 1),
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

/// Whether a picture comes before the end of the figure that begins here.
fn has_picture(holes: &[Hole]) -> bool {
    holes[..figure_end(holes)].iter().any(|hole| hole.kind == HoleKind::Picture)
}

/// The place of the end of the figure that begins here.
fn figure_end(holes: &[Hole]) -> usize {
    holes.iter().position(|hole| hole.kind == HoleKind::FigureEnd).unwrap_or(holes.len() - 1)
}

/// How many holes a link has that begins here, if there is nothing but pictures in it; else none.
fn linked(holes: &[Hole]) -> usize {
    let here = holes.iter().take_while(|hole| hole.offset == holes[0].offset).count();
    let pictures = holes[1..here].iter().take_while(|hole| hole.kind == HoleKind::Picture).count();
    let closes = holes.get(1 + pictures).is_some_and(|hole| hole.kind == HoleKind::Close && 1 + pictures < here);
    if pictures > 0 && closes { pictures + 2 } else { 0 }
}
