//! What stands beside a story's thread: other tellings of the same moment, and stories that are joined to it
//! without a direction.

use super::thread::is_step;
use super::{Planner, people};
use crate::model::{
    BesideView, CardView, Edge, EntryId, PersonView, RippleView, Shared, TellingView, TellingsView, ripple,
};

/// Tellings of one moment that are set side by side.
const TELLINGS: usize = 6;

/// Tellings that are named with a story in a thread.
const TWINS: usize = 2;

/// Stories that are shown for one reason.
const ROWS: usize = 12;

/// The other tellings of a story's moment: those that its ripples name, then those that theirs name, and so on.
pub(super) fn tellings(planner: &Planner, id: EntryId) -> Option<TellingsView> {
    let mut found: Vec<(EntryId, Vec<String>)> = vec![(id, Vec::new())];
    let (mut next, mut more) = (0, 0);
    while next < found.len() {
        let story = found[next].0;
        for edge in same_moment(planner, story) {
            let other = if edge.from == story { edge.to } else { edge.from };
            if found.iter().any(|(known, _)| *known == other) {
                continue;
            }
            if found.len() == TELLINGS {
                more += usize::from(story == id);
                continue;
            }
            found.push((other, if story == id { edge.notes.clone() } else { Vec::new() }));
        }
        next += 1;
    }
    if found.len() == 1 {
        return None;
    }
    let telling = |(story, notes): (EntryId, Vec<String>)| {
        let authors = people::authors(planner, story);
        Some(TellingView { card: planner.cards.get(story)?.clone(), authors, notes, here: story == id })
    };
    let tellings: Vec<TellingView> = found.into_iter().filter_map(telling).collect();
    let mut others: Vec<PersonView> = Vec::new();
    for author in tellings.iter().filter(|telling| !telling.here).flat_map(|telling| &telling.authors) {
        if !others.contains(author) {
            others.push(author.clone());
        }
    }
    Some(TellingsView { others, tellings, more })
}

/// Other tellings of the moment of a story in the thread of another, which is not named itself.
pub(super) fn twins(planner: &Planner, story: EntryId, here: EntryId) -> Vec<Shared<CardView>> {
    let other = |edge: &Edge| if edge.from == story { edge.to } else { edge.from };
    let others = same_moment(planner, story).map(other).filter(|other| *other != here);
    others.take(TWINS).filter_map(|other| planner.cards.get(other).cloned()).collect()
}

fn same_moment(planner: &Planner, story: EntryId) -> impl Iterator<Item = &Edge> {
    let site = &planner.site;
    let places = site.edges_out.of(story).iter().chain(site.edges_in.of(story));
    places.map(|place| &site.edges[*place as usize]).filter(|edge| edge.kind == ripple::SAME_MOMENT)
}

/// Stories beside this one, by the reason, in the order in which the reasons come up.
pub(super) fn beside(planner: &Planner, id: EntryId) -> Vec<BesideView> {
    let site = &planner.site;
    let kinds = &planner.config.ripple_kinds;
    let mut groups: Vec<BesideView> = Vec::new();
    // The text itself leads to what it mentions.
    let into = site.edges_in.of(id).iter().map(|place| (&site.edges[*place as usize], false));
    let out = site.edges_out.of(id).iter().map(|place| (&site.edges[*place as usize], true));
    let out = out.filter(|(edge, _)| edge.kind != ripple::MENTIONS);
    for (edge, outward) in into.chain(out) {
        if is_step(kinds, edge.kind) || edge.kind == ripple::SAME_MOMENT {
            continue;
        }
        let kind = kinds.get(edge.kind);
        let label = if outward { &kind.label } else { &kind.inverse_label };
        let place = groups.iter().position(|group| group.label == *label).unwrap_or_else(|| {
            groups.push(BesideView { label: label.clone(), ripples: Vec::new(), more: 0 });
            groups.len() - 1
        });
        let group = &mut groups[place];
        if group.ripples.len() == ROWS {
            group.more += 1;
            continue;
        }
        let other = if outward { edge.to } else { edge.from };
        group.ripples.extend(planner.cards.get(other).map(|card| RippleView {
            kind: kind.name.clone(),
            label: label.clone(),
            reads: kind.reads.clone(),
            notes: edge.notes.clone(),
            card: card.clone(),
        }));
    }
    groups
}
