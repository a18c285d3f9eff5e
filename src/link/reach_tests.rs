//! Tests of the numbers: every one against a slow and obvious way of counting it, and odd shapes at full size.

use super::reach::{Counted, Node, count};
use super::testing::{open, story};
use crate::model::EntryId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

fn id(place: usize) -> EntryId {
    EntryId(u32::try_from(place).unwrap())
}

fn counted(stories: usize, ripples: &[(usize, usize)]) -> Counted {
    // Ids run against the order of paths, so that a tie decided by path shows.
    let ids: Vec<String> = (0..stories).map(|place| format!("s{:06}", stories - place)).collect();
    let nodes: Vec<Node> = ids.iter().map(|id| Node { story: true, listed: true, id, happened: None }).collect();
    let ripples: Vec<_> = ripples.iter().map(|(from, to)| (id(*from), id(*to))).collect();
    count(&nodes, &ripples)
}

/// The graph in which each loop is one node, made without any cleverness.
struct Slow {
    reach: Vec<Vec<bool>>,
    /// The smallest story of each story's loop.
    node: Vec<usize>,
    /// Edges between nodes.
    down: BTreeMap<usize, BTreeSet<usize>>,
    /// All ways from a root to an open end.
    ways: Vec<Vec<usize>>,
}

impl Slow {
    fn new(stories: usize, ripples: &[(usize, usize)]) -> Self {
        let mut reach = vec![vec![false; stories]; stories];
        for (from, to) in ripples {
            reach[*from][*to] = true;
        }
        for middle in 0..stories {
            for from in 0..stories {
                for to in 0..stories {
                    reach[from][to] |= reach[from][middle] && reach[middle][to];
                }
            }
        }
        let mutual = |a: usize, b: usize| a == b || (reach[a][b] && reach[b][a]);
        let node: Vec<usize> = (0..stories).map(|a| (0..stories).find(|b| mutual(a, *b)).unwrap()).collect();
        let mut down: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (from, to) in ripples {
            for end in [from, to] {
                down.entry(node[*end]).or_default();
            }
            if node[*from] != node[*to] {
                down.entry(node[*from]).or_default().insert(node[*to]);
            }
        }
        let mut slow = Self { reach, node, down, ways: Vec::new() };
        let mut open: Vec<Vec<usize>> =
            slow.down.keys().filter(|node| slow.is_root(**node)).map(|node| vec![*node]).collect();
        while let Some(way) = open.pop() {
            let after = &slow.down[way.last().unwrap()];
            open.extend(after.iter().map(|after| [way.as_slice(), &[*after]].concat()));
            if after.is_empty() {
                slow.ways.push(way);
            }
        }
        slow
    }

    fn is_root(&self, node: usize) -> bool {
        !self.down.values().any(|after| after.contains(&node))
    }

    /// The nodes joined to one in any direction, with one node taken out.
    fn joined(&self, start: usize, without: Option<usize>) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([start]);
        loop {
            let edges = self.down.iter().flat_map(|(from, after)| after.iter().map(move |to| (*from, *to)));
            let more: Vec<usize> = edges
                .filter(|(from, to)| Some(*from) != without && Some(*to) != without)
                .filter_map(
                    |(from, to)| if seen.contains(&from) { Some(to) } else { seen.contains(&to).then_some(from) },
                )
                .filter(|node| !seen.contains(node))
                .collect();
            if more.is_empty() {
                return seen;
            }
            seen.extend(more);
        }
    }
}

fn graphs() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (2usize..9).prop_flat_map(|stories| {
        let edge = (0..stories, 0..stories).prop_filter("no story names itself", |(from, to)| from != to);
        (Just(stories), proptest::collection::vec(edge, 0..stories * 2))
    })
}

/// Larger ones, and mostly without loops.
fn lines() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (2usize..40).prop_flat_map(|stories| {
        let edge =
            (0..stories, 0..stories).prop_filter_map("forwards", |(a, b)| (a != b).then_some((a.min(b), a.max(b))));
        (Just(stories), proptest::collection::vec(edge, 0..stories))
    })
}

fn check(stories: usize, ripples: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let slow = Slow::new(stories, ripples);
    let fast = counted(stories, ripples);
    let size = |node: usize| slow.node.iter().filter(|other| **other == node).count();
    for story in 0..stories {
        let (numbers, node) = (&fast.numbers[story], slow.node[story]);
        let quiet = !ripples.iter().any(|(from, to)| *from == story || *to == story);
        prop_assert_eq!(numbers.quiet, quiet);
        prop_assert_eq!(numbers.family.is_none(), quiet);
        if quiet {
            continue;
        }
        let direct: BTreeSet<usize> = ripples.iter().filter(|(from, _)| *from == story).map(|(_, to)| *to).collect();
        prop_assert_eq!(numbers.direct as usize, direct.len());
        let reach = (0..stories).filter(|other| *other != story && slow.reach[story][*other]).count();
        prop_assert_eq!(numbers.reach as usize, reach);
        let places =
            || slow.ways.iter().filter_map(|way| Some((way.iter().position(|other| *other == node)?, way.len())));
        prop_assert_eq!(numbers.generation as usize, places().map(|(place, _)| place).max().unwrap());
        prop_assert_eq!(numbers.depth as usize, places().map(|(place, len)| len - place - 1).max().unwrap());
        prop_assert_eq!(numbers.root, slow.is_root(node));
        prop_assert_eq!(numbers.open_end, slow.down[&node].is_empty());
        let family = slow.joined(node, None);
        let members: BTreeSet<usize> = (0..stories).filter(|other| family.contains(&slow.node[*other])).collect();
        let found = &fast.families[numbers.family.unwrap() as usize];
        prop_assert_eq!(&found.members.iter().map(|id| id.index()).collect::<BTreeSet<_>>(), &members);
        let ways: Vec<_> = slow.ways.iter().filter(|way| family.contains(&way[0])).collect();
        prop_assert_eq!(found.chains, ways.len() as u64);
        // Ids run against paths, so the first by id is the greatest number, and of a loop its last member.
        let shown = |way: &&Vec<usize>| {
            way.iter()
                .map(|node| (0..stories).rev().find(|story| slow.node[*story] == *node).unwrap())
                .collect::<Vec<_>>()
        };
        let longest = ways.iter().map(shown).max_by_key(|way| (way.len(), way.clone())).unwrap();
        prop_assert_eq!(found.longest.iter().map(|id| id.index()).collect::<Vec<_>>(), longest);
        let inside = ripples.iter().filter(|(from, _)| members.contains(from)).count();
        prop_assert_eq!(found.ripples as usize, inside);
        let rest = family.iter().copied().find(|other| *other != node);
        let splits = rest.is_some_and(|rest| slow.joined(rest, Some(node)).len() + 1 < family.len());
        prop_assert_eq!(numbers.connector, splits && size(node) == 1);
    }
    let loops: BTreeSet<usize> = slow.node.iter().copied().filter(|node| size(*node) > 1).collect();
    prop_assert_eq!(
        fast.loops.iter().map(|found| found.way[0].index()).collect::<Vec<_>>(),
        loops.into_iter().collect::<Vec<_>>()
    );
    for found in &fast.loops {
        let next = found.way.iter().cycle().skip(1);
        prop_assert!(found.way.iter().zip(next).all(|(from, to)| ripples.contains(&(from.index(), to.index()))));
        prop_assert_eq!(found.members, size(found.way[0].index()));
    }
    let totals = fast.totals;
    prop_assert_eq!(totals.chains, slow.ways.len() as u64);
    prop_assert_eq!(totals.longest as usize, slow.ways.iter().map(Vec::len).max().unwrap_or(0));
    prop_assert_eq!(totals.ripples as usize, ripples.len());
    prop_assert_eq!(totals.families as usize, fast.families.len());
    prop_assert!(fast.families.windows(2).all(|pair| pair[0].members.len() >= pair[1].members.len()));
    Ok(())
}

proptest! {
    #[test]
    fn every_number_is_what_slow_counting_finds((stories, ripples) in graphs()) {
        check(stories, &ripples)?;
    }

    #[test]
    fn every_number_is_right_on_larger_trees((stories, ripples) in lines()) {
        check(stories, &ripples)?;
    }

    #[test]
    fn adding_a_ripple_never_shrinks_a_reach((stories, ripples) in graphs()) {
        let all = counted(stories, &ripples);
        let fewer = counted(stories, &ripples[..ripples.len().saturating_sub(1)]);
        for (all, fewer) in all.numbers.iter().zip(&fewer.numbers) {
            prop_assert!(all.reach >= fewer.reach && all.direct >= fewer.direct);
        }
    }

    #[test]
    fn turning_all_ripples_round_swaps_both_directions((stories, ripples) in graphs()) {
        let turned: Vec<_> = ripples.iter().map(|(from, to)| (*to, *from)).collect();
        let (forth, back) = (counted(stories, &ripples), counted(stories, &turned));
        let slow = Slow::new(stories, &ripples);
        for (story, (forth, back)) in forth.numbers.iter().zip(&back.numbers).enumerate() {
            let ancestors = (0..stories).filter(|other| *other != story && slow.reach[*other][story]).count();
            prop_assert_eq!(back.reach as usize, ancestors);
            prop_assert_eq!((forth.generation, forth.depth, forth.connector), (back.depth, back.generation, back.connector));
            prop_assert_eq!((forth.root, forth.open_end), (back.open_end, back.root));
        }
        prop_assert_eq!(forth.totals.chains, back.totals.chains);
    }
}

#[test]
fn the_example_site() {
    let made = (1..=8).map(|place| {
        let made = story(&format!("story-{place}"));
        match place {
            4 | 6 => made.ripple("paid-forward", &format!("story-{}", place + 1)),
            _ => made,
        }
    });
    let linked = open(made.collect());
    let totals = linked.site.totals;
    assert_eq!((totals.stories, totals.ripples, totals.roots, totals.open_ends), (8, 2, 2, 2));
    assert_eq!((totals.chains, totals.longest, totals.generation, totals.quiet), (2, 2, 1, 4));
    assert_eq!((totals.families, totals.connectors), (2, 0));
    assert_eq!(linked.site.families.iter().map(|family| family.members.len()).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(linked.site.families[0].longest, [EntryId(3), EntryId(4)]);
}

#[test]
fn twenty_thousand_in_one_line() {
    let count = 20_000;
    let ripples: Vec<_> = (1..count).map(|place| (place - 1, place)).collect();
    let started = Instant::now();
    let counted = counted(count, &ripples);
    assert!(started.elapsed() < Duration::from_secs(20));
    let (first, last) = (&counted.numbers[0], &counted.numbers[count - 1]);
    assert_eq!((first.reach, first.depth, first.generation), (19_999, 19_999, 0));
    assert_eq!((last.reach, last.depth, last.generation), (0, 0, 19_999));
    assert_eq!((counted.totals.longest, counted.totals.chains, counted.totals.connectors), (20_000, 1, 19_998));
}

#[test]
fn five_thousand_into_one() {
    let ripples: Vec<_> = (1..=5_000).map(|place| (place, 0)).collect();
    let counted = counted(5_001, &ripples);
    assert_eq!((counted.totals.roots, counted.totals.open_ends, counted.totals.chains), (5_000, 1, 5_000));
    assert!(counted.numbers[0].connector && counted.numbers[1].reach == 1);
}

#[test]
fn sixty_diamonds_in_a_row() {
    let diamond = |place: usize| [(0, 1), (0, 2), (1, 3), (2, 3)].map(|(from, to)| (place * 3 + from, place * 3 + to));
    let ripples = |count: usize| (0..count).flat_map(diamond).collect::<Vec<_>>();
    assert_eq!(counted(181, &ripples(60)).totals.chains, 1 << 60);
    let many = counted(301, &ripples(100));
    assert_eq!((many.totals.chains, many.totals.longest, many.numbers[0].reach), (u64::MAX, 201, 300));
}

#[test]
fn a_loop_alone_begins_and_ends_itself() {
    let counted = counted(3, &[(0, 1), (1, 0)]);
    let member = counted.numbers[0];
    assert!(member.root && member.open_end && !member.quiet && !member.connector);
    assert_eq!((member.direct, member.reach, member.generation, member.depth), (1, 1, 0, 0));
    assert_eq!((counted.totals.chains, counted.totals.longest, counted.totals.families), (1, 1, 1));
    assert_eq!(counted.totals.quiet, 1);
}
