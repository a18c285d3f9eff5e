//! Which stories stand in the thread of one story, and in which row: a walk along its ripples, nearest steps first,
//! that costs what it shows, however long and wide the site's threads are.

use crate::model::{Date, EntryId, RippleKinds, Site, ripple};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Rows for what came after and for what came before: as much as a reader takes in beside a story. All of a large
/// family stands on the map.
pub(super) const MOST_AFTER: usize = 12;
pub(super) const MOST_BEFORE: usize = 8;

/// Steps in one direction, whatever `thread_depth` says: lists are nested this deep.
const DEEPEST: usize = 8;

/// A distant story with more neighbours than this has them in the order of files, not of dates.
const SORTED: usize = 240;

/// A story in the thread. The first row is the story of the page.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) story: EntryId,
    /// Steps from the story of the page.
    pub(super) level: usize,
    /// The ripples between it and the row it hangs on, as places in [`Site::edges`].
    pub(super) ripples: Vec<u32>,
    /// The row in which the story stands already: it is only named here.
    pub(super) again: Option<usize>,
    /// Whether another row tells its ripples already, with their notes.
    pub(super) told: bool,
    /// What is further away from the story of the page.
    pub(super) onward: Onward,
}

/// What one step further holds.
#[derive(Debug, Default)]
pub(super) struct Onward {
    /// Its rows.
    pub(super) rows: Vec<usize>,
    /// Stories there that have no row.
    pub(super) hidden: usize,
    /// Whether nothing is there at all.
    pub(super) end: bool,
}

/// All rows of a thread. The story of the page has its steps in `before` and `after`.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) rows: Vec<Row>,
    pub(super) before: Onward,
    pub(super) after: Onward,
}

/// Where a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Before,
    After,
}

/// What has been seen so far.
struct Walker<'a> {
    site: &'a Site,
    kinds: &'a RippleKinds,
    depth: usize,
    rows: Vec<Row>,
    /// The row of each story that has one.
    standing: BTreeMap<EntryId, usize>,
    /// Ends of the ripples that are told, the earlier story first.
    told: BTreeSet<(EntryId, EntryId)>,
}

/// Walks from a story: first onward, then back, as far as `depth` steps each.
pub(super) fn walk(site: &Site, kinds: &RippleKinds, story: EntryId, depth: usize) -> Walk {
    let mut walker = Walker {
        site,
        kinds,
        depth: depth.min(DEEPEST),
        rows: vec![Row { story, level: 0, ripples: Vec::new(), again: None, told: false, onward: Onward::default() }],
        standing: BTreeMap::from([(story, 0)]),
        told: BTreeSet::new(),
    };
    let after = walker.grow(Way::After, MOST_AFTER);
    let before = walker.grow(Way::Before, MOST_BEFORE);
    Walk { rows: walker.rows, before, after }
}

impl Walker<'_> {
    /// Adds rows in one direction until there are as many as may be; returns those one step from the first.
    fn grow(&mut self, way: Way, mut left: usize) -> Onward {
        let mut queue = VecDeque::from([0]);
        let mut climbed = BTreeSet::from([self.rows[0].story]);
        let first = self.rows.len();
        while let Some(place) = queue.pop_front() {
            let (story, level) = (self.rows[place].story, self.rows[place].level);
            let found = self.neighbours(story, way, level == 0);
            let mut onward = Onward { end: found.is_empty(), ..Onward::default() };
            for same in found.chunk_by(|a, b| a.0 == b.0) {
                let other = same[0].0;
                let ends = if way == Way::After { (story, other) } else { (other, story) };
                let again = self.standing.get(&other).copied();
                // In a loop, what came after came before as well. It is told again only on the way to what is new.
                let told = self.told.contains(&ends);
                let came_after = way == Way::Before && again.is_some_and(|row| row < first);
                let climbs = came_after && !climbed.contains(&other) && self.comes_from_elsewhere(other);
                if told && !climbs {
                    continue;
                }
                if left == 0 || (level == self.depth && again.is_none()) {
                    onward.hidden += 1;
                    continue;
                }
                left -= 1;
                self.told.insert(ends);
                let row = self.rows.len();
                onward.rows.push(row);
                if climbs {
                    climbed.insert(other);
                } else if again.is_none() {
                    self.standing.insert(other, row);
                }
                if climbs || again.is_none() {
                    queue.push_back(row);
                }
                let ripples = same.iter().map(|(_, ripple)| *ripple).collect();
                let onward = Onward::default();
                self.rows.push(Row { story: other, level: level + 1, ripples, again, told, onward });
            }
            self.rows[place].onward = onward;
        }
        std::mem::take(&mut self.rows[0].onward)
    }

    /// Whether something led to a story, or to one of those that did, that is not told yet.
    fn comes_from_elsewhere(&self, story: EntryId) -> bool {
        let mut seen = BTreeSet::from([self.rows[0].story, story]);
        let mut open = vec![story];
        while let Some(story) = open.pop() {
            for (before, _) in self.neighbours(story, Way::Before, false) {
                if !self.told.contains(&(before, story)) {
                    return true;
                }
                if seen.insert(before) {
                    open.push(before);
                }
            }
        }
        false
    }

    /// The stories one step from one, oldest first, each with the ripple that leads there.
    fn neighbours(&self, story: EntryId, way: Way, near: bool) -> Vec<(EntryId, u32)> {
        let places = if way == Way::After { self.site.edges_out.of(story) } else { self.site.edges_in.of(story) };
        let step = |place: &u32| {
            let edge = &self.site.edges[*place as usize];
            let other = if way == Way::After { edge.to } else { edge.from };
            is_step(self.kinds, edge.kind).then_some((other, *place))
        };
        let mut found: Vec<(EntryId, u32)> = places.iter().filter_map(step).collect();
        if near || found.len() <= SORTED {
            found.sort_by_cached_key(|(other, _)| when(self.site, *other));
        }
        found
    }
}

/// Whether a kind of ripple leads from an earlier story to a later one. The others stand beside the thread.
pub(in crate::plan) fn is_step(kinds: &RippleKinds, kind: u8) -> bool {
    kind != ripple::MENTIONS && !kinds.get(kind).symmetric
}

/// Sorts stories by when they happened; what is not known comes last, and then by path.
fn when(site: &Site, story: EntryId) -> (bool, Option<Date>, EntryId) {
    let happened = site.entries.get(story.index()).and_then(|entry| entry.card.happened);
    (happened.is_none(), happened, story)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Adjacency, Edge};

    /// A site of ripples alone: from, to, kind.
    fn site(stories: u32, ripples: &[(u32, u32, u8)]) -> Site {
        let mut ripples = ripples.to_vec();
        ripples.sort_unstable();
        let edge = |(from, to, kind): &(u32, u32, u8)| Edge {
            from: EntryId(*from),
            to: EntryId(*to),
            kind: *kind,
            notes: Vec::new(),
        };
        let edges: Vec<Edge> = ripples.iter().map(edge).collect();
        let rows = |end: fn(&Edge) -> EntryId| {
            let pairs: Vec<(EntryId, u32)> = (0..).zip(&edges).map(|(place, edge)| (end(edge), place)).collect();
            Adjacency::new(stories as usize, &pairs)
        };
        let (edges_out, edges_in) = (rows(|edge| edge.from), rows(|edge| edge.to));
        Site { edges, edges_out, edges_in, ..Site::default() }
    }

    fn walked(site: &Site, story: u32) -> Walk {
        walk(site, &RippleKinds::default(), EntryId(story), 4)
    }

    /// The stories of some rows, those that are only named with a minus.
    fn stories(walk: &Walk, rows: &[usize]) -> Vec<i64> {
        let name =
            |row: &usize| i64::from(walk.rows[*row].story.0) * if walk.rows[*row].again.is_some() { -1 } else { 1 };
        rows.iter().map(name).collect()
    }

    #[test]
    fn a_line_of_20_000_costs_each_page_only_its_own_steps() {
        let line: Vec<(u32, u32, u8)> = (0..19_999).map(|story| (story, story + 1, 0)).collect();
        let site = site(20_000, &line);
        for story in 0..20_000 {
            let walk = walked(&site, story);
            assert!(walk.rows.len() <= 9, "{story}");
        }
        let walk = walked(&site, 10_000);
        let all: Vec<u32> = walk.rows.iter().map(|row| row.story.0).collect();
        assert_eq!(all, [10_000, 10_001, 10_002, 10_003, 10_004, 9_999, 9_998, 9_997, 9_996]);
        assert_eq!((walk.rows[4].onward.hidden, walk.rows[8].onward.hidden, walk.rows[1].onward.hidden), (1, 1, 0));
        assert!(walked(&site, 0).before.end && walked(&site, 19_999).after.end && !walk.rows[8].onward.end);
    }

    #[test]
    fn of_5_000_into_one_the_first_are_shown_and_the_rest_is_counted() {
        let many: Vec<(u32, u32, u8)> = (1..=5_000).map(|story| (story, 0, 1)).chain([(0, 5_001, 0)]).collect();
        let site = site(5_002, &many);
        let walk = walked(&site, 0);
        assert_eq!((walk.before.rows.len(), walk.before.hidden), (MOST_BEFORE, 5_000 - MOST_BEFORE));
        assert_eq!((walk.after.rows.len(), walk.after.hidden), (1, 0));
        // One step further on, the direct ripple comes before all distant ones.
        let walk = walked(&site, 5_001);
        assert_eq!((walk.before.rows.len(), walk.rows.len()), (1, MOST_BEFORE + 1));
        assert_eq!(walk.rows[walk.before.rows[0]].onward.hidden, 5_000 - (MOST_BEFORE - 1));
    }

    #[test]
    fn no_direct_ripple_is_lost_before_a_distant_one() {
        let fan = (1..=10).map(|child| (0, child, 0));
        let site = site(2_000, &fan.chain((100..1_000).map(|child| (1, child, 0))).collect::<Vec<_>>());
        let walk = walked(&site, 0);
        assert_eq!((walk.after.rows.len(), walk.after.hidden), (10, 0));
        let first = &walk.rows[walk.after.rows[0]];
        assert_eq!((first.onward.rows.len(), first.onward.hidden), (MOST_AFTER - 10, 910 - MOST_AFTER));
    }

    #[test]
    fn a_ladder_of_60_diamonds_follows_each_story_once() {
        let mut ladder = Vec::new();
        for top in (0..180).step_by(3) {
            ladder.extend([(top, top + 1, 0), (top, top + 2, 0), (top + 1, top + 3, 0), (top + 2, top + 3, 0)]);
        }
        let site = site(181, &ladder);
        for story in 0..181 {
            let walk = walked(&site, story);
            let mut followed: Vec<u32> =
                walk.rows.iter().filter(|row| row.again.is_none()).map(|row| row.story.0).collect();
            let rows = followed.len();
            followed.sort_unstable();
            followed.dedup();
            assert_eq!(followed.len(), rows, "{story}");
            assert!(walk.rows.len() <= 1 + MOST_AFTER + MOST_BEFORE);
        }
        let walk = walked(&site, 0);
        assert_eq!(stories(&walk, &walk.after.rows), [1, 2]);
        let two = |place: usize| stories(&walk, &walk.rows[walk.after.rows[place]].onward.rows);
        assert_eq!((two(0), two(1)), (vec![3], vec![-3]));
    }

    #[test]
    fn a_loop_ends_where_it_began() {
        let site = site(4, &[(0, 1, 1), (1, 2, 0), (2, 1, 0), (2, 3, 5), (1, 3, 6)]);
        let walk = walked(&site, 1);
        assert_eq!(stories(&walk, &walk.after.rows), [2], "what has no direction, and mentions, stand beside it");
        let back = &walk.rows[walk.after.rows[0]].onward;
        assert_eq!((stories(&walk, &back.rows), walk.rows[back.rows[0]].again), (vec![-1], Some(0)));
        assert_eq!(stories(&walk, &walk.before.rows), [0], "the way back is told once");
        assert!(!walk.before.end && walk.rows[walk.before.rows[0]].onward.end);
        // From within the loop, the way back leads over what came after, which is only named.
        let walk = walked(&site, 2);
        assert_eq!(stories(&walk, &walk.before.rows), [-1]);
        let back = &walk.rows[walk.before.rows[0]];
        assert_eq!((back.told, stories(&walk, &back.onward.rows)), (true, vec![0]));
    }

    #[test]
    fn a_loop_as_long_as_the_thread_leaves_nothing_out() {
        let site = site(5, &[(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 4, 0), (4, 0, 0)]);
        let walk = walked(&site, 0);
        assert!(walk.rows.iter().all(|row| row.onward.hidden == 0) && walk.before.rows.is_empty());
        assert_eq!(walk.rows.last().and_then(|row| row.again), Some(0));
    }

    #[test]
    fn two_ripples_between_the_same_two_are_one_step() {
        let site = site(2, &[(0, 1, 0), (0, 1, 1), (0, 1, 5), (0, 1, 7)]);
        let mut kinds = RippleKinds::default();
        kinds.0.push(kinds.get(3).clone());
        let walk = walk(&site, &kinds, EntryId(0), 4);
        assert_eq!((walk.rows.len(), walk.rows[1].ripples.len()), (2, 3));
    }
}
