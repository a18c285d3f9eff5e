//! What the page of a person shows.

use super::{CardView, PagerView, TextView};
use crate::model::Shared;
use serde::Serialize;

/// The page of a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonPageView {
    /// What others see of it; its title is the name that may be shown.
    pub card: Shared<CardView>,
    /// What the person's file says; on the first page only.
    pub text: Option<TextView>,
    /// The stories on this page, by the part that the person had in them.
    pub parts: Vec<PartView>,
    /// Stories on all pages.
    pub total: usize,
    /// The pager; `None` if there is only one page.
    pub pager: Option<PagerView>,
}

/// Stories in which a person had the same part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartView {
    /// `mentor`, `mentee`, `other` or `told`.
    pub key: &'static str,
    /// The same as words that follow the name: "Helped somebody".
    pub label: String,
    /// The stories.
    pub cards: Vec<Shared<CardView>>,
}
