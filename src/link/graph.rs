//! Graphs of small numbers: flat rows, loops, cut points and groups. Nothing here recurses, and nothing
//! here knows what a story is.

/// Rows of targets in one flat array.
#[derive(Debug, Default)]
pub(super) struct Graph {
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

impl Graph {
    /// Makes a graph of `count` nodes; `edges` may come in any order, and repetitions are dropped.
    pub(super) fn new(count: usize, edges: &[(u32, u32)]) -> Self {
        let mut offsets = vec![0u32; count + 1];
        for (from, _) in edges {
            offsets[*from as usize + 1] += 1;
        }
        for node in 1..offsets.len() {
            offsets[node] += offsets[node - 1];
        }
        let (mut next, mut targets) = (offsets.clone(), vec![0; edges.len()]);
        for (from, to) in edges {
            let place = &mut next[*from as usize];
            targets[*place as usize] = *to;
            *place += 1;
        }
        // Rows are short: sorting each is a small part of sorting all edges.
        let mut end = 0;
        for node in 0..count {
            let (start, stop) = (offsets[node] as usize, offsets[node + 1] as usize);
            targets[start..stop].sort_unstable();
            offsets[node] = u32::try_from(end).unwrap_or(u32::MAX);
            for place in start..stop {
                if place == start || targets[place] != targets[end - 1] {
                    targets[end] = targets[place];
                    end += 1;
                }
            }
        }
        offsets[count] = u32::try_from(end).unwrap_or(u32::MAX);
        targets.truncate(end);
        Self { offsets, targets }
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The targets of a node, rising.
    pub(super) fn of(&self, node: usize) -> &[u32] {
        &self.targets[self.offsets[node] as usize..self.offsets[node + 1] as usize]
    }

    /// All edges, sorted.
    pub(super) fn edges(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0u32..).zip(0..self.len()).flat_map(|(from, node)| self.of(node).iter().map(move |to| (from, *to)))
    }

    /// The same graph with every edge turned round.
    pub(super) fn reversed(&self) -> Self {
        Self::new(self.len(), &self.edges().map(|(from, to)| (to, from)).collect::<Vec<_>>())
    }
}

const UNSEEN: u32 = u32::MAX;

/// The strongly connected component of each node, and their number (Tarjan, with a stack of its own). A
/// component's number is greater than those of all components that can be got to from it.
pub(super) fn components(graph: &Graph) -> (Vec<u32>, usize) {
    let count = graph.len();
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let mut component = vec![UNSEEN; count];
    let (mut open, mut path): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    let (mut seen, mut found) = (0, 0);
    for start in 0..count {
        if order[start] != UNSEEN {
            continue;
        }
        let mut enter = Some(start);
        loop {
            if let Some(node) = enter.take() {
                (order[node], low[node]) = (seen, seen);
                seen += 1;
                open.push(node);
                path.push((node, 0));
            }
            let Some((node, next)) = path.last_mut() else { break };
            let node = *node;
            if let Some(target) = graph.of(node).get(*next).map(|target| *target as usize) {
                *next += 1;
                if order[target] == UNSEEN {
                    enter = Some(target);
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = open.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    (component, found as usize)
}

/// The nodes whose removal splits their group. The graph must have each edge in both directions.
pub(super) fn cut_points(graph: &Graph) -> Vec<bool> {
    let count = graph.len();
    let mut cut = vec![false; count];
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut seen = 0;
    for start in 0..count {
        if order[start] != UNSEEN {
            continue;
        }
        let mut branches = 0;
        path.push((start, 0));
        (order[start], low[start]) = (seen, seen);
        seen += 1;
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(target) = graph.of(node).get(*next).map(|target| *target as usize) {
                *next += 1;
                if order[target] == UNSEEN {
                    (order[target], low[target]) = (seen, seen);
                    seen += 1;
                    path.push((target, 0));
                } else {
                    // The edge back to the parent does no harm: it never goes below the parent's own number.
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            path.pop();
            let Some((above, _)) = path.last() else { break };
            low[*above] = low[*above].min(low[node]);
            if *above == start {
                branches += 1;
            } else if low[node] >= order[*above] {
                cut[*above] = true;
            }
        }
        cut[start] = branches > 1;
    }
    cut
}

/// A shortest way from a node back to itself that stays in its component, beginning with the node.
pub(super) fn cycle(graph: &Graph, component: &[u32], start: usize) -> Vec<usize> {
    let mut from = std::collections::HashMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for target in graph.of(node).iter().map(|target| *target as usize) {
            if target == start {
                let mut way = vec![node];
                while let Some(before) = from.get(&way[way.len() - 1]) {
                    way.push(*before);
                }
                way.reverse();
                return way;
            }
            if component[target] == component[start] && !from.contains_key(&target) {
                from.insert(target, node);
                queue.push_back(target);
            }
        }
    }
    vec![start]
}

/// Things joined into groups, by disjoint sets.
pub(super) struct Groups {
    parents: Vec<usize>,
    joined: bool,
}

impl Groups {
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect(), joined: false }
    }

    /// The least member of a thing's group.
    fn first(&mut self, mut thing: usize) -> usize {
        while self.parents[thing] != thing {
            self.parents[thing] = self.parents[self.parents[thing]];
            thing = self.parents[thing];
        }
        thing
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.parents[a.max(b)] = a.min(b);
        self.joined = true;
    }

    /// Groups of two or more, each in rising order, by their first member.
    pub(super) fn groups(&mut self) -> Vec<Vec<usize>> {
        if !self.joined {
            return Vec::new();
        }
        let mut groups = vec![Vec::new(); self.parents.len()];
        for thing in 0..self.parents.len() {
            groups[self.first(thing)].push(thing);
        }
        groups.retain(|group| group.len() > 1);
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_last_first() {
        let graph = Graph::new(6, &[(0, 5), (1, 2), (2, 3), (2, 1), (4, 4), (0, 1), (0, 1)]);
        let (component, count) = components(&graph);
        assert_eq!(count, 5);
        assert_eq!(component[1], component[2]);
        assert!(component[0] > component[1] && component[1] > component[3] && component[0] > component[5]);
        assert_eq!(cycle(&graph, &component, 1), [1, 2]);
        assert_eq!(graph.reversed().of(1), [0, 2]);
    }

    #[test]
    fn cut_points_of_a_bow_tie() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2), (4, 5)];
        let both: Vec<_> = edges.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        assert_eq!(cut_points(&Graph::new(6, &both)), [false, false, true, false, true, false]);
    }

    #[test]
    fn long_lines_do_not_recurse() {
        let count = 100_000;
        let graph = Graph::new(count as usize, &(1..count).map(|node| (node - 1, node)).collect::<Vec<_>>());
        assert_eq!(components(&graph).1, count as usize);
        let both: Vec<_> = graph.edges().chain(graph.reversed().edges()).collect();
        assert_eq!(cut_points(&Graph::new(count as usize, &both)).iter().filter(|cut| **cut).count(), 99_998);
        let ring: Vec<_> = graph.edges().chain([(count - 1, 0)]).collect();
        let ring = Graph::new(count as usize, &ring);
        let (component, found) = components(&ring);
        assert_eq!((found, cycle(&ring, &component, 0).len()), (1, count as usize));
    }

    #[test]
    fn groups_are_sorted() {
        let mut groups = Groups::new(5);
        groups.join(4, 2);
        groups.join(1, 4);
        assert_eq!(groups.groups(), [[1, 2, 4]]);
    }
}
