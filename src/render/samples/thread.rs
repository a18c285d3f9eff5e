//! A thread with everything a thread can have: branches on both sides, a story that is named again, what is left out.

use super::{Words, question, ripple};
use crate::model::{
    AgainView, BesideView, CardView, MoreView, PersonView, RelationView, RippleView, RunView, Shared, StepView,
    TellingView, TellingsView, ThreadView,
};

fn step(card: &Shared<CardView>, w: Words<'_>) -> StepView {
    let notes = vec![w("She came back two years later, and began with the ones who had not spoken.")];
    let relation = RelationView { kind: "paid-forward".to_owned(), reads: w("was paid forward in"), notes };
    StepView { anchor: None, relations: vec![relation], card: card.clone(), again: None, told_too: Vec::new() }
}

fn line(steps: Vec<StepView>) -> RunView {
    RunView { steps, ..RunView::default() }
}

fn more(count: usize, w: Words<'_>) -> MoreView {
    MoreView { count, href: w("stories/ledger/"), title: w("My grandfather’s ledger") }
}

/// One step back, and one step on.
pub(super) fn near(cards: &[Shared<CardView>], w: Words<'_>) -> Vec<RippleView> {
    vec![
        ripple("paid-forward", "Carried on from", "was paid forward in", &cards[3], w),
        ripple("paid-forward", "Paid forward in", "was paid forward in", &cards[1], w),
        ripple("inspired", "Inspired", "inspired", &cards[2], w),
    ]
}

/// Three stories before, one of them told twice, and five after, with a loop.
pub(super) fn full(cards: &[Shared<CardView>], w: Words<'_>) -> ThreadView {
    let root = RunView { began: true, ..line(vec![step(&cards[3], w)]) };
    let cut = RunView { more: Some(more(2, w)), ..line(vec![step(&cards[4], w)]) };
    let before = RunView { branches: vec![root, cut], ..line(vec![step(&cards[5], w)]) };
    let first =
        StepView { anchor: Some("r-step-4".to_owned()), told_too: vec![cards[7].clone()], ..step(&cards[1], w) };
    let again = |anchor: &str, above, card| StepView {
        again: Some(AgainView { anchor: anchor.to_owned(), above, round: anchor == "r-step-0" }),
        ..step(card, w)
    };
    let divided = RunView {
        branches: vec![
            line(vec![step(&cards[2], w), again("r-step-0", true, &cards[0])]),
            RunView { more: Some(more(4, w)), ..line(vec![step(&cards[6], w)]) },
        ],
        ..line(vec![first])
    };
    let crossing = line(vec![step(&cards[7], w), again("r-step-4", true, &cards[1])]);
    ThreadView {
        before: vec![before],
        after: vec![divided, crossing],
        after_more: 12,
        open: true,
        prompt: Some(question("next", "Who could use ten minutes of yours?", w)),
        ..ThreadView::default()
    }
}

/// The same moment, told by three, one of whom is not named.
pub(super) fn tellings(cards: &[Shared<CardView>], w: Words<'_>) -> TellingsView {
    let named = |name: &str| PersonView { name: w(name), role: String::new(), href: None };
    let telling = |card: &Shared<CardView>, author: Option<&str>, here| TellingView {
        card: card.clone(),
        authors: author.map(named).into_iter().collect(),
        notes: if here { Vec::new() } else { vec![w("She stood at the door.")] },
        here,
    };
    let tellings = vec![
        telling(&cards[0], Some("Maria"), true),
        telling(&cards[4], Some("Amir"), false),
        telling(&cards[7], None, false),
    ];
    TellingsView { others: vec![named("Amir")], tellings, more: 1 }
}

/// Two reasons, one with more stories than are shown.
pub(super) fn beside(cards: &[Shared<CardView>], w: Words<'_>) -> Vec<BesideView> {
    let related = |card| ripple("related", "Related", "is related to", card, w);
    vec![
        BesideView { label: w("Related"), ripples: vec![related(&cards[4]), related(&cards[7])], more: 3 },
        BesideView {
            label: w("Mentioned in"),
            ripples: vec![ripple("mentions", "Mentioned in", "mentions", &cards[5], w)],
            more: 0,
        },
    ]
}
