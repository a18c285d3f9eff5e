//! The thread on a story's page: the rows of the walk as nested lines, with relations, notes and what is left out.

mod walk;

use super::{Planner, beside};
use crate::model::{AgainView, EntryId, MoreView, RelationView, RippleView, RunView, StepView, ThreadView, cover};
use std::collections::BTreeMap;
pub(super) use walk::is_step;
use walk::{Onward, Row, Walk, walk};

/// Letters of notes in one thread, those of the nearest steps first; a note that finds no room here stands on the
/// pages of its own two stories.
const NOTES: usize = 20_000;

/// Ripples of a story that are shown beside its text.
const NEAR: usize = 4;

/// What a story page shows of its thread: as a whole, and the nearest steps one by one.
pub(super) struct Thread {
    pub(super) view: ThreadView,
    /// The nearest of what came before and after: two of each, and more of one where the other has fewer.
    pub(super) near: Vec<RippleView>,
    /// The stories that stand in it.
    pub(super) stories: Vec<EntryId>,
}

/// A line of rows and the lines it divides into: [`RunView`] with rows instead of stories.
struct Line {
    /// Nearest to the story of the page first.
    rows: Vec<usize>,
    branches: Vec<Line>,
}

/// What is needed to turn rows into views.
struct Threads<'a> {
    planner: &'a Planner,
    walk: &'a Walk,
    /// The place of each row on the page, from the top.
    order: BTreeMap<usize, usize>,
    /// Whether there is room for the notes of each row.
    room: Vec<bool>,
}

/// The thread of a story.
pub(super) fn thread(planner: &Planner, id: EntryId) -> Thread {
    let (site, config) = (&planner.site, &planner.config);
    let walk = walk(site, &config.ripple_kinds, id, config.thread_depth);
    let before: Vec<Line> = walk.before.rows.iter().map(|row| line(&walk, *row)).collect();
    let after: Vec<Line> = walk.after.rows.iter().map(|row| line(&walk, *row)).collect();
    let mut rows = Vec::with_capacity(walk.rows.len());
    downwards(&before, true, &mut rows);
    rows.push(0);
    downwards(&after, false, &mut rows);
    let order = rows.into_iter().zip(0..).collect();
    let threads = Threads { planner, walk: &walk, order, room: room(planner, &walk) };
    let runs =
        |lines: &[Line], back| -> Vec<RunView> { lines.iter().filter_map(|line| threads.run(line, back)).collect() };
    let mut runs_before = runs(&before, true);
    let open = walk.after.end && !walk.before.end;
    let view = ThreadView {
        all_began: said_once(&mut runs_before),
        before: runs_before,
        before_more: walk.before.hidden,
        began: walk.before.end && !walk.after.end,
        after: runs(&after, false),
        after_more: walk.after.hidden,
        open,
        prompt: question(planner, id).filter(|_| open).and_then(|prompt| planner.cards.get(prompt).cloned()),
    };
    let nearest = |onward: &Onward, outward| -> Vec<RippleView> {
        onward.rows.iter().flat_map(|row| threads.ripples(*row, outward)).take(NEAR).collect()
    };
    let (mut near, after) = (nearest(&walk.before, false), nearest(&walk.after, true));
    near.truncate(NEAR - after.len().min(NEAR / 2));
    let left = NEAR - near.len();
    near.extend(after.into_iter().take(left));
    let stories = walk.rows.iter().map(|row| row.story).collect();
    Thread { view, near, stories }
}

/// The question with which a thread ends, unless the story leaves its own. Which one of the site's, only the story's
/// id decides, so that new stories change no page but theirs.
fn question(planner: &Planner, id: EntryId) -> Option<EntryId> {
    if !planner.site.prompts_of[id.index()].is_empty() {
        return None;
    }
    let number = usize::try_from(cover::hash(&planner.site.entry(id).id.value)).ok()?;
    planner.questions.listed.get(number.checked_rem(planner.questions.listed.len())?).copied()
}

/// Whether several runs are nothing but stories with which it began; then none of them says so by itself.
fn said_once(runs: &mut [RunView]) -> bool {
    let once = runs.len() > 1 && runs.iter().all(|run| run.began && run.steps.len() == 1 && run.branches.is_empty());
    for run in runs.iter_mut().filter(|_| once) {
        run.began = false;
    }
    once
}

/// The line that begins with a row. It goes on as long as there is one way to go, and then divides. As nested as
/// the walk is deep: eight steps at the most.
fn line(walk: &Walk, row: usize) -> Line {
    let mut rows = vec![row];
    let mut last = row;
    while let Onward { rows: next, hidden: 0, .. } = &walk.rows[last].onward
        && let [next] = next.as_slice()
    {
        last = *next;
        rows.push(last);
    }
    let branches = walk.rows[last].onward.rows.iter().map(|row| line(walk, *row)).collect();
    Line { rows, branches }
}

/// The rows of lines as they stand on the page.
fn downwards(lines: &[Line], back: bool, rows: &mut Vec<usize>) {
    for line in lines {
        if back {
            downwards(&line.branches, back, rows);
            rows.extend(line.rows.iter().rev());
        } else {
            rows.extend(&line.rows);
            downwards(&line.branches, back, rows);
        }
    }
}

/// Which rows show their notes: the nearest, until there are enough letters.
fn room(planner: &Planner, walk: &Walk) -> Vec<bool> {
    let mut nearest: Vec<usize> = (0..walk.rows.len()).collect();
    nearest.sort_by_key(|row| walk.rows[*row].level);
    let mut room = vec![false; walk.rows.len()];
    let mut letters = 0;
    for row in nearest {
        let notes = walk.rows[row].ripples.iter().flat_map(|place| &planner.site.edges[*place as usize].notes);
        letters += notes.map(String::len).sum::<usize>();
        room[row] = letters <= NOTES;
    }
    room
}

impl Threads<'_> {
    fn run(&self, line: &Line, back: bool) -> Option<RunView> {
        let last = &self.walk.rows[*line.rows.last()?];
        let mut steps: Vec<StepView> = line.rows.iter().filter_map(|row| self.step(*row)).collect();
        if back {
            steps.reverse();
        }
        let mut branches: Vec<RunView> = line.branches.iter().filter_map(|branch| self.run(branch, back)).collect();
        Some(RunView {
            steps,
            all_began: said_once(&mut branches),
            branches,
            more: self.more(last, back),
            began: back && last.onward.end && last.again.is_none(),
        })
    }

    /// What is left out beyond a row: where nothing of it is shown, as far as the numbers know.
    fn more(&self, row: &Row, back: bool) -> Option<MoreView> {
        let Onward { rows, hidden, .. } = &row.onward;
        if *hidden == 0 {
            return None;
        }
        let numbers = &self.planner.site.numbers[row.story.index()];
        let known = if back { numbers.generation } else { numbers.reach };
        let followed = rows.iter().any(|row| self.walk.rows[*row].again.is_none());
        let known = if followed { 0 } else { usize::try_from(known).unwrap_or(usize::MAX).saturating_sub(rows.len()) };
        let card = self.planner.cards.get(row.story)?;
        Some(MoreView { count: known.max(*hidden), href: card.href.clone(), title: card.title.clone() })
    }

    fn step(&self, place: usize) -> Option<StepView> {
        let row = &self.walk.rows[place];
        let again = row.again.map(|stands| AgainView {
            anchor: anchor(stands),
            above: self.order.get(&stands) < self.order.get(&place),
            round: self.leads_to(stands, place),
        });
        let pointed_to = self.walk.rows.iter().any(|other| other.again == Some(place));
        let here = self.walk.rows[0].story;
        let told_too = if again.is_some() { Vec::new() } else { beside::twins(self.planner, row.story, here) };
        Some(StepView {
            anchor: pointed_to.then(|| anchor(place)),
            relations: self.relations(place).map(|(view, _)| view).collect(),
            card: self.planner.cards.get(row.story)?.clone(),
            again,
            told_too,
        })
    }

    /// Whether the way from the story of the page to a row leads over another.
    fn leads_to(&self, stands: usize, place: usize) -> bool {
        let onward = |row: usize| if row == 0 { &self.walk.after.rows } else { &self.walk.rows[row].onward.rows };
        let mut row = place;
        // A row comes after the one it hangs on, and those of one row come one after the other.
        while let Some(above) = (0..row).rev().find(|above| onward(*above).contains(&row)) {
            if above == stands {
                return true;
            }
            row = above;
        }
        false
    }

    /// The ripples of a row, each with its kind's place among all kinds.
    fn relations(&self, place: usize) -> impl Iterator<Item = (RelationView, u8)> {
        let room = self.room[place] && !self.walk.rows[place].told;
        self.walk.rows[place].ripples.iter().map(move |ripple| {
            let edge = &self.planner.site.edges[*ripple as usize];
            let kind = self.planner.config.ripple_kinds.get(edge.kind);
            let notes = if room { edge.notes.clone() } else { Vec::new() };
            (RelationView { kind: kind.name.clone(), reads: kind.reads.clone(), notes }, edge.kind)
        })
    }

    /// The same as seen from the story of the page.
    fn ripples(&self, place: usize, outward: bool) -> impl Iterator<Item = RippleView> {
        let card = self.planner.cards.get(self.walk.rows[place].story).cloned();
        self.relations(place).filter_map(move |(RelationView { kind, reads, notes }, number)| {
            let known = self.planner.config.ripple_kinds.get(number);
            let label = if outward { known.label.clone() } else { known.inverse_label.clone() };
            Some(RippleView { kind, label, reads, notes, card: card.clone()? })
        })
    }
}

/// The id of a row.
fn anchor(row: usize) -> String {
    format!("r-step-{row}")
}
