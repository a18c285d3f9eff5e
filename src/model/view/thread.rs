//! How a story page shows its ripples: the thread before and after it, other tellings of the same moment, and what
//! else stands beside it. Plain data, as bounded as the pages that show it.

use super::{CardView, PersonView, RippleView};
use crate::model::Shared;
use serde::Serialize;

/// The thread on a story page: what came before, the story itself, what came after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThreadView {
    /// What led to the story, one run for each of the stories one step back. A single one without `before_more`
    /// stands in one line with the story.
    pub before: Vec<RunView>,
    /// Stories one step back that are not shown; 0 if all are.
    pub before_more: usize,
    /// Whether the thread begins with the story itself.
    pub began: bool,
    /// What it led to, one run for each story one step on.
    pub after: Vec<RunView>,
    /// Stories one step on that are not shown; 0 if all are.
    pub after_more: usize,
    /// Whether all of `before` are runs of one story with which it began: it is said once, over all of them.
    pub all_began: bool,
    /// Whether the story is an open end: others led to it, and nobody has told what it led to.
    pub open: bool,
    /// A question to go on with, at an open end that leaves no questions of its own.
    pub prompt: Option<Shared<CardView>>,
}

/// Stories one after the other in one line, earliest first, and what the line divides into.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RunView {
    /// The stories of the line; at least one.
    pub steps: Vec<StepView>,
    /// Where the line divides: before its first story in what came before, after its last in what came after.
    pub branches: Vec<RunView>,
    /// What is left out at that end.
    pub more: Option<MoreView>,
    /// Whether nothing came before its first story; never given for what came after.
    pub began: bool,
    /// Whether all of `branches` are runs of one story with which it began: it is said once, over all of them.
    pub all_began: bool,
}

/// A story in a thread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepView {
    /// The id of its row, if another row points to it.
    pub anchor: Option<String>,
    /// How it is joined to its neighbour: to the story below it in what came before, to the one above it in what
    /// came after.
    pub relations: Vec<RelationView>,
    /// The story.
    pub card: Shared<CardView>,
    /// Where it stands, if it is only named again here.
    pub again: Option<AgainView>,
    /// Other tellings of the same moment: two at the most.
    pub told_too: Vec<Shared<CardView>>,
}

/// One ripple of a thread, read downwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelationView {
    /// The kind's name from the earlier end.
    pub kind: String,
    /// The relation inside a sentence: "was paid forward in".
    pub reads: String,
    /// Notes from both ends.
    pub notes: Vec<String>,
}

/// Where a story stands that is named again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgainView {
    /// The id of its row.
    pub anchor: String,
    /// Whether that is further up; else it is further down.
    pub above: bool,
    /// Whether the thread has come round to it: it is one of those that led here.
    pub round: bool,
}

/// Stories that a thread leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoreView {
    /// How many.
    pub count: usize,
    /// The story on whose page the thread goes on: its address below the root.
    pub href: String,
    /// Its title.
    pub title: String,
}

/// Several tellings of one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TellingsView {
    /// Who tells the others; empty if that is not known.
    pub others: Vec<PersonView>,
    /// The tellings, this story's first.
    pub tellings: Vec<TellingView>,
    /// Tellings that are not shown.
    pub more: usize,
}

/// One telling of a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TellingView {
    /// The story.
    pub card: Shared<CardView>,
    /// Who tells it.
    pub authors: Vec<PersonView>,
    /// What was noted about the two, from both ends.
    pub notes: Vec<String>,
    /// Whether it is the story of the page.
    pub here: bool,
}

/// Stories that stand beside this one for the same reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BesideView {
    /// The reason: "Related", "Mentioned in".
    pub label: String,
    /// The stories.
    pub ripples: Vec<RippleView>,
    /// Stories that are not shown.
    pub more: usize,
}
