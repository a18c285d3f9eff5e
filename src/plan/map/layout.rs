//! Where everything stands in the drawing of a family: one column for each generation, one row for each branch. Pure,
//! and on whole numbers only (CSS pixels), so that every machine draws the same bytes.

use super::lines::{self, Line};
use super::outline::{Kin, Outline};

/// From one column to the next, where no line needs room between them.
const COLUMN: i32 = 214;

/// Half a seal.
pub(super) const SEAL: i32 = 24;

/// Where the words begin beside the middle of a seal, and how much room they have.
pub(super) const WORDS: (i32, i32) = (32, 150);

/// The middle of the first seal in the first row, and the foot of the words over the columns.
const FIRST: (i32, i32) = (28, 68);

/// From one line of a title to the next.
const LEADING: i32 = 20;

/// Between two lines that run beside each other, and between them and what is around them.
pub(super) const LANE: i32 = 14;
const AIR: i32 = 8;

/// More rows than this stand closer together, with shorter titles.
const ROOMY: usize = 12;

/// A drawing without its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The columns: where each begins, and which generation stands in it.
    pub(super) heads: Vec<(i32, u32)>,
    /// The middle of each story's seal.
    pub(super) spots: Vec<(i32, i32)>,
    pub(super) lines: Vec<Line>,
    /// Lines of a title.
    pub(super) title_lines: usize,
    /// Edges that are not drawn, because there are too many.
    pub(super) undrawn: usize,
}

/// Which column and row each story stands in, and where columns and rows are.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The column of each story, without empty columns.
    pub(super) columns: Vec<usize>,
    pub(super) rows: Vec<usize>,
    /// The middle of each column's seals.
    pub(super) xs: Vec<i32>,
    /// The middle of each row's seals.
    pub(super) ys: Vec<i32>,
    /// From the middle of a seal to the foot of its words.
    pub(super) depth: i32,
}

impl Table {
    /// The middle of a story's seal.
    pub(super) fn spot(&self, story: usize) -> (i32, i32) {
        (self.xs[self.columns[story]], self.ys[self.rows[story]])
    }
}

/// Lays out a family.
pub(super) fn layout(kin: &Kin, outline: &Outline) -> Layout {
    let mut generations = kin.generations.clone();
    generations.sort_unstable();
    generations.dedup();
    let column = |generation: &u32| generations.binary_search(generation).unwrap_or_default();
    let columns: Vec<usize> = kin.generations.iter().map(column).collect();
    let row_count = outline.rows.iter().max().map_or(0, |row| row + 1);
    let title_lines = if row_count > ROOMY { 2 } else { 3 };
    // Two or three lines of a title, and a line of facts: 64 or 84.
    let depth = foot(title_lines);
    let routes = lines::routes(kin, outline, &columns, generations.len(), row_count);
    let table = Table {
        xs: places(FIRST.0, COLUMN, generations.len(), |gap| routes.gap(gap), 0),
        ys: places(FIRST.1, depth + SEAL - 2, row_count, |gap| routes.band(gap), 1),
        columns,
        rows: outline.rows.clone(),
        depth,
    };
    let last = (table.xs.last().copied().unwrap_or_default(), table.ys.last().copied().unwrap_or_default());
    let below = room(row_count.checked_sub(1).map_or(0, |row| routes.band(row)));
    Layout {
        width: last.0 + WORDS.0 + WORDS.1 - 4,
        height: last.1 + depth + AIR + below,
        // The first begins where the rule under it does, whatever runs before its column.
        heads: table.xs.iter().map(|x| if *x == table.xs[0] { 0 } else { x - FIRST.0 }).zip(generations).collect(),
        spots: (0..kin.len()).map(|story| table.spot(story)).collect(),
        lines: routes.draw(&table),
        title_lines,
        undrawn: routes.undrawn,
    }
}

/// From the middle of a seal to the foot of the words beside it.
fn foot(title_lines: usize) -> i32 {
    LEADING * i32::try_from(title_lines).unwrap_or(3) + SEAL
}

/// Room for lines that run beside each other.
fn room(lanes: usize) -> i32 {
    if lanes == 0 { 0 } else { AIR + LANE * i32::try_from(lanes).unwrap_or(i32::MAX / 64) }
}

/// Places at equal steps, with more room where lines run. The lanes of a column are before it, those of a row after.
fn places(first: i32, step: i32, count: usize, lanes: impl Fn(usize) -> usize, after: usize) -> Vec<i32> {
    let mut places: Vec<i32> = Vec::with_capacity(count);
    for index in 0..count {
        let room = index.checked_sub(after).map_or(0, |gap| room(lanes(gap)));
        places.push(places.last().map_or(first, |last| last + step) + room);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::lines::Step;
    use super::super::outline::{outline, tests::families};
    use super::*;
    use proptest::prelude::*;

    fn laid_out(kin: &Kin) -> Layout {
        layout(kin, &outline(kin))
    }

    type Area = (i32, i32, i32, i32);

    /// Left, top, right and foot of what a story takes: its seal, and its words.
    fn areas(layout: &Layout, story: usize) -> [Area; 2] {
        let (x, y) = layout.spots[story];
        let foot = y + foot(layout.title_lines);
        [(x - SEAL, y - SEAL, x + SEAL, y + SEAL), (x + WORDS.0, y + 7, x + WORDS.0 + WORDS.1, foot)]
    }

    fn overlap(a: Area, b: Area) -> bool {
        a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
    }

    /// Points of a line, close to each other. A curve is taken as its sixteen chords.
    fn points(line: &Line) -> Vec<(i32, i32)> {
        let (mut points, mut at) = (Vec::new(), (0, 0));
        for step in &line.steps {
            let to = match *step {
                Step::Begin(x, y) => {
                    at = (x, y);
                    at
                }
                Step::Across(x) => (x, at.1),
                Step::Down(y) => (at.0, y),
                Step::Line(x, y) => (x, y),
                Step::Curve(one, two, to) => {
                    for t in 1..16 {
                        let u = 16 - t;
                        let mix = |a: i32, b: i32, c: i32, d: i32| {
                            (u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d) / 4096
                        };
                        points.push((mix(at.0, one.0, two.0, to.0), mix(at.1, one.1, two.1, to.1)));
                    }
                    to
                }
            };
            let steps = (to.0 - at.0).abs().max((to.1 - at.1).abs()).max(1);
            if !matches!(step, Step::Curve(..)) {
                points
                    .extend((0..=steps).map(|i| (at.0 + (to.0 - at.0) * i / steps, at.1 + (to.1 - at.1) * i / steps)));
            }
            at = to;
        }
        points
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn edges_lead_on_and_nothing_lies_on_anything(kin in families(24)) {
            let layout = laid_out(&kin);
            let all: Vec<[Area; 2]> = (0..kin.len()).map(|story| areas(&layout, story)).collect();
            for (story, own) in all.iter().enumerate() {
                for area in own {
                    prop_assert!(area.0 >= 0 && area.1 > 40 && area.2 <= layout.width + 4 && area.3 <= layout.height);
                }
                for other in &all[..story] {
                    let pairs = own.iter().flat_map(|one| other.iter().map(move |two| (*one, *two)));
                    prop_assert!(pairs.into_iter().all(|(one, two)| !overlap(one, two)), "{} {:?}", story, layout.spots);
                }
            }
            for (from, to) in &kin.edges {
                let (from_x, to_x) = (layout.spots[*from].0, layout.spots[*to].0);
                let leads_on = if kin.beside(*from, *to) { from_x == to_x } else { to_x >= from_x + COLUMN };
                prop_assert!(leads_on);
            }
        }

        #[test]
        fn every_edge_is_a_line_that_touches_its_ends_and_no_other_story(kin in families(24)) {
            let layout = laid_out(&kin);
            prop_assert_eq!(layout.undrawn, 0);
            let mut drawn: Vec<_> = layout.lines.iter().map(|line| (line.from, line.to)).collect();
            drawn.sort_unstable();
            prop_assert_eq!(&drawn, &kin.edges);
            for line in &layout.lines {
                let points = points(line);
                for end in [line.from, line.to] {
                    let (x, y) = layout.spots[end];
                    let near = |p: &(i32, i32)| (p.0 - x).abs() <= SEAL + 6 && (p.1 - y).abs() <= SEAL + 6;
                    prop_assert!(points.iter().any(near), "{:?}", line);
                }
                for (x, y) in points {
                    prop_assert!(x >= 0 && y > 40 && x <= layout.width && y <= layout.height, "{:?}", line);
                    for story in 0..kin.len() {
                        let [seal, words] = areas(&layout, story);
                        let inside = |a: Area| a.0 < x && x < a.2 && a.1 < y && y < a.3;
                        prop_assert!(!inside(words), "{:?} crosses the words of {} at {},{}", line, story, x, y);
                        let own = story == line.from || story == line.to;
                        prop_assert!(own || !inside(seal), "{:?} crosses the seal of {} at {},{}", line, story, x, y);
                    }
                }
            }
        }

        #[test]
        fn it_is_the_same_every_time(kin in families(24)) {
            prop_assert_eq!(laid_out(&kin), laid_out(&kin));
        }
    }

    #[test]
    fn a_plain_family_stands_as_in_the_pictures() {
        // The borrowed microphone → Finding her voice → Maria comes back → Leo asks first, The Thursday table; The empty chair.
        let kin = Kin::new(vec![0, 1, 2, 2, 3, 3], vec![(0, 1), (1, 2), (1, 3), (2, 4), (2, 5)]);
        let layout = laid_out(&kin);
        assert_eq!(layout.spots, [(28, 68), (242, 68), (456, 68), (456, 280), (670, 68), (670, 174)]);
        assert_eq!(layout.heads, [(0, 0), (214, 1), (428, 2), (642, 3)]);
        let path = |from, to| {
            let line = layout.lines.iter().find(|line| (line.from, line.to) == (from, to)).unwrap();
            lines::path(&line.steps, None)
        };
        assert_eq!(path(0, 1), "M52 68H218");
        assert_eq!(path(1, 3), "M242 92C242 274 272 280 316 280H432");
        assert_eq!((layout.width, layout.height), (848, 372));
    }

    #[test]
    fn the_largest_drawing_stays_small() {
        let star = Kin::new((0..60).map(|to| u32::from(to > 0)).collect(), (1..60).map(|to| (0, to)).collect());
        let layout = laid_out(&star);
        assert_eq!((layout.title_lines, layout.lines.len()), (2, 59));
        assert!(layout.height < 6_000 && layout.width < 500, "{} {}", layout.width, layout.height);
        let into = Kin::new((0..60).map(|to| u32::from(to == 59)).collect(), (0..59).map(|from| (from, 59)).collect());
        assert!(laid_out(&into).width < 500);
        let mut every = Vec::new();
        for from in 0..60 {
            every.extend((from + 1..60).map(|to| (from, to)));
        }
        let layout = laid_out(&Kin::new((0..60).collect(), every));
        assert_eq!(layout.lines.len() + layout.undrawn, 60 * 59 / 2);
        assert!(layout.undrawn > 0 && layout.lines.len() < 200);
    }
}
