//! What is shown of questions in a row, and what is made for paper: cards to cut out, and a story's sheet for a group.

use super::{CardView, ListView, MomentView, PagerView, PersonView, TextView};
use crate::model::{Shared, Support};
use serde::Serialize;

/// A page of the list of questions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PromptsView {
    /// The questions on this page.
    pub list: ListView,
    /// Address of the cards below the root, if there are any.
    pub cards: Option<String>,
}

/// Where a question stands among all that are listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceView {
    /// Its number, from one.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The one after it, and the first after the last; `None` if there is no other.
    pub next: Option<Shared<CardView>>,
}

/// One circle of a drawing. Units: 96 to an inch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CircleView {
    /// Its centre, from the left.
    pub x: i32,
    /// Its centre, from the top.
    pub y: i32,
    /// Its radius.
    pub r: i32,
}

/// A question as a card to cut out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionCardView {
    /// What others see of the question.
    pub card: Shared<CardView>,
    /// The question, no longer than a card can hold.
    pub question: String,
    /// How small it has to be set: empty, `long`, `longer`, `longest` or `smallest`.
    pub size: &'static str,
    /// The address to type, if the site knows its own.
    pub address: Option<String>,
    /// The drop, and then the rings around it, inside a card of 340 × 256.
    pub circles: Vec<CircleView>,
}

/// A page of question cards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CardsView {
    /// Sheets of paper with up to eight cards each.
    pub sheets: Vec<Vec<QuestionCardView>>,
    /// Cards on all pages.
    pub total: usize,
    /// The pager; `None` if there is only one page.
    pub pager: Option<PagerView>,
}

/// A question on a story's sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedView {
    /// The question.
    pub card: Shared<CardView>,
    /// Its parts.
    pub steps: Vec<String>,
}

/// A story and its questions on paper, for somebody who leads a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetView {
    /// The story.
    pub card: Shared<CardView>,
    /// Its text; nothing in it names a story that may not be printed.
    pub text: TextView,
    /// Minutes to read it.
    pub minutes: u32,
    /// Who tells it.
    pub authors: Vec<PersonView>,
    /// Who gave.
    pub mentors: Vec<PersonView>,
    /// Who received.
    pub mentees: Vec<PersonView>,
    /// Others, with their roles.
    pub others: Vec<PersonView>,
    /// When and where.
    pub moment: Option<MomentView>,
    /// What came of it.
    pub outcome: Vec<String>,
    /// Questions to talk about.
    pub questions: Vec<AskedView>,
    /// The help box, if the story shows it.
    pub support: Option<Support>,
    /// The address of the story to type, if the site knows its own.
    pub address: Option<String>,
    /// How small the text has to be set, so that all is on one page: empty, `small`, or `small few` with few lines for notes.
    pub size: &'static str,
    /// Whether the text ends before the story does, because there is no room for more.
    pub cut: bool,
}
