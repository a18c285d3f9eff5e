//! The lines of a drawing, and the way each takes: past every seal and every word, and along as few others as can be.

use super::layout::{LANE, SEAL, Table};
use super::outline::{Kin, Outline};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lines from one branch to another in one drawing. Those that reach least far are drawn.
pub(super) const MOST: usize = 120;

/// Radius of a corner.
const CORNER: i32 = 12;

/// Height of the curve in which a branch ends, at most.
const BEND: i32 = 188;

/// From one story to another that it led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) steps: Vec<Step>,
}

/// One step of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Begin(i32, i32),
    Across(i32),
    Down(i32),
    Line(i32, i32),
    /// Two controls and the end of a Bézier curve.
    Curve((i32, i32), (i32, i32), (i32, i32)),
}

/// The way that a line takes. Lanes are numbered from the column or row that they belong to.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// To the next story of the same row.
    Straight,
    /// From the foot of the seal, and in from the side.
    Branch,
    /// In a loop, down to the next story of the column.
    Below,
    /// In a loop, round on the near side of the column.
    Round,
    /// Along the row, and through one lane before the column of the later story.
    Near,
    /// Through a lane after the column of the earlier one, along under a row, and then as `Near`.
    Far { row: usize },
}

/// What shares a lane: all lines into one story, or all that leave one for further on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bus {
    Into(usize),
    Loop(usize, usize),
    OutOf(usize),
    Under(usize),
}

/// All ways, and the lanes they need.
#[derive(Debug, Default)]
pub(super) struct Routes {
    ways: Vec<(usize, usize, Way)>,
    /// Before each column, the lane of each bus.
    gaps: Vec<Lanes>,
    /// Under each row.
    bands: Vec<Lanes>,
    pub(super) undrawn: usize,
}

/// Lanes beside each other: what runs in them without meeting shares one.
#[derive(Clone, Debug, Default)]
struct Lanes {
    spans: BTreeMap<Bus, (usize, usize)>,
    places: BTreeMap<Bus, i32>,
    count: usize,
}

impl Lanes {
    /// Asks for room from one place to another.
    fn want(&mut self, bus: Bus, one: usize, other: usize) {
        let span = self.spans.entry(bus).or_insert((one.min(other), one.max(other)));
        *span = (span.0.min(one).min(other), span.1.max(one).max(other));
    }

    /// Gives each bus the first lane that is free from its beginning on.
    fn settle(&mut self) {
        let mut wanted: Vec<((usize, usize), Bus)> = self.spans.iter().map(|(bus, span)| (*span, *bus)).collect();
        wanted.sort_unstable();
        let mut ends: Vec<usize> = Vec::new();
        for ((start, end), bus) in wanted {
            let lane = ends.iter().position(|last| *last < start).unwrap_or_else(|| {
                ends.push(0);
                ends.len() - 1
            });
            ends[lane] = end;
            self.places.insert(bus, i32::try_from(lane).unwrap_or(0));
        }
        self.count = ends.len();
    }

    fn of(&self, bus: Bus) -> i32 {
        self.places.get(&bus).copied().unwrap_or(0)
    }
}

/// Finds a way for each edge.
pub(super) fn routes(kin: &Kin, outline: &Outline, columns: &[usize], column_count: usize, row_count: usize) -> Routes {
    let mut routes = Routes {
        gaps: vec![Lanes::default(); column_count],
        bands: vec![Lanes::default(); row_count],
        ..Routes::default()
    };
    let rows = &outline.rows;
    let mut row_ends = vec![0; row_count];
    for (row, column) in rows.iter().zip(columns) {
        row_ends[*row] = row_ends[*row].max(*column);
    }
    let stands_under = |(from, to): (usize, usize)| outline.parents[to] == Some(from);
    let mut cross: Vec<(usize, usize)> = Vec::new();
    for (from, to) in kin.edges.iter().copied() {
        if !stands_under((from, to)) || kin.beside(from, to) {
            cross.push((from, to));
        } else {
            let way = if rows[from] == rows[to] { Way::Straight } else { Way::Branch };
            routes.ways.push((from, to, way));
        }
    }
    let reach = |(from, to): &(usize, usize)| columns[*from].abs_diff(columns[*to]) + rows[*from].abs_diff(rows[*to]);
    cross.sort_by_key(|edge| (!stands_under(*edge), reach(edge), *edge));
    let kept = cross.len().min(cross.iter().filter(|edge| stands_under(**edge)).count() + MOST);
    routes.undrawn = cross.len() - kept;
    for (from, to) in cross.into_iter().take(kept) {
        let between =
            |story: usize| columns[story] == columns[to] && rows[from] < rows[story] && rows[story] < rows[to];
        let way = if kin.beside(from, to) {
            let is_next = stands_under((from, to)) && !(0..kin.len()).any(between);
            if is_next { Way::Below } else { Way::Round }
        } else if columns[to] == columns[from] + 1 || row_ends[rows[from]] == columns[from] {
            Way::Near
        } else {
            // Above the later story, if the line comes from above; else under its words.
            Way::Far { row: if rows[to] > rows[from] { rows[to] - 1 } else { rows[to] } }
        };
        routes.want(from, to, way, columns, rows);
        routes.ways.push((from, to, way));
    }
    routes.gaps.iter_mut().chain(&mut routes.bands).for_each(Lanes::settle);
    routes
}

impl Routes {
    /// Lanes before a column.
    pub(super) fn gap(&self, column: usize) -> usize {
        self.gaps[column].count
    }

    /// Lanes under a row.
    pub(super) fn band(&self, row: usize) -> usize {
        self.bands[row].count
    }

    /// Asks for the lanes of a way. Rows are even, what is under them is odd.
    fn want(&mut self, from: usize, to: usize, way: Way, columns: &[usize], rows: &[usize]) {
        let (start, end) = (rows[from] * 2, rows[to] * 2);
        match way {
            Way::Straight | Way::Branch | Way::Below => {}
            Way::Round => self.gaps[columns[to]].want(Bus::Loop(from, to), start, end),
            Way::Near => self.gaps[columns[to]].want(Bus::Into(to), start, end),
            Way::Far { row } => {
                let (out, into) = (columns[from] + 1, columns[to]);
                self.gaps[out].want(Bus::OutOf(from), start, row * 2 + 1);
                self.bands[row].want(Bus::Under(to), out, into);
                self.gaps[into].want(Bus::Into(to), row * 2 + 1, end);
            }
        }
    }

    /// The lines, once everything has its place.
    pub(super) fn draw(&self, table: &Table) -> Vec<Line> {
        let line = |(from, to, way): &(usize, usize, Way)| Line {
            from: *from,
            to: *to,
            steps: self.steps(*from, *to, *way, table),
        };
        self.ways.iter().map(line).collect()
    }

    fn steps(&self, from: usize, to: usize, way: Way, table: &Table) -> Vec<Step> {
        let ((x1, y1), (x2, y2)) = (table.spot(from), table.spot(to));
        let lane = |column: usize, bus: Bus| table.xs[column] - SEAL - CORNER - LANE * self.gaps[column].of(bus);
        match way {
            Way::Straight => vec![Step::Begin(x1 + SEAL, y1), Step::Across(x2 - SEAL)],
            Way::Branch => vec![
                Step::Begin(x1, y1 + SEAL),
                // Further down, branches of one story run in one line and part near their ends.
                Step::Down((y1 + SEAL).max(y2 - BEND)),
                Step::Curve((x1, y2 - 6), (x1 + 30, y2), (x1 + 74, y2)),
                Step::Across(x2 - SEAL),
            ],
            Way::Below => {
                let tip = y2 - SEAL - 3;
                let mut steps = vec![Step::Begin(x1, y1 + SEAL), Step::Down(tip)];
                steps.extend([Step::Begin(x2 - 5, tip - 7), Step::Line(x2, tip), Step::Line(x2 + 5, tip - 7)]);
                steps
            }
            Way::Round => round((x1, y1), (x2, y2), lane(table.columns[to], Bus::Loop(from, to))),
            Way::Near => {
                let mut steps = vec![Step::Begin(x1 + SEAL, y1)];
                turn(&mut steps, (x1 + SEAL, y1), lane(table.columns[to], Bus::Into(to)), y2);
                steps.push(Step::Across(x2 - SEAL));
                steps
            }
            Way::Far { row } => {
                let under = table.ys[row] + table.depth + 8 + LANE * self.bands[row].of(Bus::Under(to));
                let out = lane(table.columns[from] + 1, Bus::OutOf(from));
                let mut steps = vec![Step::Begin(x1 + SEAL, y1)];
                turn(&mut steps, (x1 + SEAL, y1), out, under);
                turn(&mut steps, (out + CORNER, under), lane(table.columns[to], Bus::Into(to)), y2);
                steps.push(Step::Across(x2 - SEAL));
                steps
            }
        }
    }
}

/// Along to a lane, through it to another height, and a corner further along.
fn turn(steps: &mut Vec<Step>, at: (i32, i32), lane: i32, y: i32) {
    let down = (y - at.1).signum();
    let corner = CORNER.min((y - at.1).abs() / 2);
    steps.push(Step::Across(lane - corner));
    steps.push(Step::Curve((lane, at.1), (lane, at.1), (lane, at.1 + down * corner)));
    steps.push(Step::Down(y - down * corner));
    steps.push(Step::Curve((lane, y), (lane, y), (lane + corner, y)));
}

/// Round on the near side of a column, with the head of an arrow at its end.
fn round(from: (i32, i32), to: (i32, i32), lane: i32) -> Vec<Step> {
    let down = (to.1 - from.1).signum();
    let side = from.0 - SEAL + 5;
    let (start, end) = (from.1 + 19 * down, to.1 - 19 * down);
    let bend = 36.min((end - start).abs() / 2) * down;
    vec![
        Step::Begin(side, start),
        Step::Curve((lane, start + 10 * down), (lane, start + bend / 2), (lane, start + bend)),
        Step::Down(end - bend),
        Step::Curve((lane, end - bend / 2), (lane, end - 10 * down), (side, end)),
        Step::Begin(side - 3, end - 8 * down),
        Step::Line(side, end),
        Step::Line(side - 9, end),
    ]
}

/// The steps as SVG path data; `mirrored` is the width of a drawing that is read from right to left.
pub(super) fn path(steps: &[Step], mirrored: Option<i32>) -> String {
    let at = |x: i32| mirrored.map_or(x, |width| width - x);
    let (mut path, mut at_y) = (String::new(), i32::MIN);
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match *step {
            Step::Begin(x, y) => write!(path, "M{} {y}", at(x)),
            Step::Across(x) => write!(path, "H{}", at(x)),
            Step::Down(y) if y == at_y => Ok(()),
            Step::Down(y) => write!(path, "V{y}"),
            Step::Line(x, y) => write!(path, "L{} {y}", at(x)),
            Step::Curve(one, two, to) => {
                write!(path, "C{} {} {} {} {} {}", at(one.0), one.1, at(two.0), two.1, at(to.0), to.1)
            }
        };
        match *step {
            Step::Across(_) => {}
            Step::Begin(_, y) | Step::Down(y) | Step::Line(_, y) | Step::Curve(.., (_, y)) => at_y = y,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_mirrored_as_a_whole() {
        let steps = [
            Step::Begin(10, 5),
            Step::Across(40),
            Step::Curve((50, 5), (50, 5), (50, 15)),
            Step::Down(90),
            Step::Line(55, 95),
        ];
        assert_eq!(path(&steps, None), "M10 5H40C50 5 50 5 50 15V90L55 95");
        assert_eq!(path(&steps, Some(100)), "M90 5H60C50 5 50 5 50 15V90L45 95");
    }

    #[test]
    fn what_does_not_meet_shares_a_lane() {
        let mut lanes = Lanes::default();
        lanes.want(Bus::Into(1), 4, 0);
        lanes.want(Bus::Into(2), 6, 8);
        lanes.want(Bus::Into(3), 2, 6);
        lanes.want(Bus::Into(1), 3, 1);
        lanes.settle();
        assert_eq!((lanes.of(Bus::Into(1)), lanes.of(Bus::Into(2)), lanes.of(Bus::Into(3)), lanes.count), (0, 0, 1, 2));
    }
}
