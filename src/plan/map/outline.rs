//! A family as an outline: under whom each story stands, in which order, and in which row. Knows stories only as
//! small numbers, so that the same family gives the same outline everywhere. Nothing here recurses.

/// How often children are put in order by what they are joined to.
const ROUNDS: usize = 6;

/// Who led to whom, among stories that are numbered from the oldest on.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    /// Each story's generation. The members of a loop share one.
    pub(super) generations: Vec<u32>,
    /// From the earlier story to the later one, sorted, each once. None leads to an earlier generation.
    pub(super) edges: Vec<(usize, usize)>,
}

impl Kin {
    /// Sorts the edges and drops what cannot be one.
    pub(super) fn new(generations: Vec<u32>, mut edges: Vec<(usize, usize)>) -> Self {
        edges.retain(|(from, to)| from != to && generations[*from] <= generations[*to]);
        edges.sort_unstable();
        edges.dedup();
        Self { generations, edges }
    }

    pub(super) fn len(&self) -> usize {
        self.generations.len()
    }

    /// Whether two stories stand in one column.
    pub(super) fn beside(&self, one: usize, other: usize) -> bool {
        self.generations[one] == self.generations[other]
    }
}

/// A family as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The story under which each stands: one that led to it. None for those with which it begins.
    pub(super) parents: Vec<Option<usize>>,
    /// The order in which the stories are read: each after the one under which it stands.
    pub(super) order: Vec<usize>,
    /// How many stories each stands under.
    pub(super) depths: Vec<u32>,
    /// The row of each in the drawing. The first of the stories that one led to stands in its row.
    pub(super) rows: Vec<usize>,
}

/// Finds the outline of a family. Stories keep the order of their numbers, except where another one keeps those
/// nearer to each other that are joined over more than one branch.
pub(super) fn outline(kin: &Kin) -> Outline {
    let parents = parents(kin);
    let mut branches = Branches::new(kin, &parents);
    let mut best = branches.outline(&parents);
    let cross: Vec<(usize, usize)> =
        kin.edges.iter().copied().filter(|(from, to)| parents[*to] != Some(*from)).collect();
    let mut least = length(&cross, &best.rows);
    let mut last = best.clone();
    for _ in 0..ROUNDS {
        if least == 0 {
            break;
        }
        branches.reorder(kin, &cross, &last);
        last = branches.outline(&parents);
        let length = length(&cross, &last.rows);
        if length < least {
            (least, best) = (length, last.clone());
        }
    }
    best
}

/// Rows that lie between the ends of edges which join branches.
fn length(cross: &[(usize, usize)], rows: &[usize]) -> usize {
    cross.iter().map(|(from, to)| rows[*from].abs_diff(rows[*to])).sum()
}

/// Under whom each story stands: the one that led to it and is nearest to it; of those the oldest. In a loop that
/// began with none of its members' elders, the oldest of them begins.
fn parents(kin: &Kin) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = vec![None; kin.len()];
    for (from, to) in &kin.edges {
        let nearer = |other: usize| kin.generations[*from] > kin.generations[other];
        if !kin.beside(*from, *to) && parents[*to].is_none_or(nearer) {
            parents[*to] = Some(*from);
        }
    }
    let mut settled: Vec<bool> = parents.iter().map(Option::is_some).collect();
    let mut queue: Vec<usize> = (0..kin.len()).filter(|story| settled[*story]).collect();
    for next in 0..=kin.len() {
        // Through loops, the nearest first.
        let mut place = 0;
        while let Some(from) = queue.get(place).copied() {
            place += 1;
            let start = kin.edges.partition_point(|edge| *edge < (from, 0));
            for (_, to) in kin.edges[start..].iter().take_while(|edge| edge.0 == from) {
                if kin.beside(from, *to) && !settled[*to] {
                    (parents[*to], settled[*to]) = (Some(from), true);
                    queue.push(*to);
                }
            }
        }
        queue.clear();
        if next < kin.len() && !settled[next] {
            settled[next] = true;
            queue.push(next);
        }
    }
    parents
}

/// What stands under each story, and what begins, in the order in which it is read.
struct Branches {
    roots: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// Whether a story stands under another of its own column.
    looped: Vec<bool>,
}

impl Branches {
    fn new(kin: &Kin, parents: &[Option<usize>]) -> Self {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); kin.len()];
        let mut roots = Vec::new();
        for (story, parent) in parents.iter().enumerate() {
            match parent {
                Some(parent) => children[*parent].push(story),
                None => roots.push(story),
            }
        }
        let looped = parents.iter().enumerate().map(|(story, parent)| parent.is_some_and(|p| kin.beside(p, story)));
        let mut branches = Self { roots, children, looped: looped.collect() };
        for children in &mut branches.children {
            children.sort_by_key(|child| branches.looped[*child]);
        }
        branches
    }

    fn outline(&self, parents: &[Option<usize>]) -> Outline {
        let count = parents.len();
        let mut order = Vec::with_capacity(count);
        let (mut depths, mut rows, mut next_row) = (vec![0; count], vec![0; count], 0);
        let mut open: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(story) = open.pop() {
            order.push(story);
            let above = parents[story];
            depths[story] = above.map_or(0, |above| depths[above] + 1);
            let straight = above.filter(|above| self.children[*above].first() == Some(&story) && !self.looped[story]);
            rows[story] = straight.map_or(next_row, |above| rows[above]);
            next_row = next_row.max(rows[story] + 1);
            open.extend(self.children[story].iter().rev());
        }
        Outline { parents: parents.to_vec(), order, depths, rows }
    }

    /// Puts branches nearer to what they are joined to: by the mean row of the other ends of their edges (the
    /// barycentre pass of layered drawings, on whole branches).
    fn reorder(&mut self, kin: &Kin, cross: &[(usize, usize)], now: &Outline) {
        let count = kin.len();
        // Each branch is a run of the order.
        let (mut place, mut end) = (vec![0; count], vec![0; count]);
        for (index, story) in now.order.iter().enumerate() {
            (place[*story], end[*story]) = (index, index + 1);
        }
        for story in now.order.iter().rev() {
            if let Some(above) = now.parents[*story] {
                end[above] = end[above].max(end[*story]);
            }
        }
        let (mut sums, mut counts) = (vec![0u64; count], vec![0u64; count]);
        for (from, to) in cross {
            for (inner, outer) in [(*from, *to), (*to, *from)] {
                let mut branch = Some(inner);
                while let Some(story) = branch.filter(|b| !(place[*b]..end[*b]).contains(&place[outer])) {
                    sums[story] += now.rows[outer] as u64 * 16;
                    counts[story] += 1;
                    branch = now.parents[story];
                }
            }
        }
        // Half way to where it is drawn, so that two that are drawn to each other do not change places for ever.
        let key = |story: &usize| {
            let row = now.rows[*story] as u64 * 16;
            sums[*story].checked_div(counts[*story]).map_or(row, |mean| u64::midpoint(row, mean))
        };
        // A family begins with its oldest story.
        if let Some((_, roots)) = self.roots.split_first_mut() {
            roots.sort_by_key(&key);
        }
        for children in &mut self.children {
            children.sort_by_key(|child| (self.looped[*child], key(child)));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any family of up to `most` stories: generations as the longest way, and a loop where an edge leads back.
    pub(in super::super) fn families(most: usize) -> impl Strategy<Value = Kin> {
        (2..=most).prop_flat_map(|count| {
            let edge = (0..count, 0..count);
            (Just(count), prop::collection::vec(edge, 1..count * 2), prop::collection::vec(any::<bool>(), count))
                .prop_map(|(count, edges, back)| kin(count, &edges, &back))
        })
    }

    /// Edges lead from the lower number to the higher; some of those inside a generation lead back as well.
    fn kin(count: usize, edges: &[(usize, usize)], back: &[bool]) -> Kin {
        let mut edges: Vec<_> = edges.iter().map(|(a, b)| (*a.min(b), *a.max(b))).filter(|(a, b)| a != b).collect();
        edges.sort_unstable();
        let mut generations = vec![0; count];
        for (from, to) in &edges {
            // What is one number apart and marked is a loop: it shares its generation.
            let step = u32::from(!(back[*to] && to - from == 1));
            generations[*to] = generations[*to].max(generations[*from] + step);
        }
        let loops: Vec<_> =
            edges.iter().filter(|(a, b)| generations[*a] == generations[*b]).map(|(a, b)| (*b, *a)).collect();
        edges.extend(loops);
        Kin::new(generations, edges)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_story_stands_once_and_after_one_that_led_to_it(kin in families(40)) {
            let outline = outline(&kin);
            let mut seen = vec![false; kin.len()];
            for story in &outline.order {
                prop_assert!(!seen[*story]);
                if let Some(above) = outline.parents[*story] {
                    prop_assert!(seen[above] && kin.edges.contains(&(above, *story)));
                    prop_assert_eq!(outline.depths[*story], outline.depths[above] + 1);
                    prop_assert!(outline.rows[*story] >= outline.rows[above]);
                } else {
                    prop_assert!(kin.edges.iter().all(|(from, to)| to != story || kin.beside(*from, *to)));
                }
                seen[*story] = true;
            }
            prop_assert!(seen.iter().all(|seen| *seen));
            prop_assert_eq!(&outline, &super::outline(&kin));
        }

        #[test]
        fn it_is_read_row_by_row_and_no_two_stand_in_one_place(kin in families(40)) {
            let outline = outline(&kin);
            let place = |story: &usize| (outline.rows[*story], kin.generations[*story]);
            prop_assert!(outline.order.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
        }
    }

    #[test]
    fn a_long_line_and_a_wide_star_are_outlined_at_once() {
        let count = 20_000;
        let line = Kin::new((0..).take(count).collect(), (1..count).map(|to| (to - 1, to)).collect());
        let outlined = outline(&line);
        assert_eq!((outlined.rows[count - 1], outlined.depths[count - 1]), (0, 19_999));
        let star = Kin::new((0..5_000).map(|to| u32::from(to > 0)).collect(), (1..5_000).map(|to| (0, to)).collect());
        assert_eq!(outline(&star).rows[4_999], 4_998);
        let into = Kin::new(
            (0..5_000).map(|to| u32::from(to == 4_999)).collect(),
            (0..4_999).map(|from| (from, 4_999)).collect(),
        );
        assert_eq!(outline(&into).rows[4_998], 4_998);
    }

    #[test]
    fn a_ladder_of_diamonds_has_two_rows() {
        // 0 → 1, 2 → 3 → 4, 5 → 6 …
        let mut edges = Vec::new();
        let mut generations = vec![0];
        for rung in 0..60 {
            let top = rung * 3;
            edges.extend([(top, top + 1), (top, top + 2), (top + 1, top + 3), (top + 2, top + 3)]);
            let generation = generations[top] + 1;
            generations.extend([generation, generation, generation + 1]);
        }
        let outline = outline(&Kin::new(generations, edges));
        assert!(outline.order.len() == 181 && outline.parents.iter().filter(|parent| parent.is_none()).count() == 1);
    }

    #[test]
    fn a_branch_moves_to_what_it_is_joined_to() {
        // 0 led to 1, 2, 3 and 4; 4 and 1 both led to 5.
        let kin = Kin::new(vec![0, 1, 1, 1, 1, 2], vec![(0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (4, 5)]);
        let outline = outline(&kin);
        assert_eq!(outline.parents[5], Some(1));
        assert_eq!(outline.rows[1].abs_diff(outline.rows[4]), 1, "{outline:?}");
    }

    #[test]
    fn a_loop_begins_with_its_oldest_story_and_stands_in_one_column() {
        let kin = Kin::new(vec![0, 0, 0, 1], vec![(0, 1), (1, 2), (2, 0), (1, 3)]);
        let outline = outline(&kin);
        assert_eq!(outline.parents, [None, Some(0), Some(1), Some(1)]);
        assert_eq!(outline.order, [0, 1, 3, 2]);
        assert_eq!(outline.rows, [0, 1, 2, 1]);
    }
}
