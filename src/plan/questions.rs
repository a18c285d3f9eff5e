//! Questions in a row: their order, the pages that list them, and the pages of all stories that go with one.

use super::lists::listed;
use super::table::Planned;
use super::{Planner, sheets};
use crate::model::{Content, CountView, EntryId, EntryKind, PlaceView, PromptsView, ShelfView, Site};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Stories that go with a question, on its own page.
pub(super) const USED: usize = 9;

/// Answers on the page of a question.
pub(super) const ANSWERS: usize = 12;

/// Listed questions, worked out once for a plan.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// All in their order: by weight, then newest first, then by path.
    pub(super) listed: Arc<[EntryId]>,
    /// Those of them that may be printed.
    pub(super) printed: Arc<[EntryId]>,
    /// The place of each in the one list and in the other.
    places: HashMap<EntryId, (usize, Option<usize>)>,
}

impl Questions {
    pub(super) fn new(site: &Site) -> Self {
        let listed = listed(site, EntryKind::Prompt);
        let mut printed = Vec::with_capacity(listed.len());
        let mut places = HashMap::with_capacity(listed.len());
        for (place, id) in listed.iter().enumerate() {
            let may = site.access[id.index()].print;
            places.insert(*id, (place, may.then_some(printed.len())));
            printed.extend(may.then_some(*id));
        }
        Self { listed: Arc::from(listed), printed: Arc::from(printed), places }
    }

    /// The place of a question among those that may be printed.
    pub(super) fn printed_place(&self, id: EntryId) -> Option<usize> {
        self.places.get(&id)?.1
    }
}

/// The list of questions, and for a question with many stories the list of them all.
pub(super) fn pages(planner: &Planner) -> Vec<Planned> {
    if !planner.has(EntryKind::Prompt) {
        return Vec::new();
    }
    let mut pages = planner.paged(&["prompts"], &planner.questions.listed, |planner, route, number, list| {
        let head =
            planner.head(&planner.numbered(&planner.words.get("questions"), number), None, route, Some("prompts"));
        (head, Content::Prompts(PromptsView { list, cards: sheets::cards_address(planner) }))
    });
    let mut taken = HashSet::new();
    for id in planner.site.of_kind(EntryKind::Prompt) {
        // Two questions at one address are reported as such, and once.
        let slug = planner.site.entry(id).slug.value.as_str();
        if has_more(&planner.site, id) && taken.insert(slug) {
            pages.extend(stories(planner, id, slug));
        }
    }
    pages
}

/// Every story that answers or offers a question, newest first.
fn stories(planner: &Planner, id: EntryId, slug: &str) -> Vec<Planned> {
    let all: Arc<[EntryId]> = Arc::from(all_of(planner, id));
    let made = planner.paged(&["prompts", slug, "stories"], &all, move |planner, route, number, list| {
        let card = planner.cards.own(id);
        let label = if card.summary.is_empty() { card.title.clone() } else { card.summary.clone() };
        let title = planner.words.say("question_stories", None, &[("title", &card.title)]);
        let mut head = planner.head(&planner.numbered(&title, number), None, route, Some("prompts"));
        head.noindex = !planner.site.access[id.index()].indexed;
        (head, Content::Setting(ShelfView { label, list }))
    });
    let indexed = planner.site.access[id.index()].indexed;
    made.into_iter().map(|page| Planned { indexed, ..page }).collect()
}

/// The first of a list.
pub(super) fn first(ids: &[EntryId], most: usize) -> &[EntryId] {
    &ids[..ids.len().min(most)]
}

fn has_more(site: &Site, id: EntryId) -> bool {
    site.used_by[id.index()].len() > USED || site.answered_by[id.index()].len() > ANSWERS
}

/// The stories that answer or offer a question, each once, in the order of the wall.
fn all_of(planner: &Planner, id: EntryId) -> Vec<EntryId> {
    let site = &planner.site;
    let both = site.used_by[id.index()].iter().chain(&site.answered_by[id.index()]).copied();
    let mut all: Vec<EntryId> = both.collect();
    all.sort_by_key(|story| (planner.places[story.index()], *story));
    all.dedup();
    all
}

/// Where all stories of a question are, if its own page shows only some.
pub(super) fn more(planner: &Planner, id: EntryId) -> Option<CountView> {
    has_more(&planner.site, id).then(|| CountView {
        key: "stories".to_owned(),
        label: planner.words.get("all_question_stories"),
        href: planner.routes.page(&["prompts", &planner.site.entry(id).slug.value, "stories"]).href,
        count: all_of(planner, id).len(),
        ink: None,
    })
}

/// Where a question stands among all.
pub(super) fn place(planner: &Planner, id: EntryId) -> Option<PlaceView> {
    let Questions { listed, places, .. } = &planner.questions;
    let (place, _) = places.get(&id)?;
    let next = listed[(place + 1) % listed.len()];
    let next = (next != id).then(|| planner.cards.own(next).clone());
    Some(PlaceView { number: place + 1, total: listed.len(), next })
}
