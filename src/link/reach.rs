//! The numbers: reach, generations, families, chains and connectors, over listed stories and counting
//! ripples. All but `direct` and `reach` are taken on the graph in which each loop is one node. Nothing recurses.

use super::graph::{Graph, Groups, components, cut_points, cycle};
use crate::model::{Date, EntryId, Family, Numbers, Totals};
use std::ops::Range;

/// Stories whose reach is counted in one go. The memory for one family is 128 bytes for each of its stories.
const BLOCK: usize = 1_024;
const WORDS: usize = BLOCK / 64;

/// What is asked about one entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// Whether it is a story.
    pub(super) story: bool,
    /// Whether it is a listed story; nothing else is counted.
    pub(super) listed: bool,
    /// Its id, which decides between chains of the same length.
    pub(super) id: &'a str,
    /// When it happened, which orders a family.
    pub(super) happened: Option<Date>,
}

/// Stories that lead to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loop {
    /// A shortest loop through the first member by path, beginning with it.
    pub(super) way: Vec<EntryId>,
    /// How many stories belong to it.
    pub(super) members: usize,
}

/// Everything that was counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) numbers: Vec<Numbers>,
    pub(super) families: Vec<Family>,
    pub(super) totals: Totals,
    pub(super) loops: Vec<Loop>,
}

/// The stories with counting ripples, numbered in path order, and their graph with and without loops.
struct Joined {
    stories: Vec<EntryId>,
    out: Graph,
    /// The node of each story. A node's number is greater than those of all nodes that can be got to from it.
    node_of: Vec<u32>,
    /// The stories of each node.
    members: Graph,
    down: Graph,
    up: Graph,
    generation: Vec<u32>,
    depth: Vec<u32>,
    /// Ways from each node to an open end, saturating.
    ways: Vec<u64>,
}

/// The row of those that lead to nothing in a block.
const NOTHING: usize = 0;
/// A row that is not among the others yet.
const NEW: usize = usize::MAX;

/// For one block of stories: which of them can be got to, one bit for each. Where ripples are many, most nodes lead
/// to the same stories of a block, so each row is kept and counted once.
#[derive(Default)]
struct Rows {
    bits: Vec<[u64; WORDS]>,
    counts: Vec<u32>,
}

impl Rows {
    /// Begins a new block, with the row for nothing.
    fn clear(&mut self) {
        self.bits.clear();
        self.counts.clear();
        self.bits.push([0; WORDS]);
        self.counts.push(0);
    }

    /// The row with everything that some rows have, and with the node's own stories.
    fn joined(&mut self, rows: impl Iterator<Item = usize>, own: Range<usize>) -> usize {
        let (mut row, mut bits) = (NOTHING, [0; WORDS]);
        for other in rows.filter(|other| *other != NOTHING) {
            if other == row {
                continue;
            }
            let (before, more) = (bits, &self.bits[other]);
            bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
            if bits == *more {
                row = other;
            } else if bits != before {
                row = NEW;
            }
        }
        for story in own {
            bits[story / 64] |= 1 << (story % 64);
            row = NEW;
        }
        if row == NEW {
            row = self.bits.len();
            self.bits.push(bits);
            self.counts.push(bits.iter().map(|word| word.count_ones()).sum());
        }
        row
    }
}

/// Counts. `ripples` joins listed stories only, each with another; one entry for each kind that joins them.
pub(super) fn count(nodes: &[Node], ripples: &[(EntryId, EntryId)]) -> Counted {
    let joined = Joined::new(nodes, ripples);
    let quiet = |node: &Node| Numbers { quiet: node.listed, ..Numbers::default() };
    let mut counted = Counted { numbers: nodes.iter().map(quiet).collect(), ..Counted::default() };
    let mut reach = vec![0; joined.members.len()];
    let mut groups: Vec<(Family, Vec<usize>)> = Vec::new();
    let mut scratch = vec![0; joined.members.len()];
    for stories in joined.groups() {
        let mut family_nodes: Vec<usize> = stories.iter().map(|story| joined.node_of[*story] as usize).collect();
        family_nodes.sort_unstable();
        family_nodes.dedup();
        joined.reach(&family_nodes, &mut scratch, &mut reach);
        groups.push((joined.family(nodes, &stories, &family_nodes), stories));
    }
    groups.sort_by_key(|(family, _)| (std::cmp::Reverse(family.members.len()), family.members[0]));
    let cut = cut_points(&joined.undirected());
    for (place, (family, stories)) in (0..).zip(groups) {
        for story in stories {
            let numbers = joined.numbers(story, &reach, &cut, place);
            counted.numbers[joined.stories[story].index()] = numbers;
        }
        counted.families.push(family);
    }
    for (from, _) in ripples {
        if let Some(family) = counted.numbers[from.index()].family {
            counted.families[family as usize].ripples += 1;
        }
    }
    counted.totals = totals(nodes, &counted, ripples.len());
    counted.loops = joined.loops();
    counted
}

impl Joined {
    fn new(nodes: &[Node], ripples: &[(EntryId, EntryId)]) -> Self {
        // First which stories have ripples, then the place of each among those.
        let mut local = vec![0; nodes.len()];
        for (from, to) in ripples {
            (local[from.index()], local[to.index()]) = (1, 1);
        }
        let mut stories: Vec<EntryId> = Vec::new();
        for (story, local) in (0..).map(EntryId).zip(&mut local).filter(|(_, local)| **local > 0) {
            *local = u32::try_from(stories.len()).unwrap_or(u32::MAX);
            stories.push(story);
        }
        let edges: Vec<_> = ripples.iter().map(|(from, to)| (local[from.index()], local[to.index()])).collect();
        let out = Graph::new(stories.len(), &edges);
        let (node_of, count) = components(&out);
        let members = Graph::new(count, &node_of.iter().copied().zip(0..).collect::<Vec<_>>());
        let between = out.edges().map(|(from, to)| (node_of[from as usize], node_of[to as usize]));
        let down = Graph::new(count, &between.filter(|(from, to)| from != to).collect::<Vec<_>>());
        let up = down.reversed();
        let mut joined = Self {
            generation: vec![0; count],
            depth: vec![0; count],
            ways: vec![0; count],
            stories,
            out,
            node_of,
            members,
            down,
            up,
        };
        joined.measure();
        joined
    }

    /// Longest ways from roots and to open ends, and the number of ways to open ends.
    fn measure(&mut self) {
        for node in 0..self.members.len() {
            let after = self.down.of(node);
            self.depth[node] = after.iter().map(|after| self.depth[*after as usize] + 1).max().unwrap_or(0);
            let ways = after.iter().fold(0u64, |sum, after| sum.saturating_add(self.ways[*after as usize]));
            self.ways[node] = if after.is_empty() { 1 } else { ways };
        }
        for node in (0..self.members.len()).rev() {
            let before = self.up.of(node);
            self.generation[node] =
                before.iter().map(|before| self.generation[*before as usize] + 1).max().unwrap_or(0);
        }
    }

    /// The families: stories that are joined in any direction.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups = Groups::new(self.stories.len());
        for (from, to) in self.out.edges() {
            groups.join(from as usize, to as usize);
        }
        groups.groups()
    }

    /// Counts for each node of a family the stories that can be got to from it, those of its own loop
    /// included and one story itself excluded. `nodes` is rising, so what a node leads to comes before it.
    fn reach(&self, nodes: &[usize], local: &mut [u32], reach: &mut [u32]) {
        let mut starts = Vec::with_capacity(nodes.len() + 1);
        let mut stories = 0;
        for (place, node) in (0..).zip(nodes) {
            local[*node] = place;
            starts.push(stories);
            stories += self.members.of(*node).len();
        }
        starts.push(stories);
        let mut rows = Rows::default();
        let mut row_of = vec![NOTHING; nodes.len()];
        for block in (0..stories).step_by(BLOCK) {
            // Nodes before the first one with a story in the block lead to none of it.
            let first = starts.partition_point(|start| *start <= block) - 1;
            row_of[..first].fill(NOTHING);
            rows.clear();
            for (place, node) in nodes.iter().enumerate().skip(first) {
                let own = starts[place].max(block)..starts[place + 1].min(block + BLOCK);
                let after = self.down.of(*node).iter().map(|after| row_of[local[*after as usize] as usize]);
                let row = rows.joined(after, own.start - block..own.end.max(own.start) - block);
                row_of[place] = row;
                reach[*node] += rows.counts[row];
            }
        }
        for node in nodes {
            reach[*node] -= 1;
        }
    }

    fn family(&self, nodes: &[Node], stories: &[usize], family_nodes: &[usize]) -> Family {
        // The keys are made once, and small: this sorts nearly all stories of a site.
        let key = |story: &usize| {
            let happened = nodes[self.stories[*story].index()].happened;
            let day = happened.map_or(u32::MAX, |date| date.day_number());
            let day = u64::from(self.generation[self.node_of[*story] as usize]) << 32 | u64::from(day);
            (day, happened.and_then(|date| date.timestamp), self.stories[*story])
        };
        let mut members: Vec<_> = stories.iter().map(key).collect();
        members.sort_unstable();
        let members = members.into_iter().map(|(.., story)| story).collect();
        let roots = || family_nodes.iter().copied().filter(|node| self.up.of(*node).is_empty());
        let chains = roots().fold(0u64, |sum, root| sum.saturating_add(self.ways[root]));
        let deepest = roots().map(|root| self.depth[root]).max().unwrap_or(0);
        let mut next = roots().filter(|root| self.depth[*root] == deepest).min_by_key(|root| self.first(nodes, *root));
        let mut longest = Vec::new();
        while let Some(node) = next {
            longest.extend(self.first(nodes, node).map(|(_, story)| story));
            let after = self.down.of(node).iter().map(|after| *after as usize);
            let after = after.filter(|after| self.depth[*after] + 1 == self.depth[node]);
            next = after.min_by_key(|after| self.first(nodes, *after));
        }
        Family { members, ripples: 0, chains, longest }
    }

    /// The first story of a node by id, and where two have the same by path.
    fn first<'n>(&self, nodes: &[Node<'n>], node: usize) -> Option<(&'n str, EntryId)> {
        let stories = self.members.of(node).iter().map(|story| self.stories[*story as usize]);
        stories.map(|story| (nodes[story.index()].id, story)).min()
    }

    fn undirected(&self) -> Graph {
        Graph::new(self.down.len(), &self.down.edges().chain(self.up.edges()).collect::<Vec<_>>())
    }

    fn numbers(&self, story: usize, reach: &[u32], cut: &[bool], family: u32) -> Numbers {
        let node = self.node_of[story] as usize;
        Numbers {
            direct: u32::try_from(self.out.of(story).len()).unwrap_or(u32::MAX),
            reach: reach[node],
            generation: self.generation[node],
            depth: self.depth[node],
            root: self.up.of(node).is_empty(),
            open_end: self.down.of(node).is_empty(),
            quiet: false,
            connector: cut[node] && self.members.of(node).len() == 1,
            family: Some(family),
        }
    }

    /// One for each loop, by the path of its first member.
    fn loops(&self) -> Vec<Loop> {
        let nodes = (0..self.members.len()).map(|node| self.members.of(node)).filter(|members| members.len() > 1);
        let mut loops: Vec<Loop> = nodes
            .map(|members| {
                let way = cycle(&self.out, &self.node_of, members[0] as usize);
                Loop { way: way.iter().map(|story| self.stories[*story]).collect(), members: members.len() }
            })
            .collect();
        loops.sort_by_key(|found| found.way[0]);
        loops
    }
}

fn totals(nodes: &[Node], counted: &Counted, ripples: usize) -> Totals {
    let count = |wanted: fn(&Numbers) -> bool| {
        u32::try_from(counted.numbers.iter().filter(|numbers| wanted(numbers)).count()).unwrap_or(u32::MAX)
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let families = &counted.families;
    Totals {
        stories: number(nodes.iter().filter(|node| node.listed).count()),
        ripples: number(ripples),
        roots: count(|numbers| numbers.root),
        open_ends: count(|numbers| numbers.open_end),
        chains: families.iter().fold(0, |sum: u64, family| sum.saturating_add(family.chains)),
        longest: number(families.iter().map(|family| family.longest.len()).max().unwrap_or(0)),
        generation: counted.numbers.iter().map(|numbers| numbers.generation).max().unwrap_or(0),
        quiet: count(|numbers| numbers.quiet),
        families: number(families.len()),
        connectors: count(|numbers| numbers.connector),
    }
}
