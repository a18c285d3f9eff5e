//! Which stories of a family are shown, and what joins them. A large family is cut: those nearest to where it began
//! and along its longest chain are kept.

use super::outline::Kin;
use crate::model::{Edge, EntryId, Family, RippleKinds, Site};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How much of a family is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Stories.
    pub(super) stories: usize,
    /// Bytes of their rows, or of their places in the drawing.
    pub(super) bytes: usize,
    /// Generations, counted from the first.
    pub(super) generations: u32,
}

/// The ripples that make families, out of a story and into it: to or from listed stories, of kinds that count.
pub(super) fn counting<'a>(
    site: &'a Site,
    kinds: &'a RippleKinds,
    places: &'a [u32],
) -> impl Iterator<Item = &'a Edge> + 'a {
    places.iter().map(|place| &site.edges[*place as usize]).filter(|edge| {
        let kind = kinds.get(edge.kind);
        let listed = |id: EntryId| site.numbers[id.index()].family.is_some();
        kind.counts && !kind.symmetric && listed(edge.from) && listed(edge.to)
    })
}

/// The stories of a family that are shown, in its own order; `weigh` gives the bytes for one of them.
pub(super) fn shown(
    site: &Site,
    kinds: &RippleKinds,
    family: &Family,
    bounds: Bounds,
    weigh: impl Fn(EntryId) -> usize,
) -> Vec<EntryId> {
    let generation = |id: EntryId| site.numbers[id.index()].generation;
    let is_whole = family.members.len() <= bounds.stories
        && family.members.iter().all(|id| generation(*id) < bounds.generations)
        && family.members.iter().map(|id| weigh(*id)).sum::<usize>() <= bounds.bytes;
    if is_whole {
        return family.members.clone();
    }
    let mut kept: BTreeSet<EntryId> = BTreeSet::new();
    let mut bytes = 0;
    let mut keep = |id: EntryId, most: usize| {
        let more = bytes + weigh(id);
        let fits =
            kept.len() < most && generation(id) < bounds.generations && (kept.is_empty() || more <= bounds.bytes);
        let is_new = fits && kept.insert(id);
        if is_new {
            bytes = more;
        }
        is_new
    };
    // The beginning of the longest chain first, so that one way on is there to be followed; then whoever is nearest.
    let chain = family.longest.iter().take(bounds.stories.div_ceil(2));
    let mut queue: VecDeque<EntryId> = chain.copied().filter(|id| keep(*id, bounds.stories)).collect();
    while let Some(id) = queue.pop_front() {
        let after = counting(site, kinds, site.edges_out.of(id)).map(|edge| edge.to);
        let before = counting(site, kinds, site.edges_in.of(id)).map(|edge| edge.from);
        let mut near: Vec<_> = after.chain(before).map(|id| order(site, id)).collect();
        near.sort_unstable();
        queue.extend(near.into_iter().map(|(.., id)| id).filter(|id| keep(*id, bounds.stories)));
    }
    let mut kept: Vec<EntryId> = kept.into_iter().collect();
    sort(site, &mut kept);
    kept
}

/// Puts stories in the order of their family.
pub(super) fn sort(site: &Site, stories: &mut [EntryId]) {
    stories.sort_by_cached_key(|id| order(site, *id));
}

/// The ripple to a story from the one after which it stands: the nearest of those that led to it from an earlier
/// generation.
pub(super) fn above<'a>(site: &'a Site, kinds: &'a RippleKinds, id: EntryId) -> Option<&'a Edge> {
    let generation = |id: EntryId| site.numbers[id.index()].generation;
    let earlier = counting(site, kinds, site.edges_in.of(id)).filter(|edge| generation(edge.from) < generation(id));
    earlier.max_by_key(|edge| (generation(edge.from), std::cmp::Reverse(edge.from)))
}

/// All stories of a family, each followed by those that stand after it.
pub(super) fn by_branches(site: &Site, kinds: &RippleKinds, family: &Family) -> Vec<EntryId> {
    let mut after: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    let mut open = Vec::new();
    // The last comes off a stack first.
    for id in family.members.iter().rev() {
        match above(site, kinds, *id) {
            Some(edge) => after.entry(edge.from).or_default().push(*id),
            None => open.push(*id),
        }
    }
    let mut ordered = Vec::with_capacity(family.members.len());
    while let Some(id) = open.pop() {
        ordered.push(id);
        open.extend(after.remove(&id).unwrap_or_default());
    }
    ordered
}

/// What orders a family: generation, date, path.
fn order(site: &Site, id: EntryId) -> (u32, u32, Option<i64>, EntryId) {
    let happened = site.entry(id).card.happened;
    let day = happened.map_or(u32::MAX, |date| date.day_number());
    (site.numbers[id.index()].generation, day, happened.and_then(|date| date.timestamp), id)
}

/// Some stories of a family as small numbers, and the kind of ripple behind each edge.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) stories: Vec<EntryId>,
    pub(super) kin: Kin,
    /// The first kind that joins two stories.
    pub(super) kinds: BTreeMap<(usize, usize), u8>,
}

/// Finds what joins these stories. They are in the order of their family.
pub(super) fn joined(site: &Site, kinds: &RippleKinds, stories: Vec<EntryId>) -> Joined {
    let places: BTreeMap<EntryId, usize> = stories.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let mut edge_kinds = BTreeMap::new();
    for (from, id) in stories.iter().enumerate() {
        for edge in counting(site, kinds, site.edges_out.of(*id)) {
            if let Some(to) = places.get(&edge.to) {
                edge_kinds.entry((from, *to)).or_insert(edge.kind);
            }
        }
    }
    let generations = stories.iter().map(|id| site.numbers[id.index()].generation).collect();
    let kin = Kin::new(generations, edge_kinds.keys().copied().collect());
    Joined { stories, kin, kinds: edge_kinds }
}
