//! Stories that a page offers beside its own, and why.

use super::CardView;
use crate::model::Shared;
use serde::Serialize;

/// Another story that has something in common with this one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceView {
    /// What they have in common: "Also about".
    pub words: String,
    /// The name of it: "trust". Empty if the words say all.
    pub name: String,
    /// What stands after the name, in a language that has it there.
    pub after: String,
    /// The story.
    pub card: Shared<CardView>,
}

/// A family of stories as the page of a collection names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FamilyView {
    /// The story with which it began.
    pub first: Shared<CardView>,
    /// How many stories of the collection are in it.
    pub here: usize,
    /// How many stories it has.
    pub all: usize,
}
