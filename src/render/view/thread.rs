//! The thread of a story as template values: lists within lists, whose cards are converted once and pointed at.

use super::{Fields, maybe, one_ripple, plain, shared};
use crate::model::{BesideView, RunView, StepView, TellingView, TellingsView, ThreadView};
use tera::Value;

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::from(items.iter().map(one).collect::<Vec<_>>())
}

/// The thread before and after a story.
pub(super) fn thread(thread: &ThreadView) -> Value {
    let ThreadView { before, before_more, began, after, after_more, all_began, open, prompt } = thread;
    Value::from(Fields::from([
        ("before", list(before, run)),
        ("before_more", Value::from(*before_more)),
        ("began", Value::from(*began)),
        ("after", list(after, run)),
        ("after_more", Value::from(*after_more)),
        ("all_began", Value::from(*all_began)),
        ("open", Value::from(*open)),
        ("prompt", maybe(prompt.as_ref())),
    ]))
}

/// One line of a thread. As nested as the view is, which is bounded.
fn run(line: &RunView) -> Value {
    let RunView { steps, branches, more, began, all_began } = line;
    Value::from(Fields::from([
        ("steps", list(steps, step)),
        ("branches", list(branches, run)),
        ("more", plain(more)),
        ("began", Value::from(*began)),
        ("all_began", Value::from(*all_began)),
    ]))
}

fn step(step: &StepView) -> Value {
    let StepView { anchor, relations, card, again, told_too } = step;
    Value::from(Fields::from([
        ("anchor", plain(anchor)),
        ("relations", plain(relations)),
        ("card", shared(card)),
        ("again", plain(again)),
        ("told_too", list(told_too, shared)),
    ]))
}

/// Several tellings of one moment.
pub(super) fn tellings(tellings: Option<&TellingsView>) -> Value {
    let Some(TellingsView { others, tellings, more }) = tellings else { return Value::none() };
    let telling = |TellingView { card, authors, notes, here }: &TellingView| {
        Value::from(Fields::from([
            ("card", shared(card)),
            ("authors", plain(authors)),
            ("notes", plain(notes)),
            ("here", Value::from(*here)),
        ]))
    };
    Value::from(Fields::from([
        ("others", plain(others)),
        ("tellings", list(tellings, telling)),
        ("more", Value::from(*more)),
    ]))
}

/// Stories beside this one, by the reason.
pub(super) fn beside(groups: &[BesideView]) -> Value {
    list(groups, |BesideView { label, ripples, more }| {
        Value::from(Fields::from([
            ("label", plain(label)),
            ("ripples", list(ripples, one_ripple)),
            ("more", Value::from(*more)),
        ]))
    })
}
