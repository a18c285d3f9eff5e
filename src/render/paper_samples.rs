//! Hand-made views of pages for paper: question cards, and sheets of stories.

use super::samples::{Words, list, question, story};
use crate::model::{AskedView, CardsView, CircleView, Content, MomentView, QuestionCardView, SheetView, StoryView};

/// What stands on each kind of page for paper.
pub(super) fn contents(w: Words<'_>) -> [(&'static str, Content); 3] {
    [
        ("cards", Content::Cards(cards(w))),
        ("sheet", Content::Sheet(Box::new(sheet(w)))),
        ("sheet-bare", Content::Sheet(Box::new(bare_sheet(w)))),
    ]
}

/// Two sheets of cards, with a question of every size.
fn cards(w: Words<'_>) -> CardsView {
    let one = |id: &str, size, address: Option<&str>| {
        let asked = "Who once gave you ten minutes that you are still using?";
        let circles = [(276, 198, 9), (277, 199, 24), (278, 201, 39)].map(|(x, y, r)| CircleView { x, y, r });
        QuestionCardView {
            card: question(id, asked, w),
            question: w(asked),
            size,
            // Made from slugs, which have no signs of HTML; a slash more would be a place more to break.
            address: address.map(str::to_owned),
            circles: circles.to_vec(),
        }
    };
    let first = vec![
        one("one", "", Some("example.org/prompts/one")),
        one("two", "long", Some("example.org/prompts/two")),
        one("three", "longer", None),
    ];
    CardsView { sheets: vec![first, vec![one("four", "longest", None)]], total: 4, pager: list(Vec::new()).pager }
}

/// A sheet with everything.
fn sheet(w: Words<'_>) -> SheetView {
    let StoryView { card, text, minutes, authors, mentors, mentees, others, moment, outcome, prompts, support, .. } =
        story(w);
    let steps =
        |number: usize| if number == 0 { vec![w("Picture the place."), w("What was said?")] } else { Vec::new() };
    let asked = prompts.into_iter().enumerate().map(|(number, card)| AskedView { card, steps: steps(number) });
    SheetView {
        questions: asked.collect(),
        address: Some("example.org/stories/finding-her-voice".to_owned()),
        card,
        text,
        minutes,
        authors,
        mentors,
        mentees,
        others,
        moment: moment.map(|moment| MomentView { date: None, ..moment }),
        outcome,
        support,
        size: "small",
        cut: true,
    }
}

/// A sheet with nothing but a title.
fn bare_sheet(w: Words<'_>) -> SheetView {
    SheetView {
        minutes: 0,
        authors: Vec::new(),
        mentors: Vec::new(),
        mentees: Vec::new(),
        others: Vec::new(),
        moment: None,
        outcome: Vec::new(),
        questions: Vec::new(),
        support: None,
        address: None,
        size: "",
        cut: false,
        ..sheet(w)
    }
}
