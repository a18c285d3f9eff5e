//! What the search page is made of: the page itself, and the parts of the index that its script loads.

use super::{CardView, ImageView};
use crate::model::Shared;
use serde::Serialize;

/// The search page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchView {
    /// The address of the page itself below the root: where the form leads.
    pub action: String,
    /// The address of the map of the index below the root, with its version.
    pub map: String,
    /// One empty story of each depth from 0 to 4: the script fills in copies of their rows.
    pub rows: Vec<Shared<CardView>>,
}

/// What the wall's script needs to narrow its stories in place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NarrowView {
    /// The address of the map of the index below the root, without a version: the wall must not wait for the index.
    pub map: String,
    /// A story with something in each of its places: the script fills in copies of its card.
    pub card: Shared<CardView>,
}

/// One file of the index. Its script loads the map, then the words that were asked for, then the entries that are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SearchPart {
    /// Which file has what.
    Map(Shared<SearchMap>),
    /// Where words stand.
    Words(Shared<SearchWords>),
    /// What is shown of entries that are found.
    Found(Shared<SearchFound>),
}

/// Which file has what. A version is the digest of what a file holds, so that a browser keeps what is still good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchMap {
    /// How many entries can be found; they are numbered from 0.
    pub entries: usize,
    /// How many of them are stories; these come first, the oldest before the newer ones.
    pub stories: usize,
    /// Entries in each file of [`SearchFound`] but the last.
    pub size: usize,
    /// For each file of [`SearchWords`], in order: its version and its first word. Those at the end may be empty,
    /// and are then left out.
    pub words: Vec<(String, String)>,
    /// For each file of [`SearchFound`], in order: its version.
    pub found: Vec<String>,
}

/// A range of words, in the order of their code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchWords {
    /// Its number among the files of words.
    pub number: usize,
    /// `word places word places …`, with one space between; `plan/search/places.rs` says how places are written.
    pub words: String,
}

/// Some entries, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchFound {
    /// Its number among these files.
    pub number: usize,
    /// The entries.
    pub entries: Vec<FoundView>,
}

/// An entry in a list of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundView {
    /// `story`, `prompt`, `collection`, `page`.
    pub kind: &'static str,
    /// Its address below the root.
    pub href: String,
    /// Its title.
    pub title: String,
    /// One or two sentences; for a prompt the question.
    pub summary: String,
    /// Where and when: "School, 2023".
    pub facts: String,
    /// The classes of its setting's ink, for the seal; empty if there is none.
    pub ink: String,
    /// How many steps on the last story is that it led to, up to as many as a cover shows.
    pub depth: u32,
    /// Labels of its tags.
    pub tags: Vec<String>,
    /// Who is in it and who tells it, as they may be shown.
    pub people: Vec<String>,
    /// How many stories it led to.
    pub led_to: u32,
    /// The depths of those one step on, a digit each, largest first: what its cover is drawn from.
    pub onward: String,
    /// Its permanent name, which its cover is drawn from, too; empty where it
    /// is the second part of the address.
    pub id: String,
    /// Language, if it is not the site's; else empty.
    pub lang: String,
    /// `rtl` or `ltr`, if `lang` is given; else empty.
    pub dir: &'static str,
    /// For the writer: why visitors do not see it. Never given when a site is built.
    pub state: String,
    /// Its picture, if it has one that may be shown.
    pub photo: Option<Box<ImageView>>,
}
