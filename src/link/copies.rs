//! Stories that are there twice, word for word: whoever takes one back leaves the other online.

use super::publish::{Gated, Place};
use crate::diag::codes::publishing as codes;
use crate::diag::{Diagnostic, Span};
use crate::model::{Entry, EntryKind, Withheld};
use std::collections::{BTreeMap, HashMap};

/// Texts of fewer words may be the same by chance, or because nobody has written them yet.
const FEWEST_WORDS: u32 = 8;

/// Warns of a published story that another one repeats, or that repeats one that is held back.
pub(super) fn found(gated: &Gated<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut by_title: HashMap<&str, usize> = HashMap::with_capacity(gated.all.len());
    let mut repeated: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, entry) in gated.all.iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::Story) {
        let title = entry.card.title.as_str();
        if let Some(first) = by_title.insert(title, place) {
            repeated.entry(title).or_insert_with(|| vec![first]).push(place);
        }
    }
    // Few share a title, so few texts are looked at.
    for places in repeated.into_values() {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for place in places.into_iter().filter(|place| is_told(gated.all[*place])) {
            let text = gated.all[place].body.html.as_str();
            let Some(other) = first.get(text).copied() else {
                first.insert(text, place);
                continue;
            };
            let (shown, other) = if is_published(gated, place) { (place, other) } else { (other, place) };
            if is_published(gated, shown) {
                let span = |place: usize| Span::file(&gated.all[place].path);
                diagnostics.push(codes::told_twice(&span(shown), &span(other), taken_down(gated, other)));
            }
        }
    }
    diagnostics
}

fn is_told(entry: &Entry) -> bool {
    entry.body.words >= FEWEST_WORDS && !entry.card.title.is_empty()
}

fn is_published(gated: &Gated<'_>, place: usize) -> bool {
    matches!(gated.places.get(place), Some(Place::Published(_)))
}

/// Why something may not be shown any more, if that is so.
fn taken_down<'a>(gated: &'a Gated<'_>, place: usize) -> Option<&'a str> {
    let Some(Place::Withheld(held)) = gated.places.get(place) else { return None };
    let held: &Withheld = gated.withheld.get(*held as usize)?;
    held.obstacles.iter().find(|obstacle| obstacle.takes_down).map(|obstacle| obstacle.reason.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Make, consent, link, story};
    use crate::model::{ConsentStatus, Profile};

    fn told(id: &str, title: &str, words: &str) -> Make {
        let html = format!("<p>{words}</p>");
        let count = u32::try_from(words.split(' ').count()).unwrap();
        story(id).title(title).body(|body| (body.html, body.words) = (html, count))
    }

    const TEXT: &str = "Nobody in the whole room had ever said that before.";

    fn said(entries: Vec<Make>) -> Vec<(String, String)> {
        let problems = link(entries, Profile::Open).diagnostics.into_iter();
        let twice = problems.filter(|problem| problem.code == "told-twice");
        twice.map(|problem| (problem.span.path.to_string(), problem.message)).collect()
    }

    #[test]
    fn p4_a_story_that_is_there_twice_is_told_once() {
        let found = said(vec![told("a", "The chair", TEXT), told("b", "The chair", TEXT), told("c", "Other", TEXT)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "content/stories/b.md");
        assert!(
            said(vec![told("a", "The chair", TEXT), told("b", "The chair", &TEXT.replace("said", "meant"))]).is_empty()
        );
        assert!(said(vec![told("a", "The chair", "Text."), told("b", "The chair", "Text.")]).is_empty());
        assert!(said(vec![told("a", "The chair", TEXT).draft(), told("b", "The chair", TEXT).draft()]).is_empty());
    }

    #[test]
    fn p4_a_copy_of_what_was_taken_back_is_told_where_it_is_online() {
        for taken in ["a", "b"] {
            let story = |id: &str| {
                let made = told(id, "The chair", TEXT);
                if id == taken { made.consent(consent(ConsentStatus::Withdrawn)) } else { made }
            };
            let found = said(vec![story("a"), story("b")]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(
                !found[0].0.contains(&format!("/{taken}.md")) && found[0].1.contains("consent was withdrawn"),
                "{found:?}"
            );
        }
    }
}
