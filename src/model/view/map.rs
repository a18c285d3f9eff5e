//! The map of ripples: families of stories, as lists and as drawings.

use super::{CardView, PagerView};
use crate::model::Shared;
use serde::Serialize;

/// One page of the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapView {
    /// How many stories are joined, and how to read the map.
    pub sentence: String,
    /// The families on this page, the largest first.
    pub families: Vec<MapFamily>,
    /// The pager; `None` if there is only one page.
    pub pager: Option<PagerView>,
}

/// A family of stories.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapFamily {
    /// The name of its place on the page, without `#`.
    pub anchor: String,
    /// The story with which it began.
    pub first: Shared<CardView>,
    /// How many stories over how many years.
    pub numbers: String,
    /// Its stories, each after the one under which it stands.
    pub rows: Vec<MapRow>,
    /// Stories that are listed in the parts after this one.
    pub more: usize,
    /// The part after this one: an address below the root.
    pub next: Option<String>,
    /// Where the family begins, if this is a further part of it: an address below the root.
    pub start: Option<String>,
    /// The drawing; only the largest families have one.
    pub drawing: Option<MapDrawing>,
}

/// A story in the list of its family.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapRow {
    /// The story.
    pub card: Shared<CardView>,
    /// The name of its place on the page, without `#`.
    pub anchor: String,
    /// The relation to the story above it, inside a sentence read downwards; none where a family begins.
    pub reads: Option<String>,
    /// How many steps on it is, from where the list is no longer indented.
    pub step: Option<u32>,
    /// The story that led to it, where that is not the row above and indentation does not say so.
    pub from: Option<MapLink>,
    /// Stories that it led to as well, and that stand under another one.
    pub also: Vec<MapAlso>,
    /// How many more there are of them.
    pub also_more: usize,
    /// Whether a list below it begins.
    pub opens: bool,
    /// How many lists end after it.
    pub closes: usize,
    /// Its number in the drawing.
    pub node: Option<usize>,
}

/// A link to another row of the same family.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapLink {
    /// The story.
    pub card: Shared<CardView>,
    /// The name of its place on the page, without `#`.
    pub anchor: String,
    /// Its place below the root, if it may be on another page.
    pub page: Option<String>,
}

/// A story that another one led to, beside those that stand under it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapAlso {
    /// The relation inside a sentence: "was paid forward in".
    pub reads: String,
    /// The later story.
    pub link: MapLink,
}

/// A family as a drawing. All measures are in CSS pixels; for sites that are read from right to left it is mirrored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapDrawing {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Whether it is wider than what is beside the list on a large screen.
    pub wide: bool,
    /// Whether it is higher than many windows.
    pub tall: bool,
    /// Whether it is too large to be printed, even if it is made as narrow as the paper.
    pub large: bool,
    /// The words over the columns.
    pub heads: Vec<MapHead>,
    /// The lines.
    pub lines: Vec<MapLine>,
    /// The stories, in the order in which the list has them.
    pub nodes: Vec<MapNode>,
    /// Stories that are not drawn, because there are too many.
    pub more: usize,
    /// Lines that are not drawn, because there are too many.
    pub more_lines: usize,
}

/// The words over one column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapHead {
    /// Where they begin.
    pub x: i32,
    /// The words: "One step on".
    pub words: String,
}

/// From one story to another that it led to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapLine {
    /// Number of the earlier story.
    pub from: usize,
    /// Number of the later story.
    pub to: usize,
    /// SVG path data.
    pub path: String,
}

/// A story in the drawing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapNode {
    /// Its number.
    pub number: usize,
    /// The story.
    pub card: Shared<CardView>,
    /// The middle of its seal.
    pub x: i32,
    /// The middle of its seal.
    pub y: i32,
    /// The classes of its ink.
    pub ink: String,
    /// Where its words begin.
    pub words_x: i32,
    /// Its title in lines.
    pub title: Vec<String>,
    /// Where and when, in a few words.
    pub facts: Option<String>,
}
