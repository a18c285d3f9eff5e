//! People as pages show them: their names on story pages, and the pages of those who asked for one.

use super::own::text_view;
use super::table::{Class, Planned};
use super::{Planner, words};
use crate::model::{Content, EntryId, Head, ListView, Part, PartView, PersonPage, PersonPageView, PersonView, Route};
use std::sync::Arc;

/// Mentors, mentees and others.
type Named = (Vec<PersonView>, Vec<PersonView>, Vec<PersonView>);

/// Who is in a story.
pub(super) fn named(planner: &Planner, id: EntryId) -> Named {
    let (mut mentors, mut mentees, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for person in &planner.site.people[id.index()].named {
        let href = person.page.and_then(|page| address(planner, page));
        let view = PersonView { name: person.name.clone(), role: person.role.clone(), href };
        match Part::of_role(&person.role) {
            Part::Mentor => mentors.push(view),
            Part::Mentee => mentees.push(view),
            Part::Other | Part::Told => others.push(view),
        }
    }
    (mentors, mentees, others)
}

/// Who tells a story.
pub(super) fn authors(planner: &Planner, id: EntryId) -> Vec<PersonView> {
    let people = &planner.site.people[id.index()];
    let view = |(name, page): (&String, &Option<EntryId>)| PersonView {
        name: name.clone(),
        role: String::new(),
        href: page.and_then(|page| address(planner, page)),
    };
    people.authors.iter().zip(&people.told_by).map(view).collect()
}

/// Where the page of a person is. What is unlisted is found only by those who have the address.
fn address(planner: &Planner, person: EntryId) -> Option<String> {
    let card = planner.cards.get(person).filter(|_| planner.site.access[person.index()].listed);
    card.map(|card| card.href.clone())
}

/// The pages of people, each with its stories.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    let site = &planner.site;
    let mut pages = Vec::new();
    for (id, person) in &site.person_pages {
        let (id, entry) = (*id, site.entry(*id));
        let stories: Arc<[EntryId]> = person.parts.iter().flat_map(|(_, stories)| stories).copied().collect();
        let segments = [entry.kind.folder(), entry.slug.value.as_str()];
        let made = planner
            .paged(&segments, &stories, move |planner, route, number, list| page(planner, id, route, number, list));
        let indexed = site.access[id.index()].indexed;
        let modified = entry.card.updated.or(entry.card.date);
        let own = |page| Planned {
            class: Class::Entry,
            entry: Some(id),
            indexed,
            modified,
            origin: entry.slug.span.clone(),
            ..page
        };
        pages.extend(made.into_iter().map(own));
    }
    pages
}

fn page(planner: &Planner, id: EntryId, route: &Route, number: usize, list: ListView) -> (Head, Content) {
    let (site, card) = (&planner.site, planner.cards.own(id));
    let summary = Some(card.summary.as_str()).filter(|summary| !summary.is_empty());
    let mut head = planner.head(&words::numbered(&planner.words, &card.title, number), summary, route, None);
    head.noindex = !site.access[id.index()].indexed;
    let start = (number - 1) * planner.config.paginate;
    let lengths: Vec<usize> = site.person_pages.get(&id).map(PersonPage::lengths).unwrap_or_default();
    let ListView { cards, total, pager } = list;
    let parts = cut(&lengths, start, cards.len());
    let view = |(part, (from, to)): (Part, (usize, usize))| {
        let key = key(part);
        PartView { key, label: planner.words.get(&format!("part_{key}")), cards: cards[from..to].to_vec() }
    };
    let text = Some(text_view(planner, id)).filter(|text| number == 1 && !text.body.html.is_empty());
    let parts = Part::ALL.into_iter().zip(parts).filter(|(_, (from, to))| from < to).map(view).collect();
    (head, Content::Person(PersonPageView { card: card.clone(), text, parts, total, pager }))
}

/// Where each part of a list stands on one of its pages, from the page's first story: `lengths` are those of the
/// parts, the page has `count` stories from `start` on.
fn cut(lengths: &[usize], start: usize, count: usize) -> Vec<(usize, usize)> {
    let mut before = 0;
    let place = |of_all: usize| of_all.saturating_sub(start).min(count);
    let part = |length: &usize| {
        let from = before;
        before += length;
        (place(from), place(before))
    };
    lengths.iter().map(part).collect()
}

/// The name of the part that somebody had, in templates and among the words.
fn key(part: Part) -> &'static str {
    match part {
        Part::Mentor => "mentor",
        Part::Mentee => "mentee",
        Part::Other => "other",
        Part::Told => "told",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_run_on_over_pages() {
        let lengths = [3, 0, 4];
        assert_eq!(cut(&lengths, 0, 5), [(0, 3), (3, 3), (3, 5)]);
        assert_eq!(cut(&lengths, 5, 2), [(0, 0), (0, 0), (0, 2)]);
        assert_eq!(cut(&lengths, 2, 2), [(0, 1), (1, 1), (1, 2)]);
        assert_eq!(cut(&[], 0, 0), []);
    }
}
